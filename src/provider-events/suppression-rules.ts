import type { BounceKind, ProviderState } from '../issues/delivery-states.ts';
import type { SuppressionReason } from '../subscribers/subscriber.ts';
import type { ProviderReport } from './provider-event-store.ts';

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
 * Whether an address is lost because it did not take its latest messages, and since when: the fifth of them in a row.
 * Null where it is not. It depends on how the deliveries ended, and not on when that was heard.
 *
 * @param endings Of all the subscriber's deliveries of which the end is known, those that say something of the address,
 *   the newest first. Deliveries of which nothing was heard are not among them: they are no sign that it takes mail.
 */
export function lostSince(endings: readonly Ending[]): number | null {
  const taken = endings.findIndex(({ event, bounce }) => event !== 'bounced' || bounce !== 'soft');
  const row = taken === -1 ? endings : endings.slice(0, taken);
  if (row.length < SOFT_BOUNCES_IN_A_ROW) return null;
  return Math.max(...row.slice(-SOFT_BOUNCES_IN_A_ROW).map(({ eventAt }) => eventAt));
}

/** That an address is suppressed, and since when. */
export interface Suppression {
  reason: SuppressionReason;
  at: number;
}

/** What was said of a message, and when that happened. */
export interface Said {
  report: ProviderReport;
  occurredAt: number;
}

/** Whether what was said can change the suppression of its address at all; of most messages it cannot. */
export function touchesSuppression(known: Suppression | null, { report }: Said): boolean {
  if (known !== null && known.reason !== 'bounced')
    return known.reason === 'complained' && isComplaint(report);
  if (report.state === 'bounced') return report.bounce !== null;
  return isComplaint(report) || (report.state === 'delivered' && known !== null);
}

/**
 * The suppression of an address after something was said of one of its messages; null where it is not suppressed.
 *
 * The graver reason stays, and of two instants the earlier. A suppression that only rests on soft bounces in a row
 * follows that row: it goes when a message turns out to have been taken, so that the order in which events come makes no
 * difference. It is known by its instant, where no hard bounce explains it; one that came with an import or from a
 * mail that is none of our deliveries stays.
 *
 * @param before How the subscriber's deliveries ended before this was heard, as {@link lostSince} takes them, and `after`
 *   with it.
 */
export function suppressionAfter({
  known,
  said,
  before,
  after,
}: {
  known: Suppression | null;
  said: Said;
  before: readonly Ending[];
  after: readonly Ending[];
}): Suppression | null {
  const reason = suppressionBy(said.report);
  const earlier = {
    reason: known?.reason ?? 'bounced',
    at: Math.min(known?.at ?? Infinity, said.occurredAt),
  };
  if (reason === 'complained')
    return known?.reason === 'complained' ? earlier : { reason, at: said.occurredAt };
  const isBySoftBounces = known !== null && known.at === lostSince(before) && !before.some(isHardBounce);
  if (known !== null && !isBySoftBounces) return reason === null ? known : earlier;
  if (reason !== null) return { reason, at: said.occurredAt };
  const at = lostSince(after);
  return at === null ? null : { reason: 'bounced', at };
}

function isComplaint({ state }: ProviderReport): boolean {
  return state === 'complained';
}

function isHardBounce({ bounce }: Ending): boolean {
  return bounce === 'hard';
}
