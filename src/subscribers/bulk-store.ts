import type { ListedSubscriber } from './subscriber.ts';
import type { SubscriberState } from './subscriber-state.ts';

/** A person as an editor saw them when asked. Who is in another state by then is left alone. */
export interface PickedSubscriber {
  id: number;
  state: SubscriberState;
}

/**
 * The part of the subscriber port that changes many people. Each call is one atomic step: it takes at least one from the
 * beginning of the list, and as many as the store can without holding up others.
 */
export interface BulkStore {
  /** Those with these ids who are still there, by id. At most a few hundred. */
  findMany(ids: readonly number[]): Promise<ListedSubscriber[]>;

  /** Records each with the source and time, as a single unsubscription does. */
  unsubscribeMany(
    people: readonly PickedSubscriber[],
    provenance: { source: string; at: number },
  ): Promise<BulkStep>;

  /** Takes back what `unsubscribeMany` did at `leftAt`, where `undoableUnsubscription` allows it. */
  undoMany(
    people: readonly PickedSubscriber[],
    request: { leftAt: number; source: string; at: number },
  ): Promise<BulkStep>;

  /** Erases each, as `erase` does. */
  eraseMany(
    people: readonly PickedSubscriber[],
    request: { erasedKeys(emailKey: string): readonly string[]; at: number },
  ): Promise<BulkStep & { deliveries: number; requestsInFlight: number }>;
}

export interface BulkStep {
  /** How many of the list are dealt with. */
  taken: number;
  /** How many of those were changed; the others had changed before, or are gone. */
  changed: number;
}
