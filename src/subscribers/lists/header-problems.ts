import { AppError } from '../../shared/errors.ts';
import type { FileSurvey } from './columns/file-survey.ts';
import { type ImportSurface, wordsFor } from './import-surface.ts';
import { KNOWN_EXPORTS } from './products/known-exports.ts';
import { SUBSCRIBER_COLUMNS } from './subscriber-columns.ts';

const MAX_SHOWN_LENGTH = 80;

const EXPECTED = `A list of subscribers begins with a header line that names the column email, and optionally ${SUBSCRIBER_COLUMNS.slice(1).join(', ')}.`;

/** The command's help names them all; the studio names them where a list is chosen. */
const KNOWN = `Exports of Mailchimp, Substack and ${KNOWN_EXPORTS.length - 2} other products are recognised by their own columns.`;

const columnsText = (names: readonly string[]) => {
  const text = names.map((name) => `"${name}"`).join(', ');
  return text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)}…` : text;
};

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
  const likely = columns.findIndex(({ addresses }) => addresses > 0) + 1;
  if (!hasHeader) {
    const shown = columnsText(columns.map(({ samples: [sample = ''] }) => sample));
    return new AppError(
      'input',
      `The first line is ${shown}: it has an email address, so the file has no header line. ${wordsFor(surface, { command: `Name each column by its place, such as --map "email=#${Math.max(1, likely)}"`, studio: 'Say below what each column is' })}, or add a first line that names the columns. ${EXPECTED} ${KNOWN}`,
    );
  }
  return new AppError(
    'input',
    `We do not know which column has the email addresses. The file has ${columnsText(header)}. ${wordsFor(surface, { command: `Name that column with --map "email=<column>", by its name or its place, such as #${likely || 2}. ${EXPECTED} ${KNOWN}`, studio: likely === 0 ? 'Choose "email address" below for that column, then choose "Check again".' : 'Below is what we think each one is. Put right what is wrong, then choose "Check again".' })}`,
  );
}
