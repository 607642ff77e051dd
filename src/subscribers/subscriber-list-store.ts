import type { ListedSubscriber, SubscriberStatus } from './subscriber.ts';

/** The port to looking for subscribers, however many there are. A part of the port to subscribers. */
export interface SubscriberListStore {
  /** The address of a subscriber; null where there is none with this id (any more). */
  findAddress(id: number): Promise<SubscriberAddress | null>;

  /** Subscribers whose address begins so, in the form in which addresses are compared, in its order, those after `after`. */
  findByAddress(query: { start: string; after: string | null; limit: number }): Promise<FoundByAddress>;

  /**
   * Subscribers who were added before the one with an id, the latest first. There may be fewer than `limit`, and more to
   * come: one call looks at a bounded number of them.
   */
  browse(query: BrowseQuery): Promise<FoundByAge>;
}

export interface SubscriberAddress {
  email: string;
  emailKey: string;
}

export interface FoundByAddress {
  found: ListedSubscriber[];
  /** What to go on after; null where there are no more. */
  after: string | null;
}

export interface BrowseQuery {
  status: SubscriberStatus | null;
  /** What stands somewhere in the address or in the name, whatever the case of its letters from a to z. */
  part: string | null;
  before: number | null;
  limit: number;
}

export interface FoundByAge {
  found: ListedSubscriber[];
  /** The id to go on before; null where there are no more. */
  before: number | null;
}
