import type { Readable } from 'node:stream';
import { type CsvRow, type RejectedLine, readCsvRows } from './csv-rows.ts';
import type { ImportPlan } from './import-plan.ts';
import { readBrokenRow, readSubscriberRow, type SubscriberRow } from './subscriber-row.ts';

export interface SubscriberChunk {
  rows: SubscriberRow[];
  rejected: RejectedLine[];
  /** Rows imported without something unreadable. */
  leftOut: RejectedLine[];
}

/** Reads a list as a plan says, a few hundred lines at a time. An unusable row is reported with its line, from 1. */
export async function* readSubscribersCsv(
  input: Readable,
  plan: ImportPlan,
): AsyncGenerator<SubscriberChunk> {
  let isHeader = plan.hasHeader;
  for await (const { rows, broken } of readCsvRows(input, plan.encoding)) {
    const chunk: SubscriberChunk = { rows: [], rejected: [], leftOut: [] };
    for (const row of rows) {
      if (isHeader) isHeader = false;
      else addRow(chunk, row, plan);
    }
    for (const { line, message, fields } of broken) {
      const reading = readBrokenRow(line, fields, plan);
      if (reading?.ok !== true) chunk.rejected.push({ line, message });
      else {
        chunk.rows.push(reading.row);
        chunk.leftOut.push({
          line,
          message: `${message} The line says that this person left, so we recorded that.`,
        });
      }
    }
    yield chunk;
  }
}

function addRow(chunk: SubscriberChunk, row: CsvRow, plan: ImportPlan): void {
  const { line, lastLine } = row;
  const reading = readSubscriberRow(row, plan);
  if (reading.ok) {
    chunk.rows.push(reading.row);
    if (reading.leftOut !== undefined) chunk.leftOut.push({ line, message: dateLeftOut(reading.leftOut) });
    return;
  }
  const message = lastLine === line ? reading.reason : `${reading.reason} The row ends on line ${lastLine}.`;
  chunk.rejected.push({ line, message });
}

function dateLeftOut(label: string): string {
  return `The date in ${label} is unclear, so it was left out. Write it as 2026-11-17T09:00:00Z.`;
}
