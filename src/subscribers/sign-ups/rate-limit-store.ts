/** At most so many in so long. */
export interface RateLimit {
  most: number;
  /** Milliseconds, from the first one that is counted on. */
  within: number;
}

/**
 * Counts one more under a key, and says for how many milliseconds there is no room for it; null where there is. What finds
 * no room costs nothing further.
 */
export type CountOne = (key: string) => Promise<number | null>;

/**
 * The port to what is counted over all processes that share a database, and after a restart too. A power cut may take the
 * last counts with it. Where another process has the write lock for longer than a moment, in which everything else goes on,
 * this process counts in its own memory instead, against the same limits.
 *
 * Keys stand in the database as they are given, so whatever tells of a person is to be hashed before.
 */
export interface RateLimitStore {
  /** Makes a counter. Counters of the same name count together, so they have the same limit. */
  createCounter(name: string, limit: RateLimit): CountOne;

  /**
   * Spends a key of any length: true exactly the first time within `lifetime` milliseconds, which are at most 24 days. Only
   * where another process has the write lock may that process spend the same key once more.
   */
  spendOnce(key: string, lifetime: number): Promise<boolean>;

  /** Forgets counts that ended before an instant, at most `limit`. Returns how many. */
  forgetCounts(step: { before: number; limit: number }): Promise<number>;
}
