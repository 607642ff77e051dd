import { html } from 'hono/html';
import { counted, formatNumber } from '../../../shared/counted.ts';
import type { Markup } from '../../pages/page.ts';
import { actionRoute } from '../actions/action-route.ts';
import { situationTag } from '../actions/issue-situation.ts';
import { button } from '../frame/components/buttons.ts';
import { facts, pairs, progressBar } from '../frame/components/facts.ts';
import { option } from '../frame/components/field.ts';
import { notice } from '../frame/components/notice.ts';
import { card } from '../frame/components/page-heading.ts';
import { dayClockTime, isolatedText } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { fullDayAndTime, spanWords } from '../frame/times.ts';
import { carrierLabel } from './carrier-label.ts';
import type { HomeState } from './home-state.ts';
import type { Home } from './read-home.ts';

type Path = StudioEnv['Variables']['path'];

/** How far the sending is, and the sums. */
export function sendingCard(home: Home): Markup {
  const { issue, status } = home.situation;
  if (issue === null) return html``;
  const { deliveries, audience } = issue;
  const done = audience.prepared - deliveries.pending;
  const carrier = carrierLabel(issue);
  const title = `${formatNumber(done)} of ${formatNumber(audience.prepared)} handed to ${carrier}`;
  return html`<section class="card" id="sending" data-live aria-labelledby="sending-heading">
<div class="row between"><h2 id="sending-heading">${title}</h2><span class="muted">${status === 'sending' ? timeLeft(home) : `${formatNumber(deliveries.pending)} to go`}</span></div>
${progressBar({ done, all: audience.prepared, label: title })}
${status === 'sending' && !isStuck(home.preview) && html`<p class="muted">${paceWords(home, carrier)}</p>`}
</section>
<div id="sums" data-live>${facts([
    { term: `Accepted by ${carrier}`, fact: formatNumber(deliveries.submitted), isBig: true },
    { term: 'Still to send', fact: formatNumber(deliveries.pending), isBig: true },
    { term: 'Refused', fact: formatNumber(deliveries.rejected), isBig: true },
    ...(deliveries.uncertain > 0
      ? [{ term: 'No answer', fact: formatNumber(deliveries.uncertain), isBig: true }]
      : []),
    { term: 'Left before their turn', fact: formatNumber(deliveries.excluded), isBig: true },
  ])}
<p class="muted small sum-line">${sumWords(home)}</p></div>`;
}

function sumWords({ situation: { issue } }: Home): string {
  if (issue === null) return '';
  const { submitted, pending, rejected, uncertain, excluded } = issue.deliveries;
  const n = formatNumber;
  const unanswered = uncertain === 0 ? '' : ` + ${n(uncertain)} without an answer`;
  return `${n(submitted)} accepted + ${n(pending)} to send + ${n(rejected)} refused${unanswered} + ${n(excluded)} left = ${n(issue.audience.prepared)}`;
}

function timeLeft({ pace, preview }: Home): string {
  return pace?.remainingSeconds == null || isStuck(preview)
    ? ''
    : `About ${spanWords(pace.remainingSeconds * 1_000)} left`;
}

/** What the page says above: no pace is told where nothing can go on. */
function isStuck(preview: Home['preview']): boolean {
  return preview !== null && preview.issue.obstacles.length > 0;
}

function paceWords({ pace, zone }: Home, carrier: string): Markup {
  if (pace === null) return html``;
  if (pace.waitsFor !== null)
    return html`It waits until ${fullDayAndTime(pace.waitsFor.until, zone)}, then goes on by itself. ${isolatedText(pace.waitsFor.reason)}`;
  if (pace.noActiveSender) return html`Nothing is being sent at this moment. It goes on within a minute.`;
  if (pace.perSecond === 0)
    return html`The first ones are sent within seconds. You can close this page; sending goes on.`;
  return html`${formatNumber(pace.perSecond)} a second, as fast as ${carrier} allows. You can close this page; sending goes on.`;
}

/** When what happened. */
export function soFarCard({ situation: { issue }, zone }: Home): Markup {
  return card({
    id: 'so-far',
    title: 'So far',
    isLive: true,
    body: pairs([
      issue?.frozenAt != null && ['Approved', dayClockTime(issue.frozenAt, zone)],
      issue?.sendingAt != null && ['Sending began', dayClockTime(issue.sendingAt, zone)],
    ]),
  });
}

/** Why it is paused, and until when. */
export function pauseNotice(home: Home, state: HomeState): Markup {
  const { issue, undecided } = home.situation;
  const reason = issue?.reason == null ? false : isolatedText(issue.reason);
  if (state === 'undecided')
    return notice({
      tone: 'bad',
      id: 'why',
      what: `No answer came for ${counted(undecided, 'message')}.`,
      rest: 'They may have gone out or not; nobody knows yet. Sending stopped, so that nobody gets it twice without your say.',
      more: html`<p>First look for “${isolatedText(issue?.subject ?? '')}” in the log of ${carrierLabel(issue)}. Then decide here.</p>`,
    });
  if (issue?.pausedUntil != null)
    return notice({
      tone: 'warn',
      id: 'why',
      what: `Paused until ${fullDayAndTime(issue.pausedUntil, home.zone)}.`,
      rest: html`Then it goes on by itself. ${reason}`,
    });
  return notice({
    tone: 'bad',
    id: 'why',
    what: issue?.byEditor === true ? 'Paused by an editor.' : 'Paused: it waits for you.',
    rest: html`${reason} Nothing more is sent until somebody continues it.`,
  });
}

/** The choices about messages without an answer; none is made beforehand, because each has a price. */
export function undecidedForm({ slot, situation }: Home, path: Path): Markup {
  const { undecided } = situation;
  const many = formatNumber(undecided);
  const people = counted(undecided, 'person').replace('persons', 'people');
  return html`<form class="card" id="decide" method="post" action="${path(`/studio/issues/${slot}/decide`)}">
<input type="hidden" name="seen" value="${situationTag(situation)}">
<fieldset class="stack-8"><legend>What about the ${many}?</legend>
${option({ name: 'choice', value: 'resend-uncertain', words: 'Send them again', note: `Nobody is left out. Up to ${people} may get it twice.`, isRequired: true })}
${option({ name: 'choice', value: 'accept-uncertain', words: 'Leave them', note: `Nobody gets it twice. Up to ${people} may miss this issue.`, isRequired: true })}
</fieldset>
<div class="actions">${button({ words: 'Continue sending…', kind: 'primary' })}${button({ words: `Show the ${many}`, kind: 'quiet', href: path(`/studio/issues/${slot}/failures?kind=uncertain`) })}</div>
<p class="hint">You can also decide later: everything else is done.</p></form>`;
}

/** Where the question about a choice is asked. */
export function decisionRoute(slot: string, choice: string): `/${string}` | null {
  return choice === 'resend-uncertain' || choice === 'accept-uncertain' ? actionRoute(slot, choice) : null;
}
