import { sql } from 'drizzle-orm';
import { check, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { SINCE_REASONS } from '../../schedule/scheduler-state.ts';
import { instant, isCount, isInstant, isOneOf } from './columns.ts';

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
