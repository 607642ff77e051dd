import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import { toIso } from '../../shared/clock.ts';
import type { ListedSubscriber } from '../subscriber.ts';
import type { SubscriberStore } from '../subscriber-store.ts';
import { SUBSCRIBER_COLUMNS, type SubscriberColumn } from './subscriber-columns.ts';
import { asCell, asSafeCell } from './tidy-cell.ts';

const PAGE = 1_000;

/** Tells Excel that a CSV is UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/** Whom an export is for. In one for a spreadsheet nothing is computed when it is opened; an import reads both. */
export const EXPORT_PURPOSES = ['import', 'spreadsheet'] as const;
export type ExportPurpose = (typeof EXPORT_PURPOSES)[number];

/**
 * Writes all subscribers as {@link subscribersCsv}.
 *
 * @returns How many subscribers were written.
 */
export async function exportSubscribers(job: {
  store: SubscriberStore;
  output: Writable;
  /** `import` where nothing is said. */
  purpose?: ExportPurpose;
  onProgress?: (written: number) => void;
}): Promise<{ exported: number }> {
  let exported = 0;
  const onPage = (size: number) => {
    exported += size;
    job.onProgress?.(exported);
  };
  await pipeline(subscribersCsv(job.store, { purpose: job.purpose ?? 'import', onPage }), job.output);
  return { exported };
}

/**
 * All subscribers as CSV (RFC 4180), in the order in which they were added, in the form that an import reads: into an
 * empty store it gives the same subscribers. For an import, values are written as they are, even names that begin with `=`,
 * `+`, `-` or `@`. For a spreadsheet, which would compute those, an apostrophe stands before them, and a byte order mark at
 * the start tells Excel that this is UTF-8.
 */
export async function* subscribersCsv(
  store: Pick<SubscriberStore, 'page'>,
  { purpose, onPage }: { purpose: ExportPurpose; onPage?: (size: number) => void },
): AsyncGenerator<string> {
  const cellOf = purpose === 'spreadsheet' ? asSafeCell : asCell;
  yield (purpose === 'spreadsheet' ? BYTE_ORDER_MARK : '') + stringify([SUBSCRIBER_COLUMNS]);
  for await (const page of subscriberPages(store)) {
    yield stringify(page.map((subscriber) => toRow(subscriber, cellOf)));
    onPage?.(page.length);
  }
}

/** All subscribers in the order in which they were added, page by page; everybody else has a turn in between. */
export async function* subscriberPages(
  store: Pick<SubscriberStore, 'page'>,
): AsyncGenerator<ListedSubscriber[]> {
  let after: number | undefined = 0;
  while (after !== undefined) {
    const page: ListedSubscriber[] = await store.page({ after, limit: PAGE });
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

/** Other systems know one status only, and that an address bounced matters more to them than that it was confirmed. */
function statusOf({ status, suppression }: ListedSubscriber): string {
  const reason = suppression?.reason;
  return status === 'confirmed' && (reason === 'bounced' || reason === 'complained') ? reason : status;
}
