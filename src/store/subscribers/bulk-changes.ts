import { asc, eq, sql } from 'drizzle-orm';
import { inSet } from '../../sqlite/in-set.ts';
import { inTx } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { overwriting } from '../../sqlite/overwriting.ts';
import type { BulkStep, BulkStore, PickedSubscriber } from '../../subscribers/bulk-store.ts';
import { stateOf } from '../../subscribers/subscriber-state.ts';
import { subscribers } from '../schema/index.ts';
import { eraseAddress } from './subscriber-erasure.ts';
import { listed, selectListed } from './subscriber-history.ts';
import { undoUnsubscription, unsubscribe } from './unsubscribe.ts';

/** How long a step keeps others from writing. */
const STEP_MS = 20;

export function createBulkStore(db: SqliteDatabase): BulkStore {
  const byId = selectListed(db)
    .where(eq(subscribers.id, sql.placeholder('id')))
    .prepare();
  const byIds = selectListed(db)
    .where(inSet(subscribers.id, sql.placeholder('ids')))
    .orderBy(asc(subscribers.id))
    .prepare();
  /** The address of someone who is still in the state that was seen. */
  const unchanged = ({ id, state }: PickedSubscriber, now: number): string | null => {
    const row = byId.get({ id });
    return row !== undefined && stateOf(listed(row), now) === state ? row.emailKey : null;
  };
  return {
    findMany: async (ids) => byIds.all({ ids: JSON.stringify(ids) }).map(listed),
    unsubscribeMany: async (people, { source, at }) =>
      inTx(db, () =>
        step(people, (person) => {
          const emailKey = unchanged(person, at);
          const provenance = { event: 'unsubscribed', source, at } as const;
          return emailKey !== null && unsubscribe(db, emailKey, provenance) === 'unsubscribed';
        }),
      ),
    undoMany: async (people, request) =>
      inTx(db, () =>
        step(people, ({ id }) => {
          const row = byId.get({ id });
          return (
            row !== undefined && undoUnsubscription(db, { emailKey: row.emailKey, ...request }) === 'undone'
          );
        }),
      ),
    eraseMany: async (people, { erasedKeys, at }) => {
      const left = { deliveries: 0, requestsInFlight: 0 };
      const erase = (person: PickedSubscriber) => {
        const emailKey = unchanged(person, at);
        if (emailKey === null) return false;
        const erasure = eraseAddress(db, { emailKey, erasedKeys: erasedKeys(emailKey), at });
        left.deliveries += erasure.deliveries;
        left.requestsInFlight += erasure.requestsInFlight;
        return erasure.outcome === 'erased';
      };
      const done = overwriting(db, () => inTx(db, () => step(people, erase)));
      return { ...done, ...left };
    },
  };
}

function step(people: readonly PickedSubscriber[], change: (person: PickedSubscriber) => boolean): BulkStep {
  const end = performance.now() + STEP_MS;
  const done: BulkStep = { taken: 0, changed: 0 };
  for (const person of people) {
    if (done.taken > 0 && performance.now() >= end) break;
    if (change(person)) done.changed += 1;
    done.taken += 1;
  }
  return done;
}
