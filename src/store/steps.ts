import type { SQL } from 'drizzle-orm';
import type { Database } from './engine.ts';

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

export function prepared<Statement>(build: (db: Database) => Statement): Prepared<Statement> {
  return { build };
}

type Selecting = { all(): unknown[] } | SQL;

type RowOf<Statement> =
  Statement extends Prepared<infer Built>
    ? RowOf<Built>
    : Statement extends SQL<infer Row>
      ? Row
      : Statement extends { all(): (infer Row)[] }
        ? Row
        : never;

/** All rows that a statement finds. */
export function* all<Statement extends Selecting | Prepared<Selecting>>(
  statement: Statement,
  values: Values = {},
): Steps<RowOf<Statement>[]> {
  return (yield stepOf('all', statement, values)) as RowOf<Statement>[];
}

/** The first row that a statement finds. */
export function* first<Statement extends Selecting | Prepared<Selecting>>(
  statement: Statement,
  values: Values = {},
): Steps<RowOf<Statement> | undefined> {
  return (yield stepOf('first', statement, values)) as RowOf<Statement> | undefined;
}

type Writing = { run(): unknown } | SQL;

/** Writes. @returns How many rows were changed. */
export function* change<Statement extends Writing | Prepared<Writing>>(
  statement: Statement,
  values: Values = {},
): Steps<number> {
  return (yield stepOf('change', statement, values)) as number;
}

/**
 * Writes a group with a statement that takes `rows`: see {@link Words.rows}. For an empty group, nothing is run.
 *
 * @returns How many rows were changed.
 */
export function* changeRows(
  statement: Prepared<Writing>,
  rows: readonly (readonly unknown[])[],
  values: Values = {},
): Steps<number> {
  if (rows.length === 0) return 0;
  return yield* change(statement, { ...values, rows: JSON.stringify(rows) });
}

function stepOf(kind: Step['kind'], statement: unknown, values: Values): Step {
  return { kind, statement: statement as Step['statement'], values };
}
