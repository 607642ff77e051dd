import { and, asc, eq, gt, max, sql } from 'drizzle-orm';
import { inSet } from '../../sqlite/in-set.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import type { SignUpStore } from '../../subscribers/sign-ups/sign-up-store.ts';
import { consentEvents, subscribers } from '../schema/index.ts';

type Step = Parameters<SignUpStore['removeUnconfirmed']>[0];

/** See {@link SignUpStore.removeUnconfirmed}. Their consent events are deleted with them. */
export function removeUnconfirmed(
  db: SqliteDatabase,
  { before, after, limit }: Step,
): { removed: number; last: number | null } {
  const { id, createdAt } = subscribers;
  const lastEventAt = db
    .select({ at: max(consentEvents.at) })
    .from(consentEvents)
    .where(eq(consentEvents.subscriberId, id));
  const rows = db
    .select({ id, lastAskedAt: sql<number>`max(${createdAt}, coalesce(${lastEventAt}, 0))` })
    .from(subscribers)
    .where(and(isPending, gt(id, after)))
    .orderBy(asc(id))
    .limit(limit)
    .all();
  const old = rows.filter(({ lastAskedAt }) => lastAskedAt < before).map((row) => row.id);
  if (old.length > 0)
    db.delete(subscribers)
      .where(and(isPending, inSet(id, old)))
      .run();
  return { removed: old.length, last: rows.length < limit ? null : (rows.at(-1)?.id ?? null) };
}

/** Without a parameter, as the partial index requires. */
const isPending = sql`${subscribers.status} = 'pending'`;
