import { setImmediate } from 'node:timers/promises';
import type { RejectedLine } from './csv-rows.ts';
import type { ImportFile } from './import-file.ts';
import type { ImportChoice } from './import-plan.ts';
import { noTotals, type PreparedImport, prepareImport, type Totals } from './prepare-import.ts';
import { readSubscribersCsv } from './read-csv.ts';
import type { SubscriberRow } from './subscriber-row.ts';

export interface ImportPreview {
  prepared: PreparedImport;
  rows: SubscriberRow[];
  rejected: RejectedLine[];
  /** Rows that would be imported without something unreadable. */
  leftOut: RejectedLine[];
  totals: Totals;
}

const MAX_PREVIEW_ROWS = 20;

/** Reads a list as an import would, and changes nothing. Yields to the event loop. */
export async function previewImport(file: ImportFile, choice: ImportChoice): Promise<ImportPreview> {
  const prepared = await prepareImport(file, choice);
  const preview: ImportPreview = { prepared, rows: [], rejected: [], leftOut: [], totals: noTotals() };
  const { plan } = prepared;
  if (plan === null) return preview;
  const input = file.read();
  try {
    for await (const { rows, rejected, leftOut } of readSubscribersCsv(input, plan)) {
      preview.rows.push(...rows.slice(0, MAX_PREVIEW_ROWS - preview.rows.length));
      preview.rejected.push(...rejected);
      preview.leftOut.push(...leftOut.slice(0, MAX_PREVIEW_ROWS - preview.leftOut.length));
      for (const { suppression, status } of rows) preview.totals[suppression ?? status] += 1;
      await setImmediate();
    }
  } finally {
    input.destroy();
  }
  preview.rejected.sort((one, other) => one.line - other.line);
  return preview;
}
