import type { Readable } from 'node:stream';
import { type CsvRow, type RejectedLine, readCsvRows } from './csv-rows.ts';
import { createExportReader } from './export-row.ts';
import { recogniseExport } from './recognise-export.ts';
import { noHeader, placesOfColumns } from './subscriber-columns.ts';
import { type RowReading, readSubscriberRow, type SubscriberRow } from './subscriber-row.ts';

/** A few hundred lines of a file. */
export interface SubscriberChunk {
  rows: SubscriberRow[];
  rejected: RejectedLine[];
}

export interface CsvForm {
  /** Whose export the file is: one of `IMPORT_FORMS`. Null: its header tells. */
  from?: string | null;
  /** Told of the product whose export it is, before the first row; of nothing where the columns are our own. */
  onRecognised?: ((product: string) => void) | undefined;
}

type ReadRow = (row: CsvRow) => RowReading;

/**
 * Reads a list of subscribers from CSV, a chunk at a time. It begins with a header line that names `email`, and if
 * present `name`, `status`, `created_at`, and our own export's `suppressed` and `paused_until`; other columns are
 * ignored. Exports of other products are recognised by their header: see `known-exports.ts`. A row that cannot be used
 * is reported with its line, from 1, and the others are read.
 *
 * @throws AppError `input` where the header is missing, and what the stream itself fails with.
 */
export async function* readSubscribersCsv(
  input: Readable,
  form: CsvForm = {},
): AsyncGenerator<SubscriberChunk> {
  let read: ReadRow | undefined;
  for await (const { rows, broken } of readCsvRows(input)) {
    const chunk: SubscriberChunk = { rows: [], rejected: broken };
    for (const row of rows) {
      if (read === undefined) read = readerFor(row.fields, form);
      else addRow(chunk, row, read);
    }
    yield chunk;
  }
  if (read === undefined) throw noHeader(null);
}

function readerFor(header: readonly string[], { from = null, onRecognised }: CsvForm): ReadRow {
  const known = recogniseExport(header, from);
  if (known !== null) {
    onRecognised?.(known.export.name);
    return createExportReader(known);
  }
  const places = placesOfColumns(header);
  return (row) => readSubscriberRow(row, places);
}

function addRow(chunk: SubscriberChunk, row: CsvRow, read: ReadRow): void {
  const { line, lastLine } = row;
  const reading = read(row);
  if (reading.ok) chunk.rows.push(reading.row);
  else {
    const message =
      lastLine === line ? reading.reason : `${reading.reason} The row ends on line ${lastLine}.`;
    chunk.rejected.push({ line, message });
  }
}
