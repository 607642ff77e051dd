import { AppError } from '../../shared/errors.ts';
import type { FileSurvey } from './columns/file-survey.ts';
import { type ImportSurface, wordsFor } from './import-surface.ts';
import { SUBSCRIBER_COLUMNS } from './subscriber-columns.ts';

const MAX_SHOWN_LENGTH = 80;

const EXPECTED = `A list of subscribers begins with a header line that names the column email, and optionally ${SUBSCRIBER_COLUMNS.slice(1).join(', ')}. Exports of Mailchimp, Substack, beehiiv, Ghost and many others are recognised by their own columns.`;

const IS_JSON =
  'This is JSON, and a list of subscribers is a CSV file. To add comparisons, run: verdicts import <file>. In the studio they are added under Comparisons.';

/** Null unless the file holds JSON, such as comparisons, whose first line these fields are. */
export function jsonProblem(fields: readonly string[]): AppError | null {
  return /^\s*[{[]/.test(fields[0] ?? '') ? new AppError('input', IS_JSON) : null;
}

export function unreadableFile(header: readonly string[] | null): AppError {
  const seen = header?.join(',') ?? '';
  if (/[\ufffd\0]/.test(seen)) {
    return new AppError('input', `The file is not UTF-8; save it as "CSV UTF-8". ${EXPECTED}`);
  }
  return new AppError('input', `The file is empty. ${EXPECTED}`);
}

export function noEmailColumn({ header, hasHeader, columns }: FileSurvey, surface?: ImportSurface): AppError {
  if (/[\ufffd\0]/.test(header.join(','))) return unreadableFile(header);
  const json = jsonProblem(header);
  if (json !== null) return json;
  if (!hasHeader) {
    const first = columns.findIndex(({ addresses }) => addresses > 0) + 1;
    const shown = quoted(columns.map(({ samples: [sample = ''] }) => sample));
    return new AppError(
      'input',
      `The first line is ${shown}: it has an email address, so the file has no header line. ${wordsFor(surface, { command: `Name each column by its place, such as --map "email=#${Math.max(1, first)}"`, studio: 'Say below what each column is' })}, or add a first line that names the columns. ${EXPECTED}`,
    );
  }
  return new AppError(
    'input',
    `The first line names the columns ${quoted(header)}. We do not know which of them has the email addresses. ${wordsFor(surface, { command: 'Name that column with --map "email=<column>", by its name or its place, such as #2', studio: 'Choose "email address" below for that column, then choose "Check again"' })}. ${EXPECTED}`,
  );
}

/** "Mailbox", "Name": whatever separates them in the file. */
function quoted(cells: readonly string[]): string {
  const shown = cells.map((cell) => `"${cell}"`).join(', ');
  return shown.length <= MAX_SHOWN_LENGTH ? shown : `${shown.slice(0, MAX_SHOWN_LENGTH)}…`;
}
