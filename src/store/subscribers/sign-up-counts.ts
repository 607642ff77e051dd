import { sql } from 'drizzle-orm';
import type { SignUpCounts } from '../../subscribers/sign-ups/sign-up-limits.ts';
import { insertRows } from '../insert-rows.ts';
import { rateLimits } from '../schema/index.ts';
import { all, changeRows, prepared, type Steps } from '../steps.ts';

// Counts of accepted sign-ups, which are stored in the table of rate limits.

const { key, points, expire } = rateLimits;

const countsOf = prepared((db) =>
  db
    .select({ key, count: points, endsAt: sql<number>`${expire}` })
    .from(rateLimits)
    .where(db.words.inSet(key, sql.placeholder('keys'))),
);

export function* findSignUpCounts(keys: readonly string[]): Steps<SignUpCounts> {
  const found = yield* all(countsOf, { keys: JSON.stringify([...new Set(keys)]) });
  return new Map(found.map(({ key, ...one }) => [key, one]));
}

const writeCounts = prepared(
  (db) => sql`${insertRows(db, rateLimits, ['key', 'points', 'expire'])}
    on conflict (key) do update set points = excluded.points, expire = excluded.expire`,
);

export function* writeSignUpCounts(counts: SignUpCounts): Steps<void> {
  yield* changeRows(
    writeCounts,
    [...counts].map(([key, { count, endsAt }]) => [key, count, endsAt]),
  );
}
