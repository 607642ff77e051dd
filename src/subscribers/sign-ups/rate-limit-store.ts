export interface RateLimit {
  most: number;
  /** Milliseconds from the first one counted. */
  within: number;
}

/**
 * Counts one more under a key. Returns for how many milliseconds there is no room; null if there is. Refused ones are
 * not counted.
 */
export type CountOne = (key: string) => Promise<number | null>;

/**
 * The port to counters shared by all processes on a database; they survive a restart, though a power cut may lose the
 * latest. While another process holds the write lock for more than a moment, this one counts in memory against the same
 * limits.
 *
 * Keys are stored as given, so hash anything personal first.
 */
export interface RateLimitStore {
  /** Counters of the same name count together, so they must have the same limit. */
  createCounter(name: string, limit: RateLimit): CountOne;

  /**
   * True exactly the first time within `lifetime` milliseconds, at most 24 days. Only while another process holds the
   * write lock may that process spend the same key once more.
   */
  spendOnce(key: string, lifetime: number): Promise<boolean>;

  /** Deletes up to `limit` counts that ended before an instant; returns how many. */
  forgetCounts(step: { before: number; limit: number }): Promise<number>;
}
