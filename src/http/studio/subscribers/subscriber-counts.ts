import type { Clock } from '../../../shared/clock.ts';
import { MINUTE_MS } from '../../../shared/durations.ts';
import type { SubscriberStatus } from '../../../subscribers/subscriber.ts';
import type { SubscriberStore } from '../../../subscribers/subscriber-store.ts';

export interface SubscriberCounts {
  counts: Record<SubscriberStatus, number>;
  total: number;
  /** When they were counted, if cached; null if just now. */
  countedAt: number | null;
}

/** Up to this many are counted for every page, which takes about 20 ms. */
const MAX_UNCACHED = 50_000;

/** How long the counts of a longer list are cached. */
const CACHE_LIFETIME_MS = MINUTE_MS;

/**
 * Counts subscribers by status. For a long list, only the first request waits; later ones get cached counts, renewed
 * in the background.
 */
export function createSubscriberCounts(deps: {
  subscriberStore: Pick<SubscriberStore, 'count'>;
  clock: Clock;
  onError(error: unknown): void;
}): () => Promise<SubscriberCounts> {
  const { subscriberStore, clock, onError } = deps;
  let known: (SubscriberCounts & { countedAt: number }) | null = null;
  let counting: Promise<SubscriberCounts> | null = null;
  const count = async () => {
    const countedAt = clock.now();
    const counts = await subscriberStore.count();
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
