import { and, desc, eq, max, type SQL, sql } from 'drizzle-orm';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import type { UndoFacts } from '../../subscribers/editors-undo.ts';
import type { Evidence } from '../../subscribers/sign-ups/sign-up-store.ts';
import type { ConsentEventName } from '../../subscribers/subscriber.ts';
import { consentEvents, subscribers } from '../schema/index.ts';

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
export function recordConsent(db: SqliteDatabase, { evidence, ...action }: ConsentAction): void {
  const { source, networkAddress, userAgent } = evidence;
  db.insert(consentEvents)
    .values({ ...action, source, networkAddress, userAgent })
    .run();
}

/** The subscriber's latest consent event. */
export function latestConsentEvent(db: SqliteDatabase, subscriberId: number): UndoFacts['latest'] {
  const { event, at, source } = consentEvents;
  return (
    db
      .select({ event, at, source })
      .from(consentEvents)
      .where(eq(consentEvents.subscriberId, subscriberId))
      .orderBy(desc(consentEvents.id))
      .limit(1)
      .get() ?? null
  );
}

/** When a row of `subscribers` last unsubscribed; null if never. */
export function leftAt(db: SqliteDatabase): SQL<number | null> {
  const { subscriberId, event, at } = consentEvents;
  return sql`${db
    .select({ at: max(at) })
    .from(consentEvents)
    .where(and(eq(subscriberId, subscribers.id), eq(event, 'unsubscribed')))}`;
}
