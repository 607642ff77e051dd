import { isUtf8 } from 'node:buffer';
import type Database from 'better-sqlite3';
import type { MovableColumn, MovableTable } from '../../moving/move-ends.ts';

// Raw statements: every column by name, and a function of our own.
type Client = Database.Database;

interface Fault {
  /** Whether a column has it, in SQL. */
  found(column: string): string;
  /** Follows the name of the value. */
  words: string;
  /** In SQL, what to put in its place. */
  corrected(column: string): string;
}

const ZERO: Fault = {
  found: (column) => `instr("${column}", char(0))`,
  words: 'contains the character U+0000, which PostgreSQL cannot store. Remove it, and move again',
  corrected: withoutFirstZero,
};

const NO_UTF_8: Fault = {
  found: (column) => `not is_utf8(cast("${column}" as blob))`,
  words: 'is no text in UTF-8. Correct it, and move again',
  corrected: () => "'…'",
};

const NO_INTEGER: Fault = {
  found: (column) => `typeof("${column}") not in ('integer', 'null')`,
  words: 'is no whole number. Another program must have written it. Correct it, and move again',
  corrected: () => '…',
};

const FAULTS: Readonly<Record<MovableColumn['kind'], readonly Fault[]>> = {
  text: [ZERO, NO_UTF_8],
  integer: [NO_INTEGER],
  boolean: [NO_INTEGER],
  bytes: [],
};

const MAX_NAMED = 3;

/** Values that SQLite keeps and PostgreSQL refuses, or would keep as something else; with what to do, in words. */
export function unstorableValues(client: Client, table: MovableTable): string[] {
  client.function('is_utf8', { deterministic: true }, (bytes) =>
    Number(bytes === null || isUtf8(bytes as Buffer)),
  );
  if (!hasAny(client, table)) return [];
  return table.columns.flatMap(({ name, kind }) =>
    FAULTS[kind].flatMap((fault) => faultyRows(client, { table, column: name, fault })),
  );
}

/** Reads the table once, whatever the number of its columns. Texts are joined, because a function costs more than its work. */
function hasAny(client: Client, { name, columns }: MovableTable): boolean {
  const texts = columns.filter(({ kind }) => kind === 'text').map((column) => column.name);
  const joined = texts.map((column) => `coalesce("${column}", '')`).join(' || char(10) || ');
  const any = [
    ...columns.flatMap(({ name: column, kind }) =>
      FAULTS[kind].filter((fault) => fault !== NO_UTF_8).map(({ found }) => found(column)),
    ),
    ...(texts.length === 0 ? [] : [`not is_utf8(cast(${joined} as blob))`]),
  ];
  if (any.length === 0) return false;
  return client.prepare(`select 1 from "${name}" where ${any.join(' or ')} limit 1`).get() !== undefined;
}

interface FaultyColumn {
  table: MovableTable;
  column: string;
  fault: Fault;
}

function faultyRows(client: Client, { table: { name, key }, column, fault }: FaultyColumn): string[] {
  const names = key.join(', ');
  return client
    .prepare<[], string>(
      `select ${key.map(literal).join(` || ', ' || `)} from "${name}" where ${fault.found(column)} limit ${MAX_NAMED}`,
    )
    .pluck()
    .all()
    .map(
      (row) =>
        `The ${column} of ${name} whose ${names} is ${row} ${fault.words}: update ${name} set ${column} = ${fault.corrected(column)} where (${names}) = (${row})`,
    );
}

/** As SQL has a value, also one that cannot be printed. */
function literal(column: string): string {
  const printable = `not ${ZERO.found(column)} and not (${NO_UTF_8.found(column)})`;
  return `case when ${printable} then quote("${column}") else 'cast(x''' || hex("${column}") || ''' as text)' end`;
}

/** As bytes: for SQLite's functions on texts, a text ends there. */
function withoutFirstZero(column: string): string {
  const bytes = `cast(${column} as blob)`;
  const at = `instr(${bytes}, x'00')`;
  return `cast(substr(${bytes}, 1, ${at} - 1) || substr(${bytes}, ${at} + 1) as text)`;
}
