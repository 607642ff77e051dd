import { type BounceKind, PROVIDER_STATES, type ProviderState } from '../delivery/delivery-states.ts';
import type { ProviderReport } from '../store/delivery-store.ts';

/** What is kept of all that the provider said of one delivery; nothing yet where `event` is null. */
export interface Heard {
  event: ProviderState | null;
  eventAt: number | null;
  bounce: BounceKind | null;
  code: string | null;
}

const BOUNCES: readonly (BounceKind | null)[] = [null, 'soft', 'hard'];

/**
 * What is kept of a delivery once the provider says `report` of it: the strongest word, and of two that are equally
 * strong the earlier one. So the order in which events come makes no difference, nor does hearing one twice.
 *
 * @returns Null where nothing changes.
 */
export function strongerReport(known: Heard, report: ProviderReport, occurredAt: number): Heard | null {
  if (report.state === 'submitted') return null;
  const said: Heard = {
    event: report.state,
    eventAt: occurredAt,
    bounce: report.state === 'bounced' ? report.bounce : null,
    code: report.state === 'bounced' ? report.code : null,
  };
  return compare(said, known) > 0 ? said : null;
}

function compare(one: Heard, other: Heard): number {
  return (
    strengthOf(one) - strengthOf(other) ||
    (other.eventAt ?? 0) - (one.eventAt ?? 0) ||
    Number((one.code ?? '') < (other.code ?? ''))
  );
}

function strengthOf({ event, bounce }: Heard): number {
  return event === null ? -1 : PROVIDER_STATES.indexOf(event) * BOUNCES.length + BOUNCES.indexOf(bounce);
}
