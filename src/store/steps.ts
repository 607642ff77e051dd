import type { SQL } from 'drizzle-orm';
import type { Database, Prepared, Step, Steps, Values } from './engine.ts';

export type { Steps } from './engine.ts';

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
