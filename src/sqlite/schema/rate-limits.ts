import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { instant, isCount, isInstant, isText } from './columns.ts';

/**
 * How often something was asked for, by keys from which nobody reads who asked. The library rate-limiter-flexible writes
 * it, and wants these names and types of columns.
 */
export const rateLimits = sqliteTable(
  'rate_limits',
  {
    key: text('key').primaryKey(),
    points: integer('points').notNull().default(0),
    /** The instant at which the count ends. */
    expire: instant('expire'),
  },
  (table) => [
    index('rate_limits_by_end').on(table.expire),
    check('rate_limits_key', isText(table.key, 100)),
    check('rate_limits_points', isCount(table.points)),
    check('rate_limits_expire', isInstant(table.expire)),
  ],
);
