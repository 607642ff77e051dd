import { eq } from 'drizzle-orm';
import { inWords, runSteps } from '../../sqlite/engine.ts';
import { inTx } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import {
  recordsOwnUnsubscribe,
  undoableUnsubscription,
  unsubscribeSource,
} from '../../subscribers/editors-undo.ts';
import type { Provenance, SubscriberStore } from '../../subscribers/subscriber-store.ts';
import { consentEvents, subscribers, suppressions } from '../schema/index.ts';
import { latestConsentEvent } from './consent-log.ts';

/** See {@link SubscriberStore.unsubscribe}. */
export function unsubscribe(
  db: SqliteDatabase,
  emailKey: string,
  { event, source, at, slot }: Provenance,
): 'unsubscribed' | 'already' | 'unknown' {
  return inTx(db, () => {
    const person = findPerson(db, emailKey);
    if (person === undefined) return 'unknown';
    const { id: subscriberId, status } = person;
    const isOver = status === 'unsubscribed';
    if (isOver && !recordsOwnUnsubscribe(runSteps(db, latestConsentEvent(inWords(db), subscriberId)), source))
      return 'already';
    db.update(subscribers).set({ status: 'unsubscribed' }).where(eq(subscribers.id, subscriberId)).run();
    db.insert(consentEvents)
      .values({ subscriberId, event, at, source: unsubscribeSource(source, status), slot: slot ?? null })
      .run();
    return isOver ? 'already' : 'unsubscribed';
  });
}

/** See {@link SubscriberStore.undoUnsubscription}. */
export function undoUnsubscription(
  db: SqliteDatabase,
  { emailKey, leftAt, source, at }: Parameters<SubscriberStore['undoUnsubscription']>[0],
): 'undone' | 'refused' {
  return inTx(db, () => {
    const person = findPerson(db, emailKey);
    if (person === undefined) return 'refused';
    const { id: subscriberId, status } = person;
    const isSuppressed =
      db.select().from(suppressions).where(eq(suppressions.key, emailKey)).get() !== undefined;
    const undoable = undoableUnsubscription({
      status,
      isSuppressed,
      latest: runSteps(db, latestConsentEvent(inWords(db), subscriberId)),
    });
    if (undoable?.leftAt !== leftAt) return 'refused';
    db.update(subscribers).set({ status: undoable.status }).where(eq(subscribers.id, subscriberId)).run();
    db.insert(consentEvents).values({ subscriberId, event: 'resubscribed', at, source }).run();
    return 'undone';
  });
}

function findPerson(db: SqliteDatabase, emailKey: string) {
  return db
    .select({ id: subscribers.id, status: subscribers.status })
    .from(subscribers)
    .where(eq(subscribers.emailKey, emailKey))
    .get();
}
