import { setImmediate } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import type { ListedDelivery, ReportStore } from '../../../issues/report-store.ts';
import { toIso } from '../../../shared/clock.ts';
import { BYTE_ORDER_MARK } from '../../../subscribers/lists/export-subscribers.ts';
import { neutraliseFormulas } from '../../../subscribers/lists/tidy-cell.ts';
import type { Equation } from './report-sums.ts';

const PAGE_SIZE = 1_000;

/** As `subscribers show --json` names them. */
const COLUMNS = ['email', 'status', 'at', 'code', 'event', 'event_at', 'bounce', 'provider_id'] as const;

/**
 * What became of an issue's mail, one line for each subscriber who was to get it, in a form that no spreadsheet
 * computes. Who was erased since has a line without an email address, so that the lines add up.
 */
export async function* deliveriesCsv(
  slot: string,
  { reportStore }: { reportStore: Pick<ReportStore, 'listDeliveries'> },
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + stringify([COLUMNS]);
  let after: ListedDelivery | null = null;
  do {
    const page: ListedDelivery[] = await reportStore.listDeliveries({ slot, after, limit: PAGE_SIZE });
    if (page.length > 0) yield stringify(page.map(toRow));
    after = page.at(-1) ?? null;
    await setImmediate();
  } while (after !== null);
}

function toRow({ email, status, at, code, event, eventAt, bounce, providerId }: ListedDelivery): string[] {
  const row: Record<(typeof COLUMNS)[number], string | null> = {
    email,
    status,
    at: toIso(at),
    code,
    event,
    event_at: eventAt === null ? null : toIso(eventAt),
    bounce,
    provider_id: providerId,
  };
  return COLUMNS.map((column) => neutraliseFormulas(row[column] ?? ''));
}

/** The sums of an issue's report, each as the page words it, without personal data. */
export function sumsCsv(about: readonly (readonly [string, string])[], sums: readonly Equation[]): string {
  const terms = sums.flatMap(({ first, others, total }) => [first, ...others, total]);
  // A total of one sum may be a term of another.
  const values = new Map([
    ...about,
    ...terms.map(({ label, count }) => [capitalised(label), String(count)] as const),
  ]);
  const rows = [...values].map((row) => row.map(neutraliseFormulas));
  return BYTE_ORDER_MARK + stringify([['what', 'value'], ...rows]);
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
