import type { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse/sync';
import { messageOf } from '../../shared/errors.ts';
import { linesOf } from './lines-of.ts';

/** A row with the lines of the file, from 1, on which it begins and ends. */
export interface CsvRow {
  line: number;
  lastLine: number;
  fields: string[];
}

export interface RejectedLine {
  line: number;
  message: string;
}

/** A line that cannot be parsed, naively split into fields. */
export interface BrokenLine extends RejectedLine {
  fields: string[];
}

export interface CsvRows {
  rows: CsvRow[];
  broken: BrokenLine[];
}

const LINES_AT_ONCE = 500;
/** An unclosed quotation mark would swallow the rest of the file. */
const MAX_LINES_PER_ROW = 100;
const DELIMITERS = [',', ';', '\t', '|'];

/**
 * Reads CSV (RFC 4180), at most 500 lines at a time. Lines end in LF, CRLF or CR; the delimiter is that of the first
 * row, or of a first line `sep=;`. A quotation mark in a field is `""`, or `\\"` as in MailPoet's files. A row that
 * cannot be read costs only its first line: csv-parse alone would search for the end of the field.
 * @throws WrongEncoding if the file is not in `encoding` (UTF-8 by default).
 */
export async function* readCsvRows(input: Readable, encoding?: string): AsyncGenerator<CsvRows> {
  let lines: string[] = [];
  let line = 1;
  let delimiter: string | undefined;
  const read = (atEnd: boolean) => {
    if (delimiter === undefined) {
      const declared = declaredDelimiter(lines[0]);
      delimiter = declared ?? delimiterOf(lines);
      if (declared !== undefined) {
        lines = lines.slice(1);
        line += 1;
      }
    }
    const part = readLines(lines.slice(0, LINES_AT_ONCE), { line, delimiter, atEnd });
    lines = lines.slice(part.taken);
    line += part.taken;
    return part;
  };
  for await (const more of linesOf(input, encoding)) {
    lines = lines.concat(more);
    while (lines.length >= LINES_AT_ONCE) yield read(false);
  }
  while (lines.length > 0) yield read(true);
}

/** Excel writes this line, and shows a file that begins with it in columns. */
function declaredDelimiter(line: string | undefined): string | undefined {
  return line?.match(/^\ufeff?"?sep=(.)"?[,;\t]*$/i)?.[1];
}

function delimiterOf(lines: readonly string[]): string {
  const from = Math.max(
    0,
    lines.findIndex((line) => line.trim() !== ''),
  );
  const first = lines.slice(from, from + Math.max(1, lengthOfRow(lines, from))).join('\n');
  const widths = DELIMITERS.map((delimiter) => tryParse(first, delimiter)?.[0]?.length ?? 0);
  return DELIMITERS[widths.indexOf(Math.max(...widths))] ?? ',';
}

interface Place {
  line: number;
  delimiter: string;
  atEnd: boolean;
}

type Part = CsvRows & { taken: number };

function readLines(lines: readonly string[], place: Place): Part {
  return readAtOnce(lines, place) ?? readOneByOne(lines, place);
}

/** All rows, or undefined if one is broken. Parsing one by one takes six times as long. */
function readAtOnce(lines: readonly string[], { line, delimiter }: Place): Part | undefined {
  const spans = spansOf(lines);
  const quoted = spans
    .filter(({ isQuoted }) => isQuoted)
    .map(({ at, next }) => lines.slice(at, next).join('\n'));
  const parsed = quoted.length === 0 ? [] : tryParse(quoted.join('\n'), delimiter);
  if (spans.length === 0 || parsed?.length !== quoted.length) return undefined;
  let used = 0;
  const rows = spans.map(({ at, next, isQuoted }) => {
    const fields = isQuoted ? parsed[used++] : lines[at]?.split(delimiter).map(trimmed);
    return { line: line + at, lastLine: line + next - 1, fields: fields ?? [] };
  });
  return { rows: rows.filter(hasContent), broken: [], taken: spans.at(-1)?.next ?? 0 };
}

function spansOf(lines: readonly string[]): { at: number; next: number; isQuoted: boolean }[] {
  const spans = [];
  let at = 0;
  for (let length = lengthOfRow(lines, at); length > 0; length = lengthOfRow(lines, at)) {
    spans.push({ at, next: at + length, isQuoted: lines[at]?.includes('"') === true });
    at += length;
  }
  return spans;
}

const trimmed = (field: string) => field.trim();

function readOneByOne(lines: readonly string[], { line, delimiter, atEnd }: Place): Part {
  const part: Part = { rows: [], broken: [], taken: 0 };
  const isOpenHere = (from: number) => !atEnd && lines.length - from <= MAX_LINES_PER_ROW;
  while (part.taken < lines.length) {
    const { read, length } = readAt(lines, part.taken, delimiter);
    if (length === 0 && isOpenHere(part.taken)) break;
    const at = line + part.taken;
    if (typeof read === 'string') {
      const fields = splitNaively(lines[part.taken] ?? '', delimiter);
      part.broken.push({ line: at, message: read, fields });
    } else if (read.some((field) => field !== '')) {
      part.rows.push({ line: at, lastLine: at + length - 1, fields: read });
    }
    part.taken += typeof read === 'string' ? 1 : Math.max(1, length);
  }
  return part;
}

/** `length` is 0 if the row does not end in time. */
function readAt(lines: readonly string[], from: number, delimiter: string) {
  const first = lines[from] ?? '';
  const escaped = first.includes('\\"') ? readEscaped(first, delimiter) : undefined;
  if (escaped !== undefined) return { read: escaped, length: 1 };
  const length = lengthOfRow(lines, from);
  return { read: readRow(lines.slice(from, from + Math.max(1, length)), delimiter), length };
}

/** A line that parses only if a backslash escapes quotation marks. */
function readEscaped(line: string, delimiter: string): string[] | undefined {
  return tryParse(line, delimiter) === undefined ? tryParse(line, delimiter, '\\')?.[0] : undefined;
}

function splitNaively(line: string, delimiter: string): string[] {
  return line.split(delimiter).map((field) => field.trim().replace(/^"|"$/g, ''));
}

const hasContent = ({ fields }: CsvRow) => fields.some((field) => field !== '');

/** How many lines the row at `from` has, by its quotation marks; 0 if it does not end in time. */
function lengthOfRow(lines: readonly string[], from: number): number {
  let open = false;
  const end = Math.min(lines.length, from + MAX_LINES_PER_ROW);
  for (let index = from; index < end; index += 1) {
    if (hasOddQuotes(lines[index] ?? '')) open = !open;
    if (!open) return index - from + 1;
  }
  return 0;
}

function hasOddQuotes(line: string): boolean {
  let odd = false;
  for (let at = line.indexOf('"'); at !== -1; at = line.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

function readRow(lines: readonly string[], delimiter: string): string[] | string {
  try {
    return parseText(lines.join('\n'), delimiter)[0] ?? [];
  } catch (error) {
    return PROBLEMS[(error as CsvError).code] ?? `The row cannot be read: ${messageOf(error)}.`;
  }
}

const PROBLEMS: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'A quotation mark is opened and not closed.',
  CSV_INVALID_CLOSING_QUOTE: 'A quotation mark inside a quoted field is not written twice.',
  INVALID_OPENING_QUOTE: 'A quotation mark stands in a field that does not begin with one.',
};

function tryParse(text: string, delimiter: string, quoteSign?: string): string[][] | undefined {
  try {
    return parseText(text, delimiter, quoteSign);
  } catch {
    return undefined;
  }
}

/** The final line end makes an empty last line a row, as elsewhere. */
function parseText(text: string, delimiter: string, quoteSign = '"'): string[][] {
  return parse(`${text}\n`, {
    delimiter,
    escape: quoteSign,
    record_delimiter: '\n',
    relax_column_count: true,
    trim: delimiter !== '\t',
  });
}
