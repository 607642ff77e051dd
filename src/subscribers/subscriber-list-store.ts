import type { SearchText } from './search-text.ts';
import type { ConsentEvent, ListedSubscriber } from './subscriber.ts';
import type { SubscriberState } from './subscriber-state.ts';

/** The part of the subscriber port that searches, lists and counts, at any size of list. */
export interface SubscriberListStore {
  /** Null if there is no subscriber with this id (any more). */
  findAddress(id: number): Promise<SubscriberAddress | null>;

  /**
   * Subscribers page by page. Of a search, those whose address begins with the text come first, by address; then whose
   * address or name contains it, the latest first. One call scans a bounded number, so it may find fewer than `limit`
   * although more follow.
   */
  find(query: FindQuery): Promise<FoundSubscribers>;

  /** The first entry of each consent record: how they came. At most a few hundred. */
  findOrigins(ids: readonly number[]): Promise<Origin[]>;

  /** Counts everybody by state, and those who wanted mail at each of some instants. Holds up nobody. */
  survey(query: SurveyQuery): Promise<SubscriberSurvey>;
}

export interface Origin extends Pick<ConsentEvent, 'event' | 'source'> {
  id: number;
}

export interface SubscriberAddress {
  email: string;
  emailKey: string;
}

/** Everybody, those in a state, or those whom a search finds. */
export type Wanted =
  | { kind: 'all' }
  | { kind: 'state'; state: SubscriberState }
  | { kind: 'text'; text: SearchText };

export interface FindQuery {
  wanted: Wanted;
  now: number;
  /** Where the page before ended; null for the first. */
  after: Place | null;
  limit: number;
}

/** Where a page ends: in the order of addresses, or of age. */
export interface Place {
  by: 'address' | 'age';
  id: number;
}

export interface FoundSubscribers {
  found: ListedSubscriber[];
  /** Null if there are no more. */
  next: Place | null;
}

export interface SurveyQuery {
  now: number;
  /** Instants `stepMs` apart, the last of them `now`. */
  points: number;
  stepMs: number;
}

export interface SubscriberSurvey {
  states: Record<SubscriberState, number>;
  /**
   * How many were confirmed at each instant, the oldest first: by when they joined (for those of a list, since when it
   * said) and when they left, bounced or complained. Who was erased is in none.
   */
  growth: number[];
  /** How many more, and how many fewer, the last instant has than the first: growth adds up. */
  joined: number;
  left: number;
}
