import type { BounceKind, ProviderState } from '../delivery/delivery-states.ts';
import type { ProviderReport } from '../store/delivery-store.ts';

/** So many messages in a row that an address did not take, and it is lost. */
export const SOFT_BOUNCES_IN_A_ROW = 5;

/** Why an address must not be mailed any more after one such report; null where it may be. */
export function suppressionBy(report: ProviderReport): 'bounced' | 'complained' | null {
  if (report.state === 'complained') return 'complained';
  return report.state === 'bounced' && report.bounce === 'hard' ? 'bounced' : null;
}

/** How one of a subscriber's deliveries ended. */
export interface Ending {
  event: ProviderState;
  eventAt: number;
  bounce: BounceKind | null;
}

/**
 * Whether an address is lost because it did not take its latest messages, and since when; null where it is not.
 *
 * @param endings Of the subscriber's latest deliveries of which the end is known, those that say something of the
 *   address, the newest first.
 */
export function lostSince(endings: readonly Ending[]): number | null {
  const latest = endings.slice(0, SOFT_BOUNCES_IN_A_ROW);
  if (latest.length < SOFT_BOUNCES_IN_A_ROW) return null;
  if (latest.some(({ event, bounce }) => event !== 'bounced' || bounce !== 'soft')) return null;
  return Math.max(...latest.map(({ eventAt }) => eventAt));
}
