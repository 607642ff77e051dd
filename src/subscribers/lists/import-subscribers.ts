import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';
import { createEarlierRows } from '../earlier-rows.ts';
import { createErasedKeys } from '../erased-key.ts';
import type { ImportedRow, SubscriberStore } from '../subscriber-store.ts';
import { questionsText } from './columns/ask-about-columns.ts';
import type { RejectedLine } from './csv-rows.ts';
import { type ImportFile, openImportFile } from './import-file.ts';
import { type ImportChoice, NO_CHOICE } from './import-plan.ts';
import { noTotals, type PreparedImport, prepareImport, type Totals } from './prepare-import.ts';
import { readSubscribersCsv } from './read-csv.ts';
import { effectOf, NO_EFFECTS, type RowEffect } from './row-effect.ts';
import { sortedRows } from './sorted-rows.ts';
import type { SubscriberRow } from './subscriber-row.ts';

export interface SubscriberImport {
  /** A CSV file. All of it is scanned before anything is imported, so a stream is spooled to disk. */
  input: Readable | ImportFile;
  choice?: ImportChoice;
  prepared?: PreparedImport;
  /** Nobody can show that they agreed: those whom the list calls confirmed are not confirmed yet. */
  isConsentUnsure?: boolean;
  /** Recorded with each consent, such as `import:list.csv`; the product's name is appended in brackets. */
  source: string;
  subscriberStore: SubscriberStore;
  now: number;
  secrets: readonly string[];
  onPrepared?: (prepared: PreparedImport) => void;
  onProgress?: (counts: ImportCounts) => void;
}

export interface ImportCounts {
  added: number;
  updated: number;
  unchanged: number;
  rejected: number;
  /** What became of each row that was not rejected, in the words of the preview. */
  effects: Readonly<Record<RowEffect, number>>;
}

/** Every row counts once, in one of the four, and again among the effects. */
export interface ImportReport extends Omit<ImportCounts, 'rejected' | 'effects'> {
  effects: Record<RowEffect, number>;
  /** In file order, complete: some 100 bytes each. */
  rejected: RejectedLine[];
  /** Rows imported without something unreadable, such as a date: how many, and the first of them. */
  leftOut: { rows: number; first: RejectedLine[] };
  /** The people in the file by their status after the import, each counted once. */
  totals: Totals;
  /** People who get less or more email than the file says, because the database knew better. */
  kept: KeptStatus[];
  /** Rows of people in an earlier row, and the first lines. */
  repeated: { rows: number; lines: number[] };
}

export interface KeptStatus {
  fileSays: ImportedRow['standing'];
  stays: ImportedRow['standing'];
  people: number;
}

const MAX_LEFT_OUT_KEPT = 20;
const MAX_REPEATED_KEPT = 20;

/**
 * Imports a list of any length with flat memory, without blocking the event loop. Rows imported before an error or a
 * kill stay; importing the file again completes it.
 * @throws AppError `input` if it is unclear how to read the file: then nothing is imported. Also what the stream or the
 * store fails with.
 */
export async function importSubscribers(job: SubscriberImport): Promise<ImportReport> {
  const file = await openImportFile(job.input);
  try {
    const prepared = job.prepared ?? (await prepareImport(file, job.choice ?? NO_CHOICE));
    job.onPrepared?.(prepared);
    return await importPrepared(file.read(), prepared, job);
  } finally {
    await file.close();
  }
}

async function importPrepared(
  input: Readable,
  prepared: PreparedImport,
  job: SubscriberImport,
): Promise<ImportReport> {
  const { plan, problem, questions } = prepared;
  if (problem !== null || plan === null) throw problem ?? new AppError('input', 'The file is empty.');
  if (questions.length > 0) throw new AppError('input', questionsText(prepared, '<file>'));
  const report = newReport();
  const terms = {
    event: 'imported' as const,
    source: sourceOf(job.source, plan.product?.name),
    at: job.now,
    erasedKeys: createErasedKeys(job.secrets),
    earlierRows: createEarlierRows(),
  };
  for await (const part of sortedRows(readSubscribersCsv(input, plan))) {
    const { rejected, leftOut } = part;
    const rows = job.isConsentUnsure === true ? part.rows.map(withoutConsent) : part.rows;
    report.rejected.push(...rejected);
    addLeftOut(report, leftOut);
    if (rows.length > 0) tally(report, rows, await job.subscriberStore.importSubscribers(rows, terms));
    const { added, updated, unchanged, effects } = report;
    job.onProgress?.({
      ...{ added, updated, unchanged, rejected: report.rejected.length },
      effects: { ...effects },
    });
    await setImmediate();
  }
  report.rejected.sort((one, other) => one.line - other.line);
  report.repeated.lines.sort((one, other) => one - other);
  return report;
}

function withoutConsent(row: SubscriberRow): SubscriberRow {
  return row.status === 'confirmed' ? { ...row, status: 'pending' } : row;
}

function newReport(): ImportReport {
  return {
    ...{ added: 0, updated: 0, unchanged: 0, rejected: [], effects: { ...NO_EFFECTS } },
    leftOut: { rows: 0, first: [] },
    totals: noTotals(),
    kept: [],
    repeated: { rows: 0, lines: [] },
  };
}

function addLeftOut({ leftOut }: ImportReport, more: readonly RejectedLine[]): void {
  leftOut.rows += more.length;
  leftOut.first.push(...more.slice(0, MAX_LEFT_OUT_KEPT - leftOut.first.length));
}

function tally(report: ImportReport, rows: readonly SubscriberRow[], imported: readonly ImportedRow[]): void {
  for (const [index, { outcome, standing, before, isRepeated }] of imported.entries()) {
    const row = rows[index];
    if (row === undefined) continue;
    if (outcome === 'erased') {
      report.rejected.push({ line: row.line, message: ERASED });
      continue;
    }
    report[outcome] += 1;
    report.effects[effectOf(before, isRepeated)] += 1;
    report.totals[standing] += 1;
    if (!isRepeated) addKept(report, row.suppression ?? row.status, standing);
    else {
      if (before !== null) report.totals[before] -= 1;
      addRepeated(report, row.line);
    }
  }
}

function addRepeated({ repeated }: ImportReport, line: number): void {
  repeated.rows += 1;
  if (repeated.lines.length < MAX_REPEATED_KEPT) repeated.lines.push(line);
}

/** If the person gets no email either way, the difference does not matter. */
function addKept({ kept }: ImportReport, fileSays: KeptStatus['fileSays'], stays: KeptStatus['stays']) {
  if (fileSays === stays || (fileSays !== 'confirmed' && fileSays !== 'pending')) return;
  const known = kept.find((one) => one.fileSays === fileSays && one.stays === stays);
  if (known === undefined) kept.push({ fileSays, stays, people: 1 });
  else known.people += 1;
}

/** The database's CHECK has the same bound. */
const MAX_SOURCE_LENGTH = 500;

function sourceOf(source: string, product: string | undefined): string {
  const whose = product === undefined ? '' : ` (${product})`;
  return source.slice(0, MAX_SOURCE_LENGTH - whose.length) + whose;
}

/** Why a row of somebody who was erased is refused. */
export const ERASED = 'This person asked to be erased. Only they can come back, by signing up again.';
