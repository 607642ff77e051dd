import { html } from 'hono/html';
import type { DeliveryStore } from '../../../delivery/delivery-store.ts';
import { type SendingPace, sendingPace } from '../../../delivery/sending-pace.ts';
import { GOING_OUT_STATUSES } from '../../../issues/issue-status-rules.ts';
import { sendCommand } from '../../../issues/send-decision.ts';
import { HOUR_MS } from '../../../shared/durations.ts';
import type { Markup } from '../../pages/page.ts';
import type { IssueSituation } from '../actions/issue-situation.ts';
import {
  clockTime,
  formatDuration,
  formatNumber,
  formatPercent,
  fullTime,
  isolatedText,
} from '../frame/format.ts';

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

/** Progress, speed, estimated end, and what sending waits for. */
export function sendingPart(
  situation: IssueSituation,
  { pace, zone, now }: { pace: SendingPace | null; zone: string; now: number },
): Markup {
  const { status, issue } = situation;
  if (issue === null || pace === null) return html``;
  const { prepared } = issue.audience;
  const done = prepared - issue.deliveries.pending;
  const percent = formatPercent(done, prepared);
  return html`<h2 id="sending-title">${status === 'paused' ? 'Paused' : 'Going out'}</h2>
<progress aria-labelledby="sending-title" max="${Math.max(1, prepared)}" value="${done}">${percent}</progress>
<p class="number"><b>${percent}</b>, ${formatNumber(done)} of ${formatNumber(prepared)} are settled${status === 'sending' && html`; ${paceText(pace, { zone, now })}`}</p>
${waitingPart(situation, { pace, zone })}`;
}

/** To the second if less than an hour away, otherwise with the day. */
function endTime(end: number, { zone, now }: { zone: string; now: number }): Markup {
  return end - now < HOUR_MS ? clockTime(end, zone) : fullTime(end, zone);
}

function paceText(
  { perSecond, remainingSeconds, noActiveSender }: SendingPace,
  { zone, now }: { zone: string; now: number },
): Markup {
  if (noActiveSender) return html`nobody is sending it at this moment`;
  if (perSecond === 0) return html`the first ones are handed over within seconds`;
  const end =
    remainingSeconds !== null &&
    html`, ${formatDuration(remainingSeconds * 1_000)} left, done about ${endTime(now + remainingSeconds * 1_000, { zone, now })}`;
  return html`${formatNumber(perSecond)} a second${end}`;
}

function waitingPart(
  { slot, status, issue }: IssueSituation,
  { pace, zone }: { pace: SendingPace; zone: string },
): Markup | false {
  const { waitsFor } = pace;
  if (waitsFor !== null)
    return html`<div class="notice"><p>Waits until ${fullTime(waitsFor.until, zone)}, then goes on by itself.</p>${waitsFor.reason !== '' && html`<p>${isolatedText(waitsFor.reason)}</p>`}</div>`;
  if (pace.noActiveSender)
    return html`<div class="notice"><p>It continues within a minute while this program runs. If it does not, run <code>${sendCommand(slot)}</code> to see why.</p></div>`;
  if (status !== 'paused') return false;
  return html`<div class="notice bad"><p>Waits for you.</p>${issue?.reason != null && html`<p>${isolatedText(issue.reason)}</p>`}</div>`;
}
