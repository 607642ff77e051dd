import { sql } from 'drizzle-orm';
import { inSet } from '../../sqlite/in-set.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import type { SignUpCounts } from '../../subscribers/sign-ups/sign-up-limits.ts';
import { rateLimits } from '../schema/index.ts';

/** Finds counts of accepted sign-ups, which are stored in the table of rate limits. */
export function prepareSignUpCounts(db: SqliteDatabase): (keys: readonly string[]) => SignUpCounts {
  const { key, points: count, expire } = rateLimits;
  const found = db
    .select({ key, count, endsAt: sql<number>`${expire}` })
    .from(rateLimits)
    .where(inSet(key, sql.placeholder('keys')))
    .prepare();
  return (keys) => new Map(found.all({ keys: JSON.stringify(keys) }).map(({ key, ...one }) => [key, one]));
}
