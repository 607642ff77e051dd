import { html } from 'hono/html';
import type { DeliveryStore } from '../../../delivery/delivery-store.ts';
import { type SendingPace, sendingPace } from '../../../delivery/sending-pace.ts';
import { GOING_OUT_STATUSES } from '../../../issues/issue-status-rules.ts';
import type { Markup } from '../../pages/page.ts';
import type { IssueSituation } from '../actions/issue-situation.ts';
import { progressBar } from '../frame/components/facts.ts';
import { card } from '../frame/components/page-heading.ts';
import { formatNumber, isolatedText } from '../frame/format.ts';
import { fullDayAndTime, spanWords } from '../frame/times.ts';

/** The pace of an issue; null unless it is being sent or paused. */
export async function readPace(
  { slot, status, issue }: IssueSituation,
  { deliveryStore, clock }: { deliveryStore: Pick<DeliveryStore, 'progress'>; clock: { now(): number } },
): Promise<SendingPace | null> {
  if (issue === null || !GOING_OUT_STATUSES.includes(status)) return null;
  const { pausedUntil, reason } = issue;
  const pause = pausedUntil === null ? null : { until: pausedUntil, reason: reason ?? '' };
  return sendingPace(await deliveryStore.progress(slot), { now: clock.now(), pause });
}

/** How far the sending is, how fast, how long it will take, and what it waits for. */
export function sendingCard(
  { status, issue }: IssueSituation,
  { pace, zone, carrier }: { pace: SendingPace | null; zone: string; carrier: string },
): Markup | false {
  if (issue === null || pace === null) return false;
  const { prepared } = issue.audience;
  const done = prepared - issue.deliveries.pending;
  const title = `${formatNumber(done)} of ${formatNumber(prepared)} handed to ${carrier}`;
  const left = pace.remainingSeconds;
  return card({
    id: 'sending',
    title,
    aside:
      status === 'paused'
        ? `${formatNumber(issue.deliveries.pending)} to go`
        : left !== null && `About ${spanWords(left * 1_000)} left`,
    body: html`${progressBar({ done, all: prepared, label: title })}
${status === 'sending' && html`<p class="muted">${paceWords(pace, { zone, carrier })}</p>`}`,
  });
}

function paceWords(
  { perSecond, waitsFor, noActiveSender }: SendingPace,
  { zone, carrier }: { zone: string; carrier: string },
): Markup {
  if (waitsFor !== null)
    return html`It waits until ${fullDayAndTime(waitsFor.until, zone)}, then goes on by itself. ${isolatedText(waitsFor.reason)}`;
  if (noActiveSender)
    return html`Nothing is being sent at this moment. It goes on within a minute; if it does not, see the log of the program.`;
  if (perSecond === 0)
    return html`The first ones are sent within seconds. You can close this page; sending goes on.`;
  return html`${formatNumber(perSecond)} a second, as fast as ${carrier} allows. You can close this page; sending goes on.`;
}
