import { appendFile, writeFile } from 'node:fs/promises';
import { AppError, messageOf } from '../../shared/errors.ts';
import { PRIVATE_FILE } from '../../shared/private-modes.ts';
import type { RejectedLine } from '../../subscribers/lists/csv-rows.ts';
import { refusedLinesCsv } from '../../subscribers/lists/refused-lines-csv.ts';
import { printableLine } from '../printable.ts';

/**
 * Before an import: makes the file for the refused lines, or leaves the one that is there as it is.
 *
 * @throws AppError `input` if it cannot be written.
 */
export async function makeRefusedLinesFile(path: string): Promise<void> {
  try {
    await appendFile(path, '', { mode: PRIVATE_FILE });
  } catch (error) {
    const advice = 'Nothing was imported. Name a file that you may write.';
    throw new AppError('input', `${unwritable(path, error)} ${advice}`, error);
  }
}

/** Afterwards. @returns Why they could not be written, such as a full disk; null if they were. */
export async function writeRefusedLines(
  path: string,
  rejected: readonly RejectedLine[],
): Promise<string | null> {
  return writeFile(path, refusedLinesCsv(rejected), { mode: PRIVATE_FILE }).then(
    () => null,
    (error: unknown) => unwritable(path, error),
  );
}

function unwritable(path: string, error: unknown): string {
  return `The refused lines cannot be written to ${printableLine(path)}: ${messageOf(error)}.`;
}
