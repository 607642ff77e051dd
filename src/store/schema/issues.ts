import { sql } from 'drizzle-orm';
import { check, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { FROZEN_STATUSES, ISSUE_STATUSES } from '../../issues/issue-status-rules.ts';
import { TRANSPORTS } from '../../issues/newsletter.ts';
import { instant, isCount, isFlag, isInstant, isOneOf, isSlot } from './columns.ts';
import { comparisons } from './comparisons.ts';

/** What an approved issue says, from its freeze on. Taking the approval back removes it. */
export const frozenCopies = sqliteTable(
  'frozen_copies',
  {
    /** Identifies this freeze in idempotency keys and message ids. */
    id: text('id').primaryKey(),
    subject: text('subject').notNull(),
    preheader: text('preheader').notNull(),
    cutOff: instant('cut_off').notNull(),
    frozenAt: instant('frozen_at').notNull(),
    /** JSON: see `issues/frozen-issue.ts`. The last column, so that reading the others does not read it. */
    content: text('content').notNull(),
  },
  (table) => [
    check('frozen_copies_cut_off', isInstant(table.cutOff)),
    check('frozen_copies_frozen_at', isInstant(table.frozenAt)),
  ],
);

/** One issue per slot. */
export const issues = sqliteTable(
  'issues',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    slot: text('slot').notNull().unique(),
    status: text('status', { enum: ISSUE_STATUSES }).notNull(),
    /** Why it is skipped, held, paused or cancelled, in words for the editor. */
    reason: text('reason'),
    /** An editor set its status, not the program. */
    byEditor: integer('by_editor', { mode: 'boolean' }).notNull().default(false),
    /** Counts edits, so that concurrent edits are detected. */
    revision: integer('revision').notNull().default(0),
    freezeId: text('freeze_id')
      .unique()
      .references(() => frozenCopies.id),
    /** The transport that sending started with; NULL before that. */
    transport: text('transport', { enum: TRANSPORTS }),
    createdAt: instant('created_at').notNull(),
    scheduledAt: instant('scheduled_at').notNull(),
    sendingAt: instant('sending_at'),
    /** When a paused issue resumes automatically; NULL waits for a person. */
    pausedUntil: instant('paused_until'),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    check('issues_slot', isSlot(table.slot)),
    check('issues_status', isOneOf(table.status, ISSUE_STATUSES)),
    check('issues_scheduled_at', isInstant(table.scheduledAt)),
    check(
      'issues_frozen',
      sql`not (${isOneOf(table.status, FROZEN_STATUSES)}) or ${table.freezeId} is not null`,
    ),
    check('issues_by_editor', isFlag(table.byEditor)),
  ],
);

/** Who an issue goes to, counted part by part from the start of sending. */
export const audiences = sqliteTable(
  'audiences',
  {
    issueId: integer('issue_id')
      .primaryKey()
      .references(() => issues.id),
    /** The last subscriber of the parts counted so far. */
    lastSubscriberId: integer('last_subscriber_id').notNull().default(0),
    /** When the last part was counted; NULL until then. */
    fixedAt: instant('fixed_at'),
    candidates: integer('candidates').notNull().default(0),
    /** Each has a delivery. */
    included: integer('included').notNull().default(0),
    excludedSuppressed: integer('excluded_suppressed').notNull().default(0),
    excludedPaused: integer('excluded_paused').notNull().default(0),
  },
  (table) => [
    check('audiences_fixed_at', isInstant(table.fixedAt)),
    check(
      'audiences_candidates',
      sql`${table.candidates} = ${table.included} + ${table.excludedSuppressed} + ${table.excludedPaused}`,
    ),
    check('audiences_included', isCount(table.included)),
  ],
);

/** An issue's deliveries by the provider's strongest report, updated with each event. */
export const providerCounts = sqliteTable(
  'provider_counts',
  {
    issueId: integer('issue_id')
      .primaryKey()
      .references(() => issues.id),
    delayed: integer('delayed').notNull().default(0),
    delivered: integer('delivered').notNull().default(0),
    bounced: integer('bounced').notNull().default(0),
    complained: integer('complained').notNull().default(0),
  },
  (table) => [
    check('provider_counts_delayed', isCount(table.delayed)),
    check('provider_counts_delivered', isCount(table.delivered)),
    check('provider_counts_bounced', isCount(table.bounced)),
    check('provider_counts_complained', isCount(table.complained)),
  ],
);

/**
 * The comparisons of a frozen issue. A comparison is in at most one, unless that issue was cancelled before anyone
 * received it, which releases its items.
 */
export const issueItems = sqliteTable(
  'issue_items',
  {
    issueId: integer('issue_id')
      .notNull()
      .references(() => issues.id),
    comparisonId: integer('comparison_id')
      .notNull()
      .references(() => comparisons.id),
    position: integer('position').notNull(),
    featured: integer('featured', { mode: 'boolean' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.issueId, table.position] }),
    uniqueIndex('issue_items_once').on(table.comparisonId),
    check('issue_items_position', sql`${table.position} >= 1`),
    check('issue_items_featured', isFlag(table.featured)),
  ],
);
