import type { MovableColumn, MovableTable } from './move-ends.ts';

/** Keeps sums of milliseconds within 64 bits, and far within what a number holds exactly. */
const MODULUS = 1_000_003;

const SUMMED: Readonly<Record<MovableColumn['kind'], (column: string) => string>> = {
  integer: (column) => `${column} % ${MODULUS}`,
  text: (column) => `octet_length(${column})`,
  boolean: (column) => `case when ${column} then 1 else 0 end`,
  bytes: (column) => `octet_length(${column})`,
};

/**
 * A query that both databases answer alike: the number of rows, and for every column how many have a value, and their
 * sum. It is computed where the rows are, so it also shows what is lost on the way out.
 */
export function sumsQuery({ name, columns }: MovableTable): string {
  const sums = columns.flatMap(({ name: column, kind }, index) => [
    `count("${column}") as c${index}`,
    `coalesce(sum(${SUMMED[kind](`"${column}"`)}), 0) as s${index}`,
  ]);
  return `select count(*) as "rows", ${sums.join(', ')} from "${name}"`;
}
