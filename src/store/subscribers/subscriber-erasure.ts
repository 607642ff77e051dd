import { and, asc, count, eq, gt, inArray, isNotNull, lt, ne } from 'drizzle-orm';
import type { Suppression, SuppressionReason } from '../../subscribers/subscriber.ts';
import type { Erasure, SubscriberStore } from '../../subscribers/subscriber-store.ts';
import type { Database } from '../engine.ts';
import { batches, deliveries, outgoingEmails, signUps, subscribers, suppressions } from '../schema/index.ts';
import { all, change, first, prepared, type Steps } from '../steps.ts';

type Request = Parameters<SubscriberStore['erase']>[0];

/** See {@link SubscriberStore.erase}. What it deletes is overwritten only by `db.words.overwriting` around it. */
export function* eraseAddress(db: Database, { emailKey, erasedKeys, at }: Request): Steps<Erasure> {
  const [key] = erasedKeys;
  if (key === undefined) throw new RangeError('There is no key to keep the address suppressed under.');
  const known = yield* all(
    db
      .select()
      .from(suppressions)
      .where(inArray(suppressions.key, [emailKey, ...erasedKeys])),
  );
  const person = yield* first(
    db.select({ id: subscribers.id }).from(subscribers).where(eq(subscribers.emailKey, emailKey)),
  );
  const asked = yield* change(db.delete(signUps).where(eq(signUps.emailKey, emailKey)));
  const isHere = person !== undefined || asked > 0 || known.some((one) => one.key === emailKey);
  if (!isHere)
    return { outcome: known.length > 0 ? 'already' : 'unknown', deliveries: 0, requestsInFlight: 0 };
  const left =
    person === undefined ? { deliveries: 0, requestsInFlight: 0 } : yield* countDeliveries(db, person.id);
  if (person !== undefined) {
    yield* change(db.delete(outgoingEmails).where(eq(outgoingEmails.subscriberId, person.id)));
    yield* change(db.delete(subscribers).where(eq(subscribers.id, person.id)));
  }
  const earlierKeys = known.map((one) => one.key);
  yield* change(db.delete(suppressions).where(inArray(suppressions.key, earlierKeys)));
  yield* change(db.insert(suppressions).values({ key, ...gravestSuppression(known, at) }));
  return { outcome: 'erased', ...left };
}

const GRAVITY: Record<SuppressionReason, number> = { erased: 0, bounced: 1, complained: 2 };

/** The suppression to keep. The provider's own reason keeps its time. */
export function gravestSuppression(known: readonly Suppression[], at: number): Suppression {
  let gravest: Suppression = { reason: 'erased', at };
  for (const { reason, at } of known) if (GRAVITY[reason] > GRAVITY[gravest.reason]) gravest = { reason, at };
  return gravest;
}

/** Deliveries that lose their subscriber, and requests that still contain the address until their outcome is known. */
function* countDeliveries(db: Database, subscriberId: number): Steps<Omit<Erasure, 'outcome'>> {
  const isTheirs = eq(deliveries.subscriberId, subscriberId);
  const every = yield* first(db.select({ count: count() }).from(deliveries).where(isTheirs));
  const inFlight = yield* first(
    db
      .select({ count: count() })
      .from(deliveries)
      .innerJoin(
        batches,
        and(eq(batches.issueId, deliveries.issueId), eq(batches.number, deliveries.batchNumber)),
      )
      .where(and(isTheirs, ne(deliveries.status, 'excluded'), isNotNull(batches.recipients))),
  );
  return { deliveries: every?.count ?? 0, requestsInFlight: inFlight?.count ?? 0 };
}

/** Whether there is any erased address, so that keys need to be hashed. */
export function* anyErased(): Steps<boolean> {
  return (yield* first(anErasedKey)) !== undefined;
}

const anErasedKey = prepared((db) => {
  const { key } = suppressions;
  return db
    .select({ key })
    .from(suppressions)
    .where(and(gt(key, 'hmac:'), lt(key, 'hmac;')))
    .orderBy(asc(key))
    .limit(1);
});
