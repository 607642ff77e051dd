import type { BounceKind, ProviderState } from '../issues/delivery-states.ts';
import type { ProviderReport } from './provider-event-store.ts';

/** Null fields: no report yet. */
export interface RecordedReport {
  event: ProviderState | null;
  eventAt: number | null;
  bounce: BounceKind | null;
  code: string | null;
}

type Rank = Pick<RecordedReport, 'event' | 'bounce'>;

/** Delivered beats a soft bounce: a receiver may defer a message first, or bounce it after accepting it. */
const WEAKEST_FIRST: readonly Rank[] = [
  { event: null, bounce: null },
  { event: 'delayed', bounce: null },
  { event: 'bounced', bounce: null },
  { event: 'bounced', bounce: 'soft' },
  { event: 'delivered', bounce: null },
  { event: 'bounced', bounce: 'hard' },
  { event: 'complained', bounce: null },
];

/** Of two equal ones, the earlier: neither order nor repetition of events matters. Null if nothing changes. */
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
