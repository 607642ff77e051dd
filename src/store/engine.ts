import type { AnyColumn, Placeholder, SQL } from 'drizzle-orm';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type * as schema from './schema/index.ts';

/**
 * What statements are built with. They are written for SQLite's builder and tables, whichever database runs them: both
 * have the same names, and values have the same types in the program.
 */
export type Database = BetterSQLite3Database<typeof schema> & { words: Words };

/** A database and how work is done on it. */
export interface Engine {
  /** Runs statements of which each sees what was committed when it ran. */
  read<Result>(work: (db: Database) => Steps<Result>): Promise<Result>;
  /** Runs statements that all see the same state. */
  readAtOnce<Result>(work: (db: Database) => Steps<Result>): Promise<Result>;
  /**
   * Runs work as one transaction, one at a time among all processes: what it reads cannot change before it writes. The
   * work may be run again from its beginning if the connection broke before anything was committed.
   */
  write<Result>(work: (db: Database) => Steps<Result>): Promise<Result>;
  /** Why the database refused values: they break a rule of its tables or types. Null for any other error. */
  refusal(error: unknown): string | null;
  /** Changes with every commit that anybody makes. */
  version(): Promise<string>;
  /** How many rows one step of long work takes without holding up others. */
  partSize: number;
}

/** What the two databases say in different words. */
export interface Words {
  /**
   * Like `inArray`, with the same text for any number of values, so that a statement is prepared once. A placeholder
   * stands for a JSON array.
   */
  inSet(column: AnyColumn, values: readonly (string | number)[] | Placeholder): SQL;
  /**
   * Rows of a statement, as the table `name`: the placeholder `rows` stands for a JSON array of arrays. Their columns have
   * the types of those given, and the names of their keys.
   */
  rows(name: string, columns: Record<string, AnyColumn>): SQL;
  /** The larger of two numbers. */
  larger(one: SQL | AnyColumn, other: SQL | AnyColumn | number): SQL<number>;
  /** The smaller of two numbers. */
  smaller(one: SQL | AnyColumn, other: SQL | AnyColumn | number): SQL<number>;
  /** Whether a text contains another. */
  contains(text: SQL | AnyColumn, part: SQL | Placeholder): SQL<boolean>;
  /**
   * Takes ids of a table that never gives an id twice, in ascending order, for rows that are then added with them. Only in
   * `write`.
   */
  newIds(table: SQLiteTable, count: number): Steps<number[]>;
  /** Leaves out this many ids of every table that never gives an id twice. Only in `write`. */
  skipIds(count: number): Steps<void>;
  /** Overwrites what these steps delete, where the database would only mark the space as free. */
  overwriting<Result>(steps: Steps<Result>): Steps<Result>;
}

/**
 * Work on a database, statement by statement, whichever database it is: SQLite runs all of it at once, as one
 * transaction in this thread; PostgreSQL waits for each answer. Each `yield*` is one statement.
 */
export type Steps<Result> = Generator<Step, Result, unknown>;

export interface Step {
  kind: 'all' | 'first' | 'change';
  statement: Query | SQL | Prepared<Query | SQL>;
  values: Values;
}

/** A query of Drizzle's builder. */
export interface Query {
  all(): unknown[];
  get(): unknown;
  run(): { changes: number };
  prepare(): PreparedQuery;
}

export interface PreparedQuery {
  all(values: Values): unknown[];
  get(values: Values): unknown;
  run(values: Values): { changes: number };
}

/** Of placeholders, by their names. */
export type Values = Record<string, unknown>;

/** A statement that is built once for each database: building it takes longer than running it. */
export interface Prepared<Statement> {
  build(db: Database): Statement;
}
