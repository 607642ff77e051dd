import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { parseAddress } from '../../../shared/address.ts';
import { AppError } from '../../../shared/errors.ts';
import { type CsvRow, type RejectedLine, readCsvRows } from '../csv-rows.ts';
import { jsonProblem } from '../header-problems.ts';
import { addDateEvidence } from '../read-date.ts';
import { cleanAddress } from '../tidy-cell.ts';
import type { ColumnSurvey, FileSurvey } from './file-survey.ts';
import { headerKind } from './header-kind.ts';
import { nameColumns } from './header-words.ts';
import { saysOptedOut } from './status-words.ts';

const MAX_VALUES = 40;
const MAX_SAMPLES = 3;
/** Only the first rows are parsed for email addresses, which is slow. */
const SAMPLED_ROWS = 500;
/** At this many, there may be more. */
export const MAX_OPTED_OUT_WORDS = 20;

/**
 * Scans a whole CSV file; null if it has no rows.
 * @param onRow Called for every row but the header.
 * @throws AppError `input` if the header is broken or lost characters, since nothing can be understood without it.
 * WrongEncoding if the file is not in `encoding`.
 */
export async function surveyFile(
  input: Readable,
  {
    encoding,
    onRow,
  }: { encoding?: string | undefined; onRow?: (row: CsvRow, survey: FileSurvey) => void } = {},
): Promise<FileSurvey | null> {
  let survey: FileSurvey | null = null;
  for await (const { rows, broken } of readCsvRows(input, encoding)) {
    const [first] = broken;
    if (survey === null && first !== undefined && first.line < (rows[0]?.line ?? Number.POSITIVE_INFINITY)) {
      throw jsonProblem(first.fields) ?? brokenHeader(first);
    }
    for (const row of rows) {
      const { fields } = row;
      if (survey === null) {
        survey = { ...startSurvey(fields), encoding };
        if (survey.hasHeader) continue;
      }
      addRow(survey, fields);
      onRow?.(row, survey);
    }
    await setImmediate();
  }
  return survey;
}

function lostLetters(label: string): AppError {
  return new AppError(
    'input',
    `The name of the column "${label}" has lost letters: the file was not UTF-8 when a program last saved it. The column may say who left, so nothing was imported. Export the list again as "CSV UTF-8", or correct the name in the first line.`,
  );
}

function brokenHeader({ line, message }: RejectedLine): AppError {
  return new AppError(
    'input',
    `Line ${line}, which should name the columns, cannot be read: ${message} Nothing was imported. Fix that line, then import the file again.`,
  );
}

function startSurvey(fields: readonly string[]): FileSurvey {
  const hasHeader = !fields.some((field) => parseAddress(cleanAddress(field)).ok);
  const width = fields.findLastIndex((field) => field.trim() !== '') + 1;
  const header = Array.from({ length: width }, (_, place) =>
    hasHeader ? (fields[place] ?? '').replace(/^\ufeff/, '').trim() : `column ${place + 1}`,
  );
  const damaged = header.find((label) => label.includes('\ufffd'));
  if (damaged !== undefined) throw lostLetters(damaged);
  const places = header.map((label, place) => ({ place, label }));
  const names = new Set(hasHeader ? nameColumns(places).map(({ place }) => place) : []);
  const columns = places.map(({ place, label }) => ({
    ...{
      place,
      label,
      filled: 0,
      empty: 0,
      values: new Map<string, number>(),
      samples: [],
      addresses: 0,
      dates: {},
    },
    kind: names.has(place) ? null : hasHeader ? headerKind(label) : ('none' as const),
    optedOutWords: new Set<string>(),
  }));
  return { header, hasHeader, columns, rows: 0 };
}

function addRow(survey: FileSurvey, fields: readonly string[]): void {
  survey.rows += 1;
  const isBlank = fields.every((field) => field === '');
  for (const column of survey.columns) {
    const cell = fields[column.place];
    if (cell === '' && !isBlank) column.empty += 1;
    if (cell === undefined || cell === '') continue;
    column.filled += 1;
    if (survey.rows <= SAMPLED_ROWS) sampleCell(column, cell);
    if (column.values !== null) countValue(column, column.values, cell);
    else if (isOptedOutCell(column, cell)) addOptedOutWord(column, cell);
    if (startsWithDigit(cell)) addDateEvidence(column.dates, cell);
  }
}

function sampleCell(column: ColumnSurvey, cell: string): void {
  if (cell.includes('@') && parseAddress(cleanAddress(cell)).ok) column.addresses += 1;
  if (column.samples.length < MAX_SAMPLES && !column.samples.includes(cell)) column.samples.push(cell);
}

function countValue(column: ColumnSurvey, values: Map<string, number>, cell: string): void {
  values.set(cell, (values.get(cell) ?? 0) + 1);
  if (values.size <= MAX_VALUES) return;
  for (const value of values.keys()) if (isOptedOutCell(column, value)) addOptedOutWord(column, value);
  column.values = null;
}

function addOptedOutWord({ optedOutWords }: ColumnSurvey, word: string): void {
  if (optedOutWords.size < MAX_OPTED_OUT_WORDS) optedOutWords.add(word);
}

function isOptedOutCell({ kind }: ColumnSurvey, cell: string): boolean {
  // Most cells of a long list are names, dates and email addresses, and the full check is slow.
  if (kind === null || PLAIN_VALUE.test(cell)) return false;
  return saysOptedOut(kind, cell);
}

/** A number, a date, an email address or an id. */
const PLAIN_VALUE = /^\d[\d.:/+\-TZ ]*$|^[^\s]+@[^\s]+$|^[0-9a-f-]{20,}$/;

function startsWithDigit(cell: string): boolean {
  const code = cell.charCodeAt(0);
  return code >= 48 && code <= 57;
}
