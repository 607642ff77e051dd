/**
 * Spends `key`: true the first time within `lifetime` milliseconds, across all processes on the database and across
 * restarts; false after that, until the lifetime is over. Only a process that waits too long for another's write lock
 * may spend the same key once more.
 */
export type SpendOnce = (key: string, lifetime: number) => Promise<boolean>;
