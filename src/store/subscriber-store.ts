import type { DeliveryStatus } from '../delivery/delivery-states.ts';
import type {
  ConsentEvent,
  Subscriber,
  SubscriberStatus,
  Suppression,
  SuppressionReason,
} from '../subscribers/subscriber.ts';

/** The port to who gets mail. Every method is one step that happens wholly or not at all. */
export interface SubscriberStore {
  /**
   * Adds subscribers, or completes those that are known, and records where they came from. Whoever unsubscribed
   * or is suppressed stays so. At most a few thousand at a time, so that nobody else waits for long.
   *
   * @returns What became of each, in the order given.
   */
  importSubscribers(list: readonly NewSubscriber[], provenance: Provenance): Promise<ImportOutcome[]>;

  /** Everything that is known of an address; null where nothing is. */
  findHistory(emailKey: string): Promise<SubscriberHistory | null>;

  /** Ends a subscription for good, whatever its state was. */
  unsubscribe(emailKey: string, provenance: Provenance): Promise<'unsubscribed' | 'already' | 'unknown'>;

  /** Subscribers by id, those after `after`, at most `limit`; for going through all of them with flat memory. */
  page(query: { after: number; limit: number }): Promise<ListedSubscriber[]>;

  /** How many subscribers there are in each state. */
  count(): Promise<Record<SubscriberStatus, number>>;
}

export interface NewSubscriber {
  email: string;
  emailKey: string;
  /** The key under which an erased address would be suppressed; null where no secret is at hand. */
  erasedKey: string | null;
  name: string | null;
  status: SubscriberStatus;
  /** Set for an address that bounced or complained where it came from. */
  suppression: SuppressionReason | null;
  pausedUntil: number | null;
  /** Null: now. */
  createdAt: number | null;
}

export type ImportOutcome = 'added' | 'updated' | 'unchanged';

/** Who changed a subscription, when, and by which way. */
export interface Provenance {
  event: ConsentEvent['event'];
  source: string;
  at: number;
  slot?: string;
}

export interface ListedSubscriber extends Subscriber {
  suppression: Suppression | null;
}

export interface SubscriberHistory extends ListedSubscriber {
  consent: ConsentEvent[];
  deliveries: { slot: string; status: DeliveryStatus; providerId: string | null; at: number }[];
}
