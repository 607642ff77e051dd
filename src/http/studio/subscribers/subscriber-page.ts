import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { undoableUnsubscription } from '../../../subscribers/editors-undo.ts';
import type { OwnData, SubscriberStore } from '../../../subscribers/subscriber-store.ts';
import type { Markup } from '../../pages/page.ts';
import { isolatedText, shortDate, shortTime } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { consentPart, deliveriesPart, emailsPart } from './subscriber-history.ts';
import { SUBSCRIBERS_ROUTE } from './subscriber-list.ts';
import { readId } from './subscriber-search.ts';
import { subscriberStatus } from './subscriber-words.ts';

/** By id, so that browser histories contain no email addresses. */
export const SUBSCRIBER_ROUTE = `${SUBSCRIBERS_ROUTE}/:id{[0-9]+}` as const;

export const NO_SUCH_SUBSCRIBER = {
  status: 404,
  title: 'There is no such subscriber',
  detail: 'They may have been erased, or removed because they never confirmed.',
} as const;

/** `/studio/subscribers/:id`: a subscriber's data and actions. */
export function subscriberPages(deps: StudioDeps): Hono<StudioEnv> {
  const { subscriberStore, answerProblem } = deps;
  return new Hono<StudioEnv>().get(SUBSCRIBER_ROUTE, async (context) => {
    const subscriber = await findSubscriber(subscriberStore, context.req.param('id'));
    return subscriber === null
      ? answerProblem(context, NO_SUCH_SUBSCRIBER)
      : answerSubscriber(context, deps, subscriber);
  });
}

export interface FoundSubscriber extends OwnData {
  id: number;
}

/** Everything known about a subscriber; null if there is none with this id. */
export async function findSubscriber(
  subscriberStore: Pick<SubscriberStore, 'findAddress' | 'findOwnData'>,
  given: string,
): Promise<FoundSubscriber | null> {
  const id = readId(given);
  if (id === null) return null;
  const address = await subscriberStore.findAddress(id);
  const known = address === null ? null : await subscriberStore.findOwnData(address.emailKey);
  return known === null ? null : { id, ...known };
}

function answerSubscriber(context: Context<StudioEnv>, deps: StudioDeps, subscriber: FoundSubscriber) {
  const { site, config } = deps;
  const { path } = context.var;
  const messageAt =
    config.transportName === 'outbox'
      ? (id: string) => path(`/studio/outbox/${encodeURIComponent(id)}`)
      : null;
  return answerStudioPage(context, site, {
    // Not the email address, which the browser's history would keep.
    title: `Subscriber ${subscriber.id}`,
    section: SUBSCRIBERS_ROUTE,
    scripts: ['live-page.js'],
    body: html`
<p class="small"><a href="${path(SUBSCRIBERS_ROUTE)}">All subscribers</a></p>
<div class="title"><h1>${isolatedText(subscriber.email)}</h1></div>
${resultPart(context.req.query('done'))}
<div class="one-subscriber"><div class="stack-of-sheets">
<section class="sheet stack" id="deliveries" data-live>${deliveriesPart(subscriber.deliveries, { zone: site.timezone, messageAt })}</section>
<section class="sheet stack" id="letters" data-live>${emailsPart(subscriber.emails, site.timezone)}</section>
<section class="sheet stack" id="consent" data-live>${consentPart(subscriber.consent, site.timezone)}</section></div>
<div class="stack-of-sheets beside"><section class="sheet stack" id="subscriber-facts" data-live>${factsPart(subscriber, deps)}</section>
<section class="sheet stack" id="subscriber-actions" data-live>${actionsPart(context, subscriber)}</section></div></div>`,
  });
}

function factsPart(subscriber: FoundSubscriber, { site: { timezone }, clock }: StudioDeps): Markup {
  const { id, name, createdAt, pausedUntil, suppression } = subscriber;
  const isOver = pausedUntil !== null && pausedUntil <= clock.now();
  return html`<h2>Where they stand</h2><dl class="facts">
<dt>Status</dt><dd>${subscriberStatus(subscriber, { now: clock.now(), zone: timezone })}</dd>
<dt>Name</dt><dd>${name === null ? html`<span class="muted">Not known</span>` : isolatedText(name)}</dd>
<dt>Since</dt><dd>${shortTime(createdAt, timezone)}</dd>
${pausedUntil !== null && html`<dt>${isOver ? 'Was paused until' : 'Paused until'}</dt><dd>${shortDate(pausedUntil, timezone)}</dd>`}
${suppression !== null && html`<dt>Not emailed</dt><dd>${SUPPRESSION_SENTENCES[suppression.reason]} ${shortTime(suppression.at, timezone)}</dd>`}
<dt>Number</dt><dd class="number">${id}</dd></dl>`;
}

export const SUPPRESSION_SENTENCES = {
  bounced: 'Emails to them bounced for good.',
  complained: 'They reported an issue as spam.',
  erased: 'The address was erased.',
} as const;

function actionsPart(
  { var: { path } }: Context<StudioEnv>,
  { id, status, suppression, consent }: FoundSubscriber,
): Markup {
  const route = `${SUBSCRIBERS_ROUTE}/${id}` as const;
  const isSuppressed = suppression !== null;
  const undoable = undoableUnsubscription({ status, isSuppressed, latest: consent.at(-1) ?? null });
  return html`<h2>What you can do</h2>
${status !== 'unsubscribed' && html`<p><a class="button quiet" href="${path(`${route}/unsubscribe`)}">Unsubscribe them…</a></p>`}
${
  undoable !== null &&
  html`<form method="post" action="${path(`${route}/unsubscribe/undo`)}" class="stack">
<input type="hidden" name="left-at" value="${undoable.leftAt}"><button class="quiet">Undo the unsubscription</button>
<p class="hint">They were unsubscribed in the studio, and nothing has changed since.</p></form>`
}
${status === 'unsubscribed' && undoable === null && html`<p class="muted">They have unsubscribed. Only they can change that, by signing up again.</p>`}
${
  suppression !== null &&
  suppression.reason !== 'erased' &&
  html`<p><a class="button quiet" href="${path(`${route}/lift`)}">Email them again…</a></p>`
}
<p><a class="button quiet" href="${path(`${route}/erase`)}">Erase them…</a></p>`;
}

const RESULT_SENTENCES: Readonly<Record<string, string>> = {
  added: 'The subscriber is added.',
  updated: 'The subscriber was already there. What was missing has been added.',
  unchanged: 'The subscriber was already there. Nothing has changed.',
  asked: 'The subscriber is pending until they confirm. We are emailing them the link.',
  limited:
    'The subscriber is pending until they confirm. We did not email them the link now, because they got too many lately.',
  unsubscribed: 'They are unsubscribed.',
  already: 'They had already unsubscribed.',
  undone: 'The unsubscription is undone: they are as they were before.',
  lifted: 'The address may be emailed again. If your provider suppresses it too, lift that there.',
};

function resultPart(done: string | undefined): Markup | false {
  const sentence = done !== undefined && Object.hasOwn(RESULT_SENTENCES, done) && RESULT_SENTENCES[done];
  return !!sentence && html`<p class="notice good" role="status">${sentence}</p>`;
}
