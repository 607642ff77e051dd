export interface RateLimit {
  max: number;
  /** Milliseconds from the first one counted. */
  windowMs: number;
}

/** Counts one more, and returns for how many milliseconds there is no room; null if there is. */
export type CountOne = (key: string) => Promise<number | null>;

/**
 * The port to counters shared by all processes on a database. They survive a restart, but a power cut may lose the
 * latest. While the database cannot be written to, a process counts in memory against the same limits. Keys are
 * stored as given, so hash anything personal.
 */
export interface RateLimitStore {
  /** Counters of the same name count together and need the same limit. */
  createCounter(name: string, limit: RateLimit): CountOne;

  /**
   * True exactly the first time within `lifetime` milliseconds, at most 24 days. Only while the database
   * cannot be written to may another process spend the same key once more.
   */
  spendOnce(key: string, lifetime: number): Promise<boolean>;

  /** Deletes up to `limit` counts that ended; returns how many. */
  forgetCounts(step: { before: number; limit: number }): Promise<number>;
}
