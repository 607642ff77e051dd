const SECOND = 1_000;

/** Every arrival, and the limit's answer. Times are milliseconds of `performance.now()`. */
export interface RateWindow {
  readonly arrivals: readonly number[];
  /** Counts a request, even a refused one; returns whether it is within the limit, and the headers of its answer. */
  arrive(instant: number, limit: number | null): { within: boolean; headers: Record<string, string> };
}

/**
 * A maximum number of requests in every sliding second, with the headers of
 * https://resend.com/docs/api-reference/rate-limit and `ratelimit-policy`, which recorded answers have. The page does
 * not say
 * how its window moves; a sender that keeps to a sliding one keeps to any other.
 */
export function rateWindow(): RateWindow {
  const arrivals: number[] = [];
  return {
    arrivals,
    arrive(instant, limit) {
      arrivals.push(instant);
      if (limit === null) return { within: true, headers: {} };
      const count = inSecondBefore(arrivals, instant);
      const within = count <= limit;
      const oldest = arrivals[arrivals.length - Math.min(count, limit)] ?? instant;
      const reset = String(Math.max(1, Math.ceil((oldest + SECOND - instant) / SECOND)));
      return {
        within,
        headers: {
          'ratelimit-limit': String(limit),
          'ratelimit-remaining': String(Math.max(0, limit - count)),
          'ratelimit-reset': reset,
          'ratelimit-policy': `${limit};w=1`,
          ...(within ? {} : { 'retry-after': reset }),
        },
      };
    },
  };
}

/** How many arrivals are in the second that ends at an instant; one that is exactly a second old is not. */
function inSecondBefore(arrivals: readonly number[], instant: number): number {
  let count = 0;
  while (count < arrivals.length && instant - (arrivals.at(-1 - count) ?? 0) < SECOND) count++;
  return count;
}

/** The maximum number of arrivals in any second, wherever it begins. */
export function mostInAnySecond(arrivals: readonly number[]): number {
  let most = 0;
  let first = 0;
  arrivals.forEach((instant, index) => {
    while (instant - (arrivals[first] ?? instant) >= SECOND) first++;
    most = Math.max(most, index - first + 1);
  });
  return most;
}
