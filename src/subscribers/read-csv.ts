import type { Readable } from 'node:stream';
import { type CsvRow, type RejectedLine, readCsvRows } from './csv-rows.ts';
import { type ColumnPlaces, noHeader, placesOfColumns } from './subscriber-columns.ts';
import { readSubscriberRow, type SubscriberRow } from './subscriber-row.ts';

/** A few hundred lines of a file. */
export interface SubscriberChunk {
  rows: SubscriberRow[];
  rejected: RejectedLine[];
}

/**
 * Reads a list of subscribers from CSV, a chunk at a time. It begins with a header line that names `email`, and if
 * present `name`, `status`, `created_at`, and our own export's `suppressed` and `paused_until`; other columns are
 * ignored. A row that cannot be used is reported with its line, from 1, and the others are read.
 *
 * @throws AppError `input` where the header is missing, and what the stream itself fails with.
 */
export async function* readSubscribersCsv(input: Readable): AsyncGenerator<SubscriberChunk> {
  let places: ColumnPlaces | undefined;
  for await (const { rows, broken } of readCsvRows(input)) {
    const chunk: SubscriberChunk = { rows: [], rejected: broken };
    for (const row of rows) {
      if (places === undefined) places = placesOfColumns(row.fields);
      else addRow(chunk, row, places);
    }
    yield chunk;
  }
  if (places === undefined) throw noHeader(null);
}

function addRow(chunk: SubscriberChunk, row: CsvRow, places: ColumnPlaces): void {
  const { line, lastLine } = row;
  const reading = readSubscriberRow(row, places);
  if (reading.ok) chunk.rows.push(reading.row);
  else {
    const message =
      lastLine === line ? reading.reason : `${reading.reason} The row ends on line ${lastLine}.`;
    chunk.rejected.push({ line, message });
  }
}
