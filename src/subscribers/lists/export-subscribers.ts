import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import { toIso } from '../../shared/clock.ts';
import type { ListedSubscriber } from '../subscriber.ts';
import type { SubscriberStore } from '../subscriber-store.ts';
import { SUBSCRIBER_COLUMNS, type SubscriberColumn } from './subscriber-columns.ts';
import { escapeCell, neutraliseFormulas } from './tidy-cell.ts';

const PAGE_SIZE = 1_000;

/** Tells Excel that a CSV is UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/** A `spreadsheet` export is safe from formulas; an import reads both. */
export const EXPORT_PURPOSES = ['import', 'spreadsheet'] as const;
export type ExportPurpose = (typeof EXPORT_PURPOSES)[number];

export async function exportSubscribers(job: {
  subscriberStore: SubscriberStore;
  output: Writable;
  purpose?: ExportPurpose;
  onProgress?: (written: number) => void;
}): Promise<{ exported: number }> {
  let exported = 0;
  const onPage = (size: number) => {
    exported += size;
    job.onProgress?.(exported);
  };
  await pipeline(
    subscribersCsv(job.subscriberStore, { purpose: job.purpose ?? 'import', onPage }),
    job.output,
  );
  return { exported };
}

/**
 * All subscribers as CSV (RFC 4180), oldest first, in the form that an import reads: importing it into an empty store
 * gives the same subscribers. For an import, values are written as they are, even names that begin with `=`, `+`, `-`
 * or `@`. For a spreadsheet, which would compute those, an apostrophe precedes them, and a byte order mark tells Excel
 * that this is UTF-8.
 */
export async function* subscribersCsv(
  subscriberStore: Pick<SubscriberStore, 'page'>,
  { purpose, onPage }: { purpose: ExportPurpose; onPage?: (size: number) => void },
): AsyncGenerator<string> {
  yield* csvOfPages(subscriberPages(subscriberStore), { purpose, ...(onPage && { onPage }) });
}

/** Like {@link subscribersCsv}, of some subscribers. */
export async function* csvOfPages(
  pages: AsyncIterable<ListedSubscriber[]>,
  { purpose, onPage }: { purpose: ExportPurpose; onPage?: (size: number) => void },
): AsyncGenerator<string> {
  const cellOf = purpose === 'spreadsheet' ? neutraliseFormulas : escapeCell;
  yield (purpose === 'spreadsheet' ? BYTE_ORDER_MARK : '') + stringify([SUBSCRIBER_COLUMNS]);
  for await (const page of pages) {
    yield stringify(page.map((subscriber) => toRow(subscriber, cellOf)));
    onPage?.(page.length);
  }
}

/** Oldest first, with a turn of the event loop between pages. */
export async function* subscriberPages(
  subscriberStore: Pick<SubscriberStore, 'page'>,
): AsyncGenerator<ListedSubscriber[]> {
  let after: number | undefined = 0;
  while (after !== undefined) {
    const page: ListedSubscriber[] = await subscriberStore.page({ after, limit: PAGE_SIZE });
    if (page.length > 0) yield page;
    after = page.at(-1)?.id;
    await setImmediate();
  }
}

function toRow(subscriber: ListedSubscriber, cellOf: (value: string) => string): string[] {
  const { email, name, createdAt, suppression, pausedUntil } = subscriber;
  const row: Record<SubscriberColumn, string> = {
    email,
    name: name ?? '',
    status: statusOf(subscriber),
    created_at: toIso(createdAt),
    suppressed: suppression?.reason ?? '',
    paused_until: pausedUntil === null ? '' : toIso(pausedUntil),
  };
  return SUBSCRIBER_COLUMNS.map((column) => cellOf(row[column]));
}

/** Other systems have one status only, and a bounce matters more to them than a confirmation. */
function statusOf({ status, suppression }: ListedSubscriber): string {
  const reason = suppression?.reason;
  return status === 'confirmed' && (reason === 'bounced' || reason === 'complained') ? reason : status;
}
