import type { BounceKind, ProviderState } from '../issues/delivery-states.ts';
import type { ProviderReport } from './provider-event-store.ts';

/** Null fields: no report yet. */
export interface RecordedReport {
  state: ProviderState | null;
  stateAt: number | null;
  bounceKind: BounceKind | null;
  bounceCode: string | null;
}

type Rank = Pick<RecordedReport, 'state' | 'bounceKind'>;

/** Delivered beats a soft bounce: a receiver may defer a message first, or bounce it after accepting it. */
const WEAKEST_FIRST: readonly Rank[] = [
  { state: null, bounceKind: null },
  { state: 'delayed', bounceKind: null },
  { state: 'bounced', bounceKind: null },
  { state: 'bounced', bounceKind: 'soft' },
  { state: 'delivered', bounceKind: null },
  { state: 'bounced', bounceKind: 'hard' },
  { state: 'complained', bounceKind: null },
];

/** Of two equal ones, the earlier: neither order nor repetition of events matters. Null if nothing changes. */
export function strongerReport(
  known: RecordedReport,
  report: ProviderReport,
  occurredAt: number,
): RecordedReport | null {
  if (report.state === 'submitted') return null;
  const said: RecordedReport = {
    state: report.state,
    stateAt: occurredAt,
    bounceKind: report.state === 'bounced' ? report.bounce : null,
    bounceCode: report.state === 'bounced' ? report.code : null,
  };
  return compare(said, known) > 0 ? said : null;
}

function compare(one: RecordedReport, other: RecordedReport): number {
  return (
    strengthOf(one) - strengthOf(other) ||
    (other.stateAt ?? 0) - (one.stateAt ?? 0) ||
    Number((one.bounceCode ?? '') < (other.bounceCode ?? ''))
  );
}

function strengthOf(heard: Rank): number {
  return WEAKEST_FIRST.findIndex(
    ({ state, bounceKind }) => state === heard.state && bounceKind === heard.bounceKind,
  );
}
