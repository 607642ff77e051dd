import type { MovableColumn, RowText } from './move-ends.ts';

// PostgreSQL, "COPY", "Text Format". What COPY TO writes is what is written here, so that equal rows have equal bytes.

const NULL = '\\N';

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};
const ORIGINALS = Object.fromEntries(Object.entries(ESCAPES).map(([one, written]) => [written, one]));
const NEEDS_ESCAPE = /[\\\b\f\n\r\t\v]/;
const ALL_TO_ESCAPE = new RegExp(NEEDS_ESCAPE, 'g');

/** How SQLite returns and takes values. Integers may be texts when it takes them. */
export type StoredValue = string | number | bigint | Buffer | null;

/** Makes a function that writes a row as a line. */
export function lineWriter(columns: readonly MovableColumn[]): (row: readonly StoredValue[]) => string {
  const writers = columns.map(({ kind }) => WRITERS[kind]);
  return (row) => {
    let line = '';
    for (const [index, write] of writers.entries()) {
      const value = row[index] ?? null;
      line += (index === 0 ? '' : '\t') + (value === null ? NULL : write(value));
    }
    return `${line}\n`;
  };
}

type Written = NonNullable<StoredValue>;

const WRITERS: Readonly<Record<MovableColumn['kind'], (value: Written) => string>> = {
  integer: String,
  text: (value) => escaped(String(value)),
  boolean: (value) => (Number(value) === 0 ? 'f' : 't'),
  bytes: (value) => `\\\\x${Buffer.from(value as Buffer).toString('hex')}`,
};

function escaped(text: string): string {
  return NEEDS_ESCAPE.test(text) ? text.replace(ALL_TO_ESCAPE, (one) => ESCAPES[one] ?? one) : text;
}

/** Makes a function that reads a line without its end. */
export function lineReader(columns: readonly MovableColumn[]): (line: string) => StoredValue[] {
  const readers = columns.map(({ kind }) => READERS[kind]);
  return (line) =>
    line.split('\t').map((text, index) => (text === NULL ? null : (readers[index]?.(text) ?? null)));
}

const READERS: Readonly<Record<MovableColumn['kind'], (text: string) => StoredValue>> = {
  // As a text: SQLite turns it into an integer of any size.
  integer: (text) => text,
  text: (text) => (text.includes('\\') ? text.replace(/\\./g, (one) => ORIGINALS[one] ?? one) : text),
  boolean: (text) => (text === 't' ? 1 : 0),
  bytes: (text) => Buffer.from(text.slice('\\\\x'.length), 'hex'),
};

const CHUNK_LENGTH = 64 * 1024;

/** Joins lines to chunks that are worth a write. */
export async function* chunksOf(lines: Iterable<string>): RowText {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield Buffer.from(chunk);
    chunk = '';
  }
  if (chunk !== '') yield Buffer.from(chunk);
}

const LINE_END = 0x0a;

/** Splits chunks into groups of whole lines, without their ends. */
export async function* linesOf(chunks: RowText): AsyncGenerator<string[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LINE_END);
    if (end === -1) {
      rest = Buffer.concat([rest, chunk]);
      continue;
    }
    yield Buffer.concat([rest, chunk.subarray(0, end)])
      .toString()
      .split('\n');
    rest = chunk.subarray(end + 1);
  }
}
