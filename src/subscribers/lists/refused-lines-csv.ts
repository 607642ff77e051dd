import { stringify } from 'csv-stringify/sync';
import type { RejectedLine } from './csv-rows.ts';
import { asSafeCell } from './tidy-cell.ts';

/** The lines that an import refused, as CSV. A message may quote the list, so no spreadsheet computes anything in it. */
export function refusedLinesCsv(rejected: readonly RejectedLine[]): string {
  return stringify([
    ['line', 'message'],
    ...rejected.map(({ line, message }) => [line, asSafeCell(message)]),
  ]);
}
