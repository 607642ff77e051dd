import { and, desc, eq, max, type SQL, sql } from 'drizzle-orm';
import type { UndoFacts } from '../../subscribers/editors-undo.ts';
import type { Evidence } from '../../subscribers/sign-ups/sign-up-store.ts';
import type { ConsentEventName } from '../../subscribers/subscriber.ts';
import type { Database } from '../engine.ts';
import { consentEvents, subscribers } from '../schema/index.ts';
import { change, first, type Steps } from '../steps.ts';

/** Something a subscriber did, for the record of consent. */
interface ConsentAction {
  subscriberId: number;
  event: ConsentEventName;
  at: number;
  evidence: Evidence;
  /** The slot of the issue whose link was used, if any. */
  slot: string | null;
}

/** Appends to the record of consent. */
export function* recordConsent(db: Database, { evidence, ...action }: ConsentAction): Steps<void> {
  const { source, networkAddress, userAgent } = evidence;
  yield* change(db.insert(consentEvents).values({ ...action, source, networkAddress, userAgent }));
}

/** The subscriber's latest consent event. */
export function* latestConsentEvent(db: Database, subscriberId: number): Steps<UndoFacts['latest']> {
  const { event, at, source } = consentEvents;
  const latest = yield* first(
    db
      .select({ event, at, source })
      .from(consentEvents)
      .where(eq(consentEvents.subscriberId, subscriberId))
      .orderBy(desc(consentEvents.id))
      .limit(1),
  );
  return latest ?? null;
}

/** When a row of `subscribers` last unsubscribed; null if never. */
export function leftAt(db: Pick<Database, 'select'>): SQL<number | null> {
  const { subscriberId, event, at } = consentEvents;
  return sql`${db
    .select({ at: max(at) })
    .from(consentEvents)
    .where(and(eq(subscriberId, subscribers.id), eq(event, 'unsubscribed')))}`;
}
