import type { BounceKind, ProviderState } from '../issues/delivery-states.ts';
import type { ProviderReport } from './provider-event-store.ts';

/** The strongest report on a delivery so far; `event` is null if there is none. */
export interface RecordedReport {
  event: ProviderState | null;
  eventAt: number | null;
  bounce: BounceKind | null;
  code: string | null;
}

type Rank = Pick<RecordedReport, 'event' | 'bounce'>;

/**
 * From weakest to strongest. Delivered beats a soft bounce: a receiver may defer a message first, and a soft bounce
 * after delivery says nothing about the email address.
 */
const WEAKEST_FIRST: readonly Rank[] = [
  { event: null, bounce: null },
  { event: 'delayed', bounce: null },
  { event: 'bounced', bounce: null },
  { event: 'bounced', bounce: 'soft' },
  { event: 'delivered', bounce: null },
  { event: 'bounced', bounce: 'hard' },
  { event: 'complained', bounce: null },
];

/**
 * The report to keep: the stronger one, of two equal ones the earlier. So neither the order nor the repetition of
 * events matters.
 * @returns Null if nothing changes.
 */
export function strongerReport(
  known: RecordedReport,
  report: ProviderReport,
  occurredAt: number,
): RecordedReport | null {
  if (report.state === 'submitted') return null;
  const said: RecordedReport = {
    event: report.state,
    eventAt: occurredAt,
    bounce: report.state === 'bounced' ? report.bounce : null,
    code: report.state === 'bounced' ? report.code : null,
  };
  return compare(said, known) > 0 ? said : null;
}

function compare(one: RecordedReport, other: RecordedReport): number {
  return (
    strengthOf(one) - strengthOf(other) ||
    (other.eventAt ?? 0) - (one.eventAt ?? 0) ||
    Number((one.code ?? '') < (other.code ?? ''))
  );
}

function strengthOf(heard: Rank): number {
  return WEAKEST_FIRST.findIndex(({ event, bounce }) => event === heard.event && bounce === heard.bounce);
}
