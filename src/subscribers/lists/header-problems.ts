import { AppError } from '../../shared/errors.ts';
import type { FileSurvey } from './columns/file-survey.ts';
import { type ImportSurface, wordsFor } from './import-surface.ts';
import { PRODUCTS } from './products/known-exports.ts';
import { SUBSCRIBER_COLUMNS } from './subscriber-columns.ts';

const MAX_SHOWN_LENGTH = 80;

const EXPECTED = `A list of subscribers begins with a header line that names the column email, and optionally ${SUBSCRIBER_COLUMNS.slice(1).join(', ')}. Exports of ${PRODUCTS} are recognised by their own columns.`;

export function unreadableFile(header: readonly string[] | null): AppError {
  const seen = header?.join(',') ?? '';
  if (/[\ufffd\0]/.test(seen)) {
    return new AppError('input', `The file is not UTF-8; save it as "CSV UTF-8". ${EXPECTED}`);
  }
  return new AppError('input', `The file is empty. ${EXPECTED}`);
}

export function noEmailColumn({ header, hasHeader, columns }: FileSurvey, surface?: ImportSurface): AppError {
  if (/[\ufffd\0]/.test(header.join(','))) return unreadableFile(header);
  if (!hasHeader) {
    const first = columns.findIndex(({ addresses }) => addresses > 0) + 1;
    const shown = columns
      .map(({ samples: [sample = ''] }) => sample)
      .join(',')
      .slice(0, MAX_SHOWN_LENGTH);
    return new AppError(
      'input',
      `The first line is "${shown}": it has an email address, so the file has no header line. ${wordsFor(surface, { command: `Name each column by its place, such as --map "email=#${Math.max(1, first)}"`, studio: 'Say below what each column is' })}, or add a first line that names the columns. ${EXPECTED}`,
    );
  }
  const shown = header.join(',').slice(0, MAX_SHOWN_LENGTH);
  return new AppError(
    'input',
    `The first line is "${shown}". We do not know which of its columns has the email addresses. ${wordsFor(surface, { command: 'Name that column with --map "email=<column>", by its name or its place, such as #2', studio: 'Choose "email address" below for that column, then choose "Check again"' })}. ${EXPECTED}`,
  );
}
