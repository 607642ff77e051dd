import { stringify } from 'csv-stringify/sync';
import type { RejectedLine } from './csv-rows.ts';
import { neutraliseFormulas } from './tidy-cell.ts';

/** Safe from formulas, since a message may quote the list. */
export function refusedLinesCsv(rejected: readonly RejectedLine[]): string {
  return stringify([
    ['line', 'message'],
    ...rejected.map(({ line, message }) => [line, neutraliseFormulas(message)]),
  ]);
}
