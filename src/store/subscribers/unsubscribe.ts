import { eq } from 'drizzle-orm';
import {
  recordsOwnUnsubscribe,
  undoableUnsubscription,
  unsubscribeSource,
} from '../../subscribers/editors-undo.ts';
import type { Provenance, SubscriberStore } from '../../subscribers/subscriber-store.ts';
import type { Database } from '../engine.ts';
import { consentEvents, subscribers, suppressions } from '../schema/index.ts';
import { change, first, type Steps } from '../steps.ts';
import { latestConsentEvent } from './consent-log.ts';

/** See {@link SubscriberStore.unsubscribe}. */
export function* unsubscribe(
  db: Database,
  emailKey: string,
  { event, source, at, slot }: Provenance,
): Steps<'unsubscribed' | 'already' | 'unknown'> {
  const person = yield* findPerson(db, emailKey);
  if (person === undefined) return 'unknown';
  const { id: subscriberId, status } = person;
  const isOver = status === 'unsubscribed';
  if (isOver && !recordsOwnUnsubscribe(yield* latestConsentEvent(db, subscriberId), source)) return 'already';
  yield* change(
    db.update(subscribers).set({ status: 'unsubscribed' }).where(eq(subscribers.id, subscriberId)),
  );
  yield* change(
    db
      .insert(consentEvents)
      .values({ subscriberId, event, at, source: unsubscribeSource(source, status), slot: slot ?? null }),
  );
  return isOver ? 'already' : 'unsubscribed';
}

/** See {@link SubscriberStore.undoUnsubscription}. */
export function* undoUnsubscription(
  db: Database,
  { emailKey, leftAt, source, at }: Parameters<SubscriberStore['undoUnsubscription']>[0],
): Steps<'undone' | 'refused'> {
  const person = yield* findPerson(db, emailKey);
  if (person === undefined) return 'refused';
  const { id: subscriberId, status } = person;
  const suppression = yield* first(db.select().from(suppressions).where(eq(suppressions.key, emailKey)));
  const undoable = undoableUnsubscription({
    status,
    isSuppressed: suppression !== undefined,
    latest: yield* latestConsentEvent(db, subscriberId),
  });
  if (undoable?.leftAt !== leftAt) return 'refused';
  yield* change(
    db.update(subscribers).set({ status: undoable.status }).where(eq(subscribers.id, subscriberId)),
  );
  yield* change(db.insert(consentEvents).values({ subscriberId, event: 'resubscribed', at, source }));
  return 'undone';
}

const findPerson = (db: Database, emailKey: string) =>
  first(
    db
      .select({ id: subscribers.id, status: subscribers.status })
      .from(subscribers)
      .where(eq(subscribers.emailKey, emailKey)),
  );
