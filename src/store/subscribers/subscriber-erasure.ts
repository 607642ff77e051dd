import { and, count, eq, gt, inArray, isNotNull, lt, ne } from 'drizzle-orm';
import { inTx } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { overwriting } from '../../sqlite/overwriting.ts';
import type { Suppression, SuppressionReason } from '../../subscribers/subscriber.ts';
import type { Erasure, SubscriberStore } from '../../subscribers/subscriber-store.ts';
import type { Database } from '../engine.ts';
import { batches, deliveries, outgoingEmails, signUps, subscribers, suppressions } from '../schema/index.ts';
import { first, type Steps } from '../steps.ts';

type Request = Parameters<SubscriberStore['erase']>[0];

/** See {@link SubscriberStore.erase}. */
export function erase(db: SqliteDatabase, request: Request): Erasure {
  return overwriting(db, () => inTx(db, () => eraseAddress(db, request)));
}

/** Erases within the transaction around it. */
export function eraseAddress(db: SqliteDatabase, { emailKey, erasedKeys, at }: Request): Erasure {
  const [key] = erasedKeys;
  if (key === undefined) throw new RangeError('There is no key to keep the address suppressed under.');
  const known = db
    .select()
    .from(suppressions)
    .where(inArray(suppressions.key, [emailKey, ...erasedKeys]))
    .all();
  const person = db
    .select({ id: subscribers.id })
    .from(subscribers)
    .where(eq(subscribers.emailKey, emailKey))
    .get();
  const asked = db.delete(signUps).where(eq(signUps.emailKey, emailKey)).run().changes;
  const isHere = person !== undefined || asked > 0 || known.some((one) => one.key === emailKey);
  if (!isHere)
    return { outcome: known.length > 0 ? 'already' : 'unknown', deliveries: 0, requestsInFlight: 0 };
  const left = person === undefined ? { deliveries: 0, requestsInFlight: 0 } : countDeliveries(db, person.id);
  if (person !== undefined) {
    db.delete(outgoingEmails).where(eq(outgoingEmails.subscriberId, person.id)).run();
    db.delete(subscribers).where(eq(subscribers.id, person.id)).run();
  }
  db.delete(suppressions)
    .where(
      inArray(
        suppressions.key,
        known.map((one) => one.key),
      ),
    )
    .run();
  db.insert(suppressions)
    .values({ key, ...gravestSuppression(known, at) })
    .run();
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
function countDeliveries(db: SqliteDatabase, subscriberId: number): Omit<Erasure, 'outcome'> {
  const all = db
    .select({ count: count() })
    .from(deliveries)
    .where(eq(deliveries.subscriberId, subscriberId))
    .get();
  const inFlight = db
    .select({ count: count() })
    .from(deliveries)
    .innerJoin(
      batches,
      and(eq(batches.issueId, deliveries.issueId), eq(batches.number, deliveries.batchNumber)),
    )
    .where(
      and(
        eq(deliveries.subscriberId, subscriberId),
        ne(deliveries.status, 'excluded'),
        isNotNull(batches.recipients),
      ),
    )
    .get();
  return { deliveries: all?.count ?? 0, requestsInFlight: inFlight?.count ?? 0 };
}

/** Whether there is any erased address, so that keys need to be hashed. */
export function* anyErased(db: Database): Steps<boolean> {
  const { key } = suppressions;
  const isErased = and(gt(key, 'hmac:'), lt(key, 'hmac;'));
  return (yield* first(db.select({ key }).from(suppressions).where(isErased).limit(1))) !== undefined;
}
