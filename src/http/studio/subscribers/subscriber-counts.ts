import type { Clock } from '../../../shared/clock.ts';
import { DAY_MS, MINUTE_MS } from '../../../shared/durations.ts';
import type { SubscriberSurvey } from '../../../subscribers/subscriber-list-store.ts';
import type { SubscriberStore } from '../../../subscribers/subscriber-store.ts';

export interface SubscriberCounts extends SubscriberSurvey {
  total: number;
  /** When they were counted. */
  at: number;
  /** Whether they were kept, and so may be a few minutes old. */
  isCached: boolean;
}

/** The curve's weeks; it has a point more. */
export const SHOWN_WEEKS = 12;
export const WEEK_MS = 7 * DAY_MS;

/** Up to this many are counted for every page, which takes some 50 ms. */
const MAX_UNCACHED = 50_000;

/** How long the counts of a longer list are cached: at least this, and so that counting takes a thirtieth of the time. */
const CACHE_LIFETIME_MS = MINUTE_MS;
const MIN_LIFETIMES_OF_COUNTING = 30;

/** How long a page waits for the first counts of a long list. */
const MAX_WAIT_MS = 120;

/**
 * Counts subscribers by state, and over time. For a long list, later requests get cached counts, renewed in the
 * background; null while a long list is counted for the first time.
 */
export function createSubscriberCounts(deps: {
  subscriberStore: Pick<SubscriberStore, 'survey'>;
  clock: Clock;
  onError(error: unknown): void;
  /** Called when a page did not wait for its counts, and they are there. */
  onCounted?(): void;
  maxWaitMs?: number;
}): () => Promise<SubscriberCounts | null> {
  const { subscriberStore, clock, onError, onCounted, maxWaitMs = MAX_WAIT_MS } = deps;
  let known: SubscriberCounts | null = null;
  let counting: Promise<SubscriberCounts> | null = null;
  let lifetimeMs = CACHE_LIFETIME_MS;
  const count = async () => {
    const at = clock.now();
    const start = performance.now();
    const survey = await subscriberStore.survey({ now: at, points: SHOWN_WEEKS + 1, stepMs: WEEK_MS });
    const tookMs = performance.now() - start;
    lifetimeMs = Math.max(CACHE_LIFETIME_MS, MIN_LIFETIMES_OF_COUNTING * tookMs);
    const total = Object.values(survey.states).reduce((sum, number) => sum + number, 0);
    const isCached = total > MAX_UNCACHED;
    const counts = { ...survey, total, at, isCached };
    known = isCached ? counts : null;
    return counts;
  };
  const countOnce = () => {
    counting ??= count().finally(() => {
      counting = null;
    });
    return counting;
  };
  return async () => {
    if (known === null) {
      const counts = countOnce();
      const soon = await soonOrNull(counts, maxWaitMs);
      if (soon === null) counts.then(onCounted, onError);
      return soon;
    }
    if (clock.now() - known.at >= lifetimeMs) countOnce().catch(onError);
    return known;
  };
}

async function soonOrNull<T>(promise: Promise<T>, milliseconds: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, milliseconds, null);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
