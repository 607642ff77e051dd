/**
 * Spends `key`: true the first time within `lifetime` milliseconds, over all processes on one database and after a restart
 * too; false ever after, until the lifetime has passed. Only while another process holds the write lock for long may that
 * process spend the same key once more.
 */
export type SpendOnce = (key: string, lifetime: number) => Promise<boolean>;
