/**
 * Work on a database, statement by statement, whichever database it is: SQLite runs all of it at once, as one
 * transaction in this thread; PostgreSQL waits for each answer. Each `yield*` is one statement.
 */
export type Steps<Result> = Generator<Step, Result, unknown>;

export type Step = { kind: 'all' | 'first' | 'change'; query: Query };

/** A query of Drizzle, of either database. */
export interface Query {
  all(): unknown[];
  get(): unknown;
  run(): { changes: number };
}

type RowOf<Select> = Select extends { all(): (infer Row)[] } ? Row : never;

/** All rows that a query finds. */
export function* all<Select extends { all(): unknown[] }>(query: Select): Steps<RowOf<Select>[]> {
  return (yield { kind: 'all', query: query as unknown as Query }) as RowOf<Select>[];
}

/** The first row that a query finds. */
export function* first<Select extends { all(): unknown[] }>(query: Select): Steps<RowOf<Select> | undefined> {
  return (yield { kind: 'first', query: query as unknown as Query }) as RowOf<Select> | undefined;
}

/** Writes. @returns How many rows were changed. */
export function* change(query: { run(): unknown }): Steps<number> {
  return (yield { kind: 'change', query: query as unknown as Query }) as number;
}
