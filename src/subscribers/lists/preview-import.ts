import { setImmediate } from 'node:timers/promises';
import { createErasedKeys } from '../erased-key.ts';
import type { KnownStanding, SubscriberStore } from '../subscriber-store.ts';
import type { RejectedLine } from './csv-rows.ts';
import type { ImportFile } from './import-file.ts';
import type { ImportChoice } from './import-plan.ts';
import { ERASED } from './import-subscribers.ts';
import { noTotals, type PreparedImport, prepareImport, type Totals } from './prepare-import.ts';
import { readSubscribersCsv } from './read-csv.ts';
import { effectOf, NO_EFFECTS, type RowEffect } from './row-effect.ts';
import type { SubscriberRow } from './subscriber-row.ts';

export interface PreviewRow extends SubscriberRow {
  effect: RowEffect;
}

export interface ImportPreview {
  prepared: PreparedImport;
  /** The first rows. */
  rows: PreviewRow[];
  rejected: RejectedLine[];
  /** Rows that would be imported without something unreadable. */
  leftOut: RejectedLine[];
  totals: Totals;
  /** Together with the rejected, all rows of the file. */
  effects: Record<RowEffect, number>;
}

const MAX_PREVIEW_ROWS = 20;

/** What the database knows, to say what an import would change. */
export interface PreviewDeps {
  subscriberStore: Pick<SubscriberStore, 'findStandings'>;
  secrets: readonly string[];
}

/** Reads a whole list as an import would, and changes nothing. Yields to the event loop. */
export async function previewImport(
  file: ImportFile,
  choice: ImportChoice,
  { subscriberStore, secrets }: PreviewDeps,
): Promise<ImportPreview> {
  const prepared = await prepareImport(file, choice);
  const preview: ImportPreview = {
    ...{ prepared, rows: [], rejected: [], leftOut: [], totals: noTotals() },
    effects: { ...NO_EFFECTS },
  };
  const { plan } = prepared;
  if (plan === null) return preview;
  const input = file.read();
  const erasedKeys = createErasedKeys(secrets);
  const seen = new Set<string>();
  try {
    for await (const { rows, rejected, leftOut } of readSubscribersCsv(input, plan)) {
      const known = await subscriberStore.findStandings(
        rows.map(({ emailKey }) => emailKey),
        erasedKeys,
      );
      for (const [index, row] of rows.entries()) addRow(preview, row, { known: known[index] ?? null, seen });
      preview.rejected.push(...rejected);
      preview.leftOut.push(...leftOut.slice(0, MAX_PREVIEW_ROWS - preview.leftOut.length));
      await setImmediate();
    }
  } finally {
    input.destroy();
  }
  preview.rejected.sort((one, other) => one.line - other.line);
  return preview;
}

function addRow(
  preview: ImportPreview,
  row: SubscriberRow,
  { known, seen }: { known: KnownStanding | null; seen: Set<string> },
): void {
  const { emailKey, suppression, status, line } = row;
  preview.totals[suppression ?? status] += 1;
  if (known?.standing === 'erased') {
    preview.rejected.push({ line, message: ERASED });
    return;
  }
  const effect = effectOf(known?.standing ?? null, seen.has(emailKey));
  seen.add(emailKey);
  preview.effects[effect] += 1;
  if (preview.rows.length < MAX_PREVIEW_ROWS) preview.rows.push({ ...row, effect });
}
