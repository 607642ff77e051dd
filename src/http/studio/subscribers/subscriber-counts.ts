import type { Clock } from '../../../shared/clock.ts';
import { MINUTE_MS } from '../../../shared/durations.ts';
import type { SubscriberStatus } from '../../../subscribers/subscriber.ts';
import type { SubscriberStore } from '../../../subscribers/subscriber-store.ts';

export interface SubscriberCounts {
  counts: Record<SubscriberStatus, number>;
  total: number;
  /** When they were counted, where that may be a while ago; null: now. */
  countedAt: number | null;
}

/** Up to so many are counted for every page: it takes some 20 ms. */
const MAX_UNCACHED = 50_000;

/** How old the counts of a longer list may be before they are counted again, in milliseconds. */
const CACHE_LIFETIME_MS = MINUTE_MS;

/**
 * Counts subscribers by their status. A long list is counted once a minute at most, and nobody waits for it but the first
 * who asks: the others get the last counts meanwhile.
 */
export function createSubscriberCounts(deps: {
  store: Pick<SubscriberStore, 'count'>;
  clock: Clock;
  onError(error: unknown): void;
}): () => Promise<SubscriberCounts> {
  const { store, clock, onError } = deps;
  let known: (SubscriberCounts & { countedAt: number }) | null = null;
  let counting: Promise<SubscriberCounts> | null = null;
  const count = async () => {
    const countedAt = clock.now();
    const counts = await store.count();
    const total = Object.values(counts).reduce((sum, number) => sum + number, 0);
    known = total > MAX_UNCACHED ? { counts, total, countedAt } : null;
    return known ?? { counts, total, countedAt: null };
  };
  const countOnce = () => {
    counting ??= count().finally(() => {
      counting = null;
    });
    return counting;
  };
  return async () => {
    if (known === null) return countOnce();
    if (clock.now() - known.countedAt >= CACHE_LIFETIME_MS) countOnce().catch(onError);
    return known;
  };
}
