import { asc, eq, sql } from 'drizzle-orm';
import type { BulkStep, BulkStore, PickedSubscriber } from '../../subscribers/bulk-store.ts';
import { stateOf } from '../../subscribers/subscriber-state.ts';
import type { Engine, Steps } from '../engine.ts';
import { subscribers } from '../schema/index.ts';
import { all, first, prepared } from '../steps.ts';
import { eraseAddress } from './subscriber-erasure.ts';
import { listed, selectListed } from './subscriber-history.ts';
import { undoUnsubscription, unsubscribe } from './unsubscribe.ts';

/** How long a step keeps others from writing. */
const STEP_MS = 20;

export function createBulkStore({ read, write }: Engine): BulkStore {
  return {
    findMany: async (ids) => (await read(() => all(byIds, { ids: JSON.stringify(ids) }))).map(listed),
    unsubscribeMany: (people, { source, at }) =>
      write((db) =>
        step(people, function* (person) {
          const emailKey = yield* unchanged(person, at);
          const provenance = { event: 'unsubscribed', source, at } as const;
          return emailKey !== null && (yield* unsubscribe(db, emailKey, provenance)) === 'unsubscribed';
        }),
      ),
    undoMany: (people, request) =>
      write((db) =>
        step(people, function* ({ id }) {
          const row = yield* first(byId, { id });
          if (row === undefined) return false;
          return (yield* undoUnsubscription(db, { emailKey: row.emailKey, ...request })) === 'undone';
        }),
      ),
    eraseMany: (people, { erasedKeys, at }) =>
      write(function* (db) {
        const left = { deliveries: 0, requestsInFlight: 0 };
        const erase = function* (person: PickedSubscriber) {
          const emailKey = yield* unchanged(person, at);
          if (emailKey === null) return false;
          const erasure = yield* eraseAddress(db, { emailKey, erasedKeys: erasedKeys(emailKey), at });
          left.deliveries += erasure.deliveries;
          left.requestsInFlight += erasure.requestsInFlight;
          return erasure.outcome === 'erased';
        };
        const done = yield* db.words.overwriting(step(people, erase));
        return { ...done, ...left };
      }),
  };
}

/** The address of someone who is still in the state that was seen. */
function* unchanged({ id, state }: PickedSubscriber, now: number): Steps<string | null> {
  const row = yield* first(byId, { id });
  return row !== undefined && stateOf(listed(row), now) === state ? row.emailKey : null;
}

function* step(
  people: readonly PickedSubscriber[],
  changeOne: (person: PickedSubscriber) => Steps<boolean>,
): Steps<BulkStep> {
  const end = performance.now() + STEP_MS;
  const done: BulkStep = { taken: 0, changed: 0 };
  for (const person of people) {
    if (done.taken > 0 && performance.now() >= end) break;
    if (yield* changeOne(person)) done.changed += 1;
    done.taken += 1;
  }
  return done;
}

const byId = prepared((db) => selectListed(db).where(eq(subscribers.id, sql.placeholder('id'))));

const byIds = prepared((db) =>
  selectListed(db)
    .where(db.words.inSet(subscribers.id, sql.placeholder('ids')))
    .orderBy(asc(subscribers.id)),
);
