import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { instant, isCount, isInstant, isText } from './columns.ts';

/**
 * Counts by hashed keys. The library rate-limiter-flexible writes it, and dictates the names and types of its
 * columns.
 */
export const rateLimits = sqliteTable(
  'rate_limits',
  {
    key: text('key').primaryKey(),
    points: integer('points').notNull().default(0),
    /** When the count ends. */
    expire: instant('expire'),
  },
  (table) => [
    index('rate_limits_by_end').on(table.expire),
    check('rate_limits_key', isText(table.key, 100)),
    check('rate_limits_points', isCount(table.points)),
    check('rate_limits_expire', isInstant(table.expire)),
  ],
);
