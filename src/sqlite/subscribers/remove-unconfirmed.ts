import type { SignUpStore } from '../../subscribers/sign-ups/sign-up-store.ts';
import { inTxWithRetry } from '../in-tx.ts';
import type { SqliteDatabase } from '../open-database.ts';

interface PendingRow {
  id: number;
  lastAskedAt: number;
}

/** See {@link SignUpStore.removeUnconfirmed}. Their consent events are deleted with them. */
export function prepareRemoval(db: SqliteDatabase): SignUpStore['removeUnconfirmed'] {
  const pending = db.$client.prepare<[after: number, limit: number], PendingRow>(`
    select id, max(created_at, coalesce((select max(at) from consent_events where subscriber_id = s.id), 0)) as lastAskedAt
    from subscribers as s where status = 'pending' and id > ? order by id limit ?`);
  const remove = db.$client.prepare<[id: number]>(
    `delete from subscribers where id = ? and status = 'pending'`,
  );
  return async ({ before, after, limit }) =>
    inTxWithRetry(db, () => {
      const rows = pending.all(after, limit);
      const old = rows.filter(({ lastAskedAt }) => lastAskedAt < before);
      for (const { id } of old) remove.run(id);
      return { removed: old.length, last: rows.length < limit ? null : (rows.at(-1)?.id ?? null) };
    });
}
