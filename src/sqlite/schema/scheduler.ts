import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';
import { NOTICE_EVENTS, NOTICE_STATUSES } from '../../issues/editor-notice.ts';
import { SINCE_REASONS } from '../../schedule/scheduler-state.ts';
import { instant, isCount, isInstant, isOneOf, isText } from './columns.ts';

/** What the scheduler knows about this database; one row, written when the database is created. */
export const schedulerWatch = sqliteTable(
  'scheduler_watch',
  {
    id: integer('id').primaryKey(),
    /** The database's id. */
    database: text('database').notNull(),
    checks: integer('checks').notNull().default(0),
    firstCheckedAt: instant('first_checked_at'),
    checkedAt: instant('checked_at'),
    pattern: text('pattern'),
    zone: text('zone'),
    /** When the database was created; NULL if it is older than this column. */
    madeAt: instant('made_at'),
    /** From when on slots are sent automatically, and why from then. */
    since: instant('since').notNull(),
    because: text('because', { enum: SINCE_REASONS }).notNull(),
  },
  (table) => [
    check('scheduler_watch_one_row', sql`${table.id} = 1`),
    check('scheduler_watch_checks', isCount(table.checks)),
    check('scheduler_watch_first_checked_at', isInstant(table.firstCheckedAt)),
    check('scheduler_watch_checked_at', isInstant(table.checkedAt)),
    check('scheduler_watch_since', isInstant(table.since)),
    check('scheduler_watch_because', isOneOf(table.because, SINCE_REASONS)),
  ],
);

/** Notices for the editor, written in the same transaction as the change they report. */
export const editorNotices = sqliteTable(
  'editor_notices',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    slot: text('slot').notNull(),
    event: text('event', { enum: NOTICE_EVENTS }).notNull(),
    /** The reason for the change: each is reported once. Empty if there is none. */
    occasion: text('occasion').notNull(),
    /** JSON: see `issues/editor-notice.ts`. */
    facts: text('facts').notNull(),
    status: text('status', { enum: NOTICE_STATUSES }).notNull(),
    createdAt: instant('created_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    firstAttemptAt: instant('first_attempt_at'),
    nextAttemptAt: instant('next_attempt_at'),
    leaseExpiresAt: instant('lease_expires_at'),
    lastProblem: text('last_problem'),
  },
  (table) => [
    unique('editor_notices_once').on(table.slot, table.event, table.occasion),
    index('editor_notices_open').on(table.id).where(sql`status in ('open', 'taken')`),
    check('editor_notices_slot', isText(table.slot, 8)),
    check('editor_notices_event', isOneOf(table.event, NOTICE_EVENTS)),
    check('editor_notices_status', isOneOf(table.status, NOTICE_STATUSES)),
    check('editor_notices_attempts', isCount(table.attempts)),
    check('editor_notices_created_at', isInstant(table.createdAt)),
    check('editor_notices_first_attempt_at', isInstant(table.firstAttemptAt)),
    check('editor_notices_next_attempt_at', isInstant(table.nextAttemptAt)),
    check('editor_notices_lease', sql`(${table.status} = 'taken') = (${table.leaseExpiresAt} is not null)`),
  ],
);
