import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type * as schema from './schema/index.ts';
import type { Steps } from './steps.ts';

/** What statements are built with: a connection, or a transaction on one. */
export type Database = BetterSQLite3Database<typeof schema>;

/** A database. Its tables and queries have SQLite's types, and mean the same in each. */
export interface Engine {
  tables: typeof schema;
  /** Runs statements that need not see the same state. */
  read<Result>(work: (db: Database) => Steps<Result>): Promise<Result>;
  /** Runs work as one transaction, one at a time among all processes: what it reads cannot change before it writes. */
  write<Result>(work: (db: Database) => Steps<Result>): Promise<Result>;
}
