import { and, asc, eq, gt, max, sql } from 'drizzle-orm';
import type { SignUpStore } from '../../subscribers/sign-ups/sign-up-store.ts';
import type { Database } from '../engine.ts';
import { consentEvents, subscribers } from '../schema/index.ts';
import { all, change, type Steps } from '../steps.ts';

type Step = Parameters<SignUpStore['removeUnconfirmed']>[0];

/** See {@link SignUpStore.removeUnconfirmed}. Their consent events are deleted with them. */
export function* removeUnconfirmed(
  db: Database,
  { before, after, limit }: Step,
): Steps<{ removed: number; last: number | null }> {
  const { id, createdAt } = subscribers;
  const lastEventAt = db
    .select({ at: max(consentEvents.at) })
    .from(consentEvents)
    .where(eq(consentEvents.subscriberId, id));
  const lastAskedAt = db.words.larger(createdAt, sql`coalesce(${lastEventAt}, 0)`);
  const rows = yield* all(
    db
      .select({ id, lastAskedAt })
      .from(subscribers)
      .where(and(isPending, gt(id, after)))
      .orderBy(asc(id))
      .limit(limit),
  );
  const old = rows.filter(({ lastAskedAt }) => lastAskedAt < before).map((row) => row.id);
  if (old.length > 0) yield* change(db.delete(subscribers).where(and(isPending, db.words.inSet(id, old))));
  return { removed: old.length, last: rows.length < limit ? null : (rows.at(-1)?.id ?? null) };
}

/** Without a parameter, as the partial index requires. */
const isPending = sql`${subscribers.status} = 'pending'`;
