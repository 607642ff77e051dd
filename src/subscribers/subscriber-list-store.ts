import type { ListedSubscriber, SubscriberStatus } from './subscriber.ts';

/** The part of the subscriber port that searches and browses, at any size of list. */
export interface SubscriberListStore {
  /** Null if there is no subscriber with this id (any more). */
  findAddress(id: number): Promise<SubscriberAddress | null>;

  /** Subscribers whose `emailKey` starts with `start`, in its order, from after `after`. */
  findByAddress(query: { start: string; after: string | null; limit: number }): Promise<FoundByAddress>;

  /** Newest first. One call scans a bounded number, so it may find fewer than `limit` although more follow. */
  browse(query: BrowseQuery): Promise<FoundByAge>;
}

export interface SubscriberAddress {
  email: string;
  emailKey: string;
}

export interface FoundByAddress {
  found: ListedSubscriber[];
  /** The cursor for the next call; null if there are no more. */
  after: string | null;
}

export interface BrowseQuery {
  status: SubscriberStatus | null;
  /** A part of the email address or name, ignoring the case of A to Z. */
  part: string | null;
  before: number | null;
  limit: number;
}

export interface FoundByAge {
  found: ListedSubscriber[];
  /** The cursor for the next call; null if there are no more. */
  before: number | null;
}
