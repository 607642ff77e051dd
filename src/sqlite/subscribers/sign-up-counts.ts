import { sql } from 'drizzle-orm';
import { rateLimits } from '../../store/schema/index.ts';
import type { SignUpCounts } from '../../subscribers/sign-ups/sign-up-limits.ts';
import { inSet } from '../in-set.ts';
import type { SqliteDatabase } from '../open-database.ts';

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
