import type { Evidence } from '../../subscribers/sign-ups/sign-up-store.ts';
import type { ConsentEventName } from '../../subscribers/subscriber.ts';
import type { SqliteDatabase } from '../open-database.ts';

/** Something a subscriber did, for the record of consent. */
export interface ConsentAction {
  subscriberId: number;
  event: ConsentEventName;
  at: number;
  evidence: Evidence;
  /** The slot of the issue whose link was used, if any. */
  slot: string | null;
}

/** Returns a function that appends to the record of consent. */
export function prepareConsentLog({ $client }: SqliteDatabase): (action: ConsentAction) => void {
  const record = $client.prepare<[Omit<ConsentAction, 'evidence'> & Evidence]>(`
    insert into consent_events (subscriber_id, event, at, source, slot, network_address, user_agent)
    values (@subscriberId, @event, @at, @source, @slot, @networkAddress, @userAgent)`);
  return ({ evidence, ...action }) => {
    record.run({ ...action, ...evidence });
  };
}
