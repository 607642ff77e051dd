import type { Readable } from 'node:stream';
import { AppError } from '../errors.ts';
import type { RejectedLine } from './csv-rows.ts';
import { readSubscribersCsv } from './read-csv.ts';
import type { SubscriberRow } from './subscriber-row.ts';

/** How an import would read the beginning of a file. */
export interface ImportPreview {
  /** Whose export it is; null where the columns are our own. */
  product: string | null;
  /** At most some 500 lines. */
  rows: SubscriberRow[];
  rejected: RejectedLine[];
  /** Why the file cannot be imported in this way; null where it can. */
  problem: string | null;
}

/**
 * Reads the beginning of a list of subscribers as an import would, and changes nothing.
 *
 * @param from Whose export the file is: one of `IMPORT_FORMS`. Null: its header tells.
 */
export async function previewImport(input: Readable, from: string | null): Promise<ImportPreview> {
  const preview: ImportPreview = { product: null, rows: [], rejected: [], problem: null };
  const onRecognised = (product: string) => {
    preview.product = product;
  };
  try {
    for await (const { rows, rejected } of readSubscribersCsv(input, { from, onRecognised })) {
      preview.rows.push(...rows);
      preview.rejected.push(...rejected);
      if (rows.length > 0) break;
    }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'input') throw error;
    preview.problem = error.message;
  } finally {
    input.destroy();
  }
  return preview;
}
