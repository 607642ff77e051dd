import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { ImportOutcome, SubscriberStore } from '../store/subscriber-store.ts';
import type { RejectedLine } from './csv-rows.ts';
import { createErasedKeys } from './erased-key.ts';
import { readSubscribersCsv } from './read-csv.ts';
import { sortedRows } from './sorted-rows.ts';
import type { SubscriberRow } from './subscriber-row.ts';

export interface SubscriberImport {
  /** A CSV file: see `readSubscribersCsv`. */
  input: Readable;
  /** Whose export the file is: one of `IMPORT_FORMS`. Null: its header tells. */
  from?: string | null;
  /** Kept with each subscriber's consent, such as `import:list.csv`; the product whose export it is follows in brackets. */
  source: string;
  store: SubscriberStore;
  now: number;
  /** The signing secrets, by which an address that was erased is recognised. */
  secrets: readonly string[];
  /** Told whose export the file is, before its first row. */
  onRecognised?: (product: string) => void;
  /** Told of the counts after every step. */
  onProgress?: (counts: ImportCounts) => void;
}

export interface ImportCounts {
  added: number;
  updated: number;
  unchanged: number;
  rejected: number;
}

/** Every row of the file counts once, in one of the four. */
export interface ImportReport extends Omit<ImportCounts, 'rejected'> {
  /** In the order of the file. All are kept, some 100 bytes each, so a million of them take some 100 MB. */
  rejected: RejectedLine[];
}

/**
 * Imports a list of subscribers, however long, with flat memory and without holding up the event loop. What was imported
 * before an error or a kill stays, and importing the file again completes it.
 *
 * @throws AppError `input` where the file has no header line, and what the stream or the store fails with.
 */
export async function importSubscribers(job: SubscriberImport): Promise<ImportReport> {
  const { input, from = null, store, onProgress } = job;
  const terms = {
    event: 'imported' as const,
    source: job.source.slice(0, LONGEST_SOURCE),
    at: job.now,
    erasedKeys: createErasedKeys(job.secrets),
  };
  const report: ImportReport = { added: 0, updated: 0, unchanged: 0, rejected: [] };
  const onRecognised = (product: string) => {
    terms.source = sourceOf(job.source, product);
    job.onRecognised?.(product);
  };
  for await (const { rows, rejected } of sortedRows(readSubscribersCsv(input, { from, onRecognised }))) {
    report.rejected.push(...rejected);
    if (rows.length > 0) tally(report, rows, await store.importSubscribers(rows, terms));
    onProgress?.({ ...report, rejected: report.rejected.length });
    // Others get their turn.
    await setImmediate();
  }
  report.rejected.sort((one, other) => one.line - other.line);
  return report;
}

function tally(
  report: ImportReport,
  rows: readonly SubscriberRow[],
  outcomes: readonly ImportOutcome[],
): void {
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome === 'erased') report.rejected.push({ line: rows[index]?.line ?? 0, message: ERASED });
    else report[outcome] += 1;
  }
}

/** The database's CHECK has the same bound. */
const LONGEST_SOURCE = 500;

function sourceOf(source: string, product: string): string {
  const whose = ` (${product})`;
  return source.slice(0, LONGEST_SOURCE - whose.length) + whose;
}

const ERASED = 'This person asked to be erased. Only they can come back, by signing up again.';
