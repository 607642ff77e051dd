import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { EDIT_LIMITS } from '../../issues/edit-limits.ts';
import { FROZEN_STATUSES, ISSUE_STATUSES } from '../../issues/issue-status-rules.ts';
import { TRANSPORTS } from '../../issues/newsletter.ts';
import { instant, isCount, isFlag, isInstant, isOneOf, isText } from './columns.ts';
import { comparisons } from './comparisons.ts';

/** One issue per slot. A draft has the editor's texts; freezing adds the content, and sending adds the audience. */
export const issues = sqliteTable(
  'issues',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    slot: text('slot').notNull().unique(),
    status: text('status', { enum: ISSUE_STATUSES }).notNull(),
    /** Why it is skipped, held, paused or cancelled, in words for the editor. */
    reason: text('reason'),
    /** Counts edits, so that concurrent edits are detected. */
    revision: integer('revision').notNull().default(0),
    editedSubject: text('edited_subject'),
    editedPreheader: text('edited_preheader'),
    editedIntro: text('edited_intro'),
    scheduledAt: instant('scheduled_at').notNull(),
    cutOff: instant('cut_off'),
    frozenAt: instant('frozen_at'),
    sendingAt: instant('sending_at'),
    finishedAt: instant('finished_at'),
    /** The transport that sending started with; NULL before that. */
    transport: text('transport', { enum: TRANSPORTS }),
    /** When a paused issue resumes automatically; NULL waits for a person. */
    pausedUntil: instant('paused_until'),
    /** JSON: see `issues/frozen-issue.ts`. */
    frozen: text('frozen'),
    frozenSubject: text('frozen_subject'),
    /** Identifies this freeze in idempotency keys and message ids. */
    freezeId: text('freeze_id').unique(),
    /** The last subscriber id in the fixed part of the audience; NULL until sending begins. */
    audienceCursor: integer('audience_cursor'),
    audienceFrozenAt: instant('audience_frozen_at'),
    candidates: integer('candidates').notNull().default(0),
    prepared: integer('prepared').notNull().default(0),
    excludedSuppressed: integer('excluded_suppressed').notNull().default(0),
    excludedPaused: integer('excluded_paused').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    /** Deliveries by the provider's strongest report, updated with each event. */
    delayed: integer('delayed').notNull().default(0),
    delivered: integer('delivered').notNull().default(0),
    bounced: integer('bounced').notNull().default(0),
    complained: integer('complained').notNull().default(0),
    /** An editor set its status, not the program. */
    byEditor: integer('by_editor', { mode: 'boolean' }).notNull().default(false),
  },
  (table) => [
    check('issues_slot', sql`${table.slot} glob '[0-9][0-9][0-9][0-9]-W[0-5][0-9]'`),
    check('issues_status', isOneOf(table.status, ISSUE_STATUSES)),
    check('issues_scheduled_at', isInstant(table.scheduledAt)),
    check(
      'issues_frozen',
      sql`not (${isOneOf(table.status, FROZEN_STATUSES)}) or (${table.frozen} is not null and ${table.freezeId} is not null and ${table.frozenAt} is not null and ${table.cutOff} is not null)`,
    ),
    check(
      'issues_audience',
      sql`${table.candidates} = ${table.prepared} + ${table.excludedSuppressed} + ${table.excludedPaused}`,
    ),
    check('issues_prepared', isCount(table.prepared)),
    check('issues_delayed', isCount(table.delayed)),
    check('issues_delivered', isCount(table.delivered)),
    check('issues_bounced', isCount(table.bounced)),
    check('issues_complained', isCount(table.complained)),
    check('issues_by_editor', isFlag(table.byEditor)),
    check('issues_edited_subject', isText(table.editedSubject, EDIT_LIMITS.subject)),
    check('issues_edited_preheader', isText(table.editedPreheader, EDIT_LIMITS.preheader)),
    check('issues_edited_intro', isText(table.editedIntro, EDIT_LIMITS.intro)),
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

/** An editor's choices for a comparison in a draft. */
export const itemOverrides = sqliteTable(
  'item_overrides',
  {
    issueId: integer('issue_id')
      .notNull()
      .references(() => issues.id, { onDelete: 'cascade' }),
    comparisonId: integer('comparison_id')
      .notNull()
      .references(() => comparisons.id, { onDelete: 'cascade' }),
    pinned: integer('pinned', { mode: 'boolean' }).notNull().default(false),
    featured: integer('featured', { mode: 'boolean' }).notNull().default(false),
    /** The position the editor wants, from 1; NULL leaves it to the program. */
    position: integer('position'),
  },
  (table) => [
    primaryKey({ columns: [table.issueId, table.comparisonId] }),
    index('item_overrides_by_comparison').on(table.comparisonId),
    check('item_overrides_pinned', isFlag(table.pinned)),
    check('item_overrides_featured', isFlag(table.featured)),
    check('item_overrides_position', sql`${table.position} is null or ${table.position} >= 1`),
  ],
);
