/** A table as it is moved, derived from the schema. */
export interface MovableTable {
  name: string;
  columns: readonly MovableColumn[];
  /** The columns of its primary key, in whose order its rows are read. */
  key: readonly string[];
}

export interface MovableColumn {
  name: string;
  kind: 'integer' | 'text' | 'boolean' | 'bytes';
}

/** Rows in the text format of PostgreSQL's COPY, in chunks that may end anywhere. Equal rows have equal bytes. */
export type RowText = AsyncIterable<Buffer>;

/** What a database remembers of a move. While it has one, nobody can open it. */
export interface MoveMark {
  /** Of a database that is not complete, or complete and not yet in use: `arriving`. */
  state: 'arriving' | 'moved';
  /** Of the move: both databases have the same one. */
  move: string;
  /** Of the database that was moved, wherever it is. */
  database: string;
  /** The other database, without its password: where it went, or came from. */
  other: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  at: number;
}

/** A database that `database move` can take everything from. */
export interface MoveSource {
  /** Without its password. */
  name: string;
  /** @throws AppError `not-found` if there is none, `storage` if it cannot be read. */
  mark(): Promise<MoveMark | null>;
  /**
   * Brings it up to date, and keeps everybody else out until it is closed.
   *
   * @throws AppError `refused` if another process uses it, `storage` if it cannot be used.
   */
  open(): Promise<OpenSource>;
}

export interface OpenSource {
  /** What identifies the database, wherever it is. */
  database: string;
  /** Why it cannot be moved and what to do, in words; empty if it can. */
  problems(tables: readonly MovableTable[]): Promise<string[]>;
  /** Tables and views that are not the program's, and stay behind. */
  foreign(tables: readonly MovableTable[]): Promise<string[]>;
  rows(table: MovableTable): Promise<number>;
  read(table: MovableTable): RowText;
  /** What `sums.ts` asks. */
  sums(table: MovableTable): Promise<Record<string, number>>;
  /** The highest id that each table ever issued, by the tables' names. */
  latestIds(): Promise<ReadonlyMap<string, number>>;
  /** From then on it refuses to be opened. */
  leave(mark: MoveMark): Promise<void>;
  /** Without {@link OpenSource.leave}, it is as before. */
  close(): Promise<void>;
}

/** A database that `database move` can fill. */
export interface MoveTarget {
  /** Without its password. */
  name: string;
  /** Null if it has none, or does not exist. */
  mark(): Promise<MoveMark | null>;
  /**
   * Makes its tables, without a row, and keeps others from opening it. What an earlier move of the same database left there is
   * removed.
   *
   * @param arriving The mark that it has until it is released.
   * @throws AppError `refused` if it is not empty, or in use.
   */
  open(arriving: MoveMark): Promise<OpenTarget>;
  /** Row counts by table. */
  counts(tables: readonly MovableTable[]): Promise<TableCount[]>;
  /** Takes the mark of this move away, so that it can be used. Does nothing if another process did. */
  release(move: string): Promise<void>;
}

export interface OpenTarget {
  /** Whether something of an earlier move was removed. */
  beginsAnew: boolean;
  write(table: MovableTable, rows: RowText): Promise<void>;
  read(table: MovableTable): RowText;
  /** What `sums.ts` asks. */
  sums(table: MovableTable): Promise<Record<string, number>>;
  /** What belongs to a complete database besides its rows. */
  complete(latestIds: ReadonlyMap<string, number>): Promise<void>;
  /** Keeps everything, durably and with its mark. */
  keep(mark: MoveMark): Promise<void>;
  /** Without {@link OpenTarget.keep}, nothing stays. */
  close(): Promise<void>;
}

export interface TableCount {
  table: string;
  rows: number;
}
