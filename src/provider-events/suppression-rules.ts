import type { BounceKind, ProviderState } from '../issues/delivery-states.ts';
import type { SuppressionReason } from '../subscribers/subscriber.ts';
import type { ProviderReport } from './provider-event-store.ts';

const MAX_SOFT_BOUNCES_IN_A_ROW = 5;

export function reasonToSuppress(report: ProviderReport): 'bounced' | 'complained' | null {
  if (report.state === 'complained') return 'complained';
  return report.state === 'bounced' && report.bounce === 'hard' ? 'bounced' : null;
}

export interface DeliveryEnd {
  state: ProviderState;
  stateAt: number;
  bounceKind: BounceKind | null;
}

/** Whether a report says something about the email address: a delay, or a failure of the provider's own, does not. */
export function isDecisiveReport({ state, bounceKind }: DeliveryEnd): boolean {
  return state !== 'delayed' && (state !== 'bounced' || bounceKind !== null);
}

/**
 * @param endings The subscriber's deliveries with a known end that says something about the email address, newest
 *   first. Without a report, a delivery does not show that the address accepts email.
 */
function softBouncedSince(endings: readonly DeliveryEnd[]): number | null {
  const lastDeliveredIndex = endings.findIndex(
    ({ state, bounceKind }) => state !== 'bounced' || bounceKind !== 'soft',
  );
  const bouncesInARow = lastDeliveredIndex === -1 ? endings : endings.slice(0, lastDeliveredIndex);
  if (bouncesInARow.length < MAX_SOFT_BOUNCES_IN_A_ROW) return null;
  return Math.max(...bouncesInARow.slice(-MAX_SOFT_BOUNCES_IN_A_ROW).map(({ stateAt }) => stateAt));
}

export interface Suppression {
  reason: SuppressionReason;
  at: number;
}

export interface DatedReport {
  report: ProviderReport;
  occurredAt: number;
}

/** Whether a report can change the suppression at all; most cannot. */
export function canChangeSuppression(known: Suppression | null, report: ProviderReport): boolean {
  if (known !== null && known.reason !== 'bounced')
    return known.reason === 'complained' && isComplaint(report);
  if (report.state === 'bounced') return report.bounce !== null;
  return isComplaint(report) || (report.state === 'delivered' && known !== null);
}

/**
 * The more serious reason stays, and of two times the earlier. A suppression that rests only on soft bounces in a row
 * ends when a message turns out to have been delivered, so the order of events does not matter. It is recognised by its
 * time, unless a hard bounce explains it; one from an import or from other email stays.
 */
export function suppressionAfter({
  known,
  said,
  before,
  after,
}: {
  known: Suppression | null;
  said: DatedReport;
  before: readonly DeliveryEnd[];
  after: readonly DeliveryEnd[];
}): Suppression | null {
  const reason = reasonToSuppress(said.report);
  const earlier = {
    reason: known?.reason ?? 'bounced',
    at: Math.min(known?.at ?? Infinity, said.occurredAt),
  };
  if (reason === 'complained')
    return known?.reason === 'complained' ? earlier : { reason, at: said.occurredAt };
  const isBySoftBounces =
    known !== null && known.at === softBouncedSince(before) && !before.some(isHardBounce);
  if (known !== null && !isBySoftBounces) return reason === null ? known : earlier;
  if (reason !== null) return { reason, at: said.occurredAt };
  const at = softBouncedSince(after);
  return at === null ? null : { reason: 'bounced', at };
}

function isComplaint({ state }: ProviderReport): boolean {
  return state === 'complained';
}

function isHardBounce({ bounceKind }: DeliveryEnd): boolean {
  return bounceKind === 'hard';
}
