import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { undoableUnsubscription } from '../../../subscribers/editors-undo.ts';
import { stateOf } from '../../../subscribers/subscriber-state.ts';
import type { OwnData, SubscriberStore } from '../../../subscribers/subscriber-store.ts';
import type { Markup } from '../../pages/page.ts';
import { button, type MenuItem, menu } from '../frame/components/buttons.ts';
import { type Fact, facts } from '../frame/components/facts.ts';
import { notice } from '../frame/components/notice.ts';
import { pageHeading } from '../frame/components/page-heading.ts';
import { formatNumber, isolatedText } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { consentPart, deliveriesPart, emailsPart } from './subscriber-history.ts';
import { SUBSCRIBERS_ROUTE } from './subscriber-list.ts';
import { readId } from './subscriber-search.ts';
import { longDay } from './subscriber-times.ts';
import { STATUS_LABELS, SUPPRESSION_SENTENCES, stateBadge } from './subscriber-words.ts';

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

async function answerSubscriber(context: Context<StudioEnv>, deps: StudioDeps, subscriber: FoundSubscriber) {
  const { site, config, clock } = deps;
  const { path } = context.var;
  const { email, name, createdAt, deliveries, emails, consent } = subscriber;
  const zone = site.timezone;
  const now = clock.now();
  const messageAt =
    config.transportName === 'outbox'
      ? (id: string) => path(`/studio/outbox/${encodeURIComponent(id)}`)
      : null;
  const subjects = await subjectsOf(deliveries, deps);
  const issueAt = (slot: string) => path(`/studio/issues/${slot}`);
  return answerStudioPage(context, site, {
    // Not the email address, which the browser's history would keep.
    title: `Subscriber ${subscriber.id}`,
    section: SUBSCRIBERS_ROUTE,
    scripts: ['live-page.js'],
    body: html`
<div id="subscriber" data-live>${pageHeading({
      title: isolatedText(email),
      badge: stateBadge(subscriber, { now, zone }),
      line: html`${name !== null && html`${isolatedText(name)} · `}since ${longDay(createdAt, zone)}`,
      crumb: { words: 'Subscribers', href: path(SUBSCRIBERS_ROUTE) },
      actions: actionsOf(context, subscriber),
    })}</div>
<div class="stack">
${resultPart(context, subscriber)}
<div id="subscriber-facts" data-live>${facts(factsOf(subscriber, deps), { isLine: true })}</div>
<div class="cols two-one"><div class="stack">
<section class="card flush" id="deliveries" data-live aria-labelledby="deliveries-heading">${deliveriesPart(deliveries, { now, zone, messageAt, issueAt, subjects })}</section>
<section class="card flush" id="mail" data-live aria-labelledby="mail-heading">${emailsPart(emails, zone)}</section></div>
<section class="card" id="consent" data-live aria-labelledby="consent-heading">${consentPart({ consent, suppression: subscriber.suppression }, { now, zone })}</section></div></div>`,
  });
}

/** The subjects of the issues that somebody got, by slot. */
async function subjectsOf(
  deliveries: FoundSubscriber['deliveries'],
  { issueStore }: Pick<StudioDeps, 'issueStore'>,
): Promise<Map<string, string>> {
  const issues = await Promise.all(deliveries.map(({ slot }) => issueStore.findIssue(slot)));
  return new Map(
    issues.flatMap((issue) => (issue?.subject == null ? [] : [[issue.slot, issue.subject] as const])),
  );
}

function factsOf(subscriber: FoundSubscriber, { site: { timezone: zone }, clock }: StudioDeps): Fact[] {
  const { status, pausedUntil, suppression, deliveries } = subscriber;
  const now = clock.now();
  const state = stateOf(subscriber, now);
  const got = deliveries.filter((one) => one.status === 'submitted').length;
  const delivered = deliveries.filter(({ event }) => event === 'delivered').length;
  const why = {
    confirmed: 'Nothing is in the way',
    pending: 'Until they confirm',
    paused: pausedUntil === null ? '' : html`Paused until ${longDay(pausedUntil, zone)}`,
    unsubscribed: 'They have unsubscribed',
    bounced: suppressedWords(suppression, zone),
    complained: suppressedWords(suppression, zone),
  } as const;
  return [
    { term: 'Mail', fact: state === 'confirmed' ? 'Gets issues' : 'Gets no issues', note: why[state] },
    {
      term: 'Got',
      fact: `${formatNumber(got)} of ${formatNumber(deliveries.length)} ${deliveries.length === 1 ? 'issue' : 'issues'}`,
      note: `${formatNumber(delivered)} reported as delivered`,
    },
    {
      term: 'Choice',
      fact: STATUS_LABELS[status],
      note: html`${pausedUntil !== null && state !== 'paused' && html`${pausedUntil > now ? 'paused' : 'was paused'} until ${longDay(pausedUntil, zone)}`}`,
    },
  ];
}

function suppressedWords(suppression: FoundSubscriber['suppression'], zone: string): string | Markup {
  if (suppression === null) return '';
  return html`${SUPPRESSION_SENTENCES[suppression.reason]} ${longDay(suppression.at, zone)}`;
}

/** Unsubscribing or allowing mail again is a button; what ends for good is in the menu. */
function actionsOf(
  { var: { path } }: Context<StudioEnv>,
  { id, status, suppression }: FoundSubscriber,
): Markup[] {
  const route = `${SUBSCRIBERS_ROUTE}/${id}` as const;
  const isLiftable = suppression !== null && suppression.reason !== 'erased';
  const items: (MenuItem | false)[] = [
    isLiftable && {
      words: 'Allow mail again…',
      note: 'Only if they ask for it',
      href: path(`${route}/lift`),
    },
    { words: 'Erase…', note: 'Removes the person for good', ends: true, href: path(`${route}/erase`) },
  ];
  return [
    ...(status === 'unsubscribed'
      ? []
      : [button({ words: 'Unsubscribe…', href: path(`${route}/unsubscribe`) })]),
    menu({ id: 'subscriber-menu', words: 'More', items: items.filter((item) => item !== false) }),
  ];
}

const RESULT_SENTENCES: Readonly<Record<string, readonly [string, string?]>> = {
  added: ['The subscriber is added.'],
  updated: ['They were already there.', 'What was missing has been added.'],
  unchanged: ['They were already there.', 'Nothing has changed.'],
  asked: ['The subscriber is added, not confirmed yet.', 'We are mailing them the link to confirm.'],
  limited: [
    'The subscriber is added, not confirmed yet.',
    'We did not mail them the link now, because they got too many lately.',
  ],
  unsubscribed: ['They are unsubscribed.'],
  already: ['They had already unsubscribed.'],
  undone: ['The unsubscription is undone.', 'They are as they were before.'],
  lifted: [
    'Mail to them is allowed again.',
    'If your provider keeps a list of its own, allow it there, too.',
  ],
};

/** What was just done, and the way to undo an editor's unsubscription as long as it can be undone. */
function resultPart(
  { req, var: { path } }: Context<StudioEnv>,
  { id, status, suppression, consent }: FoundSubscriber,
): Markup | false {
  const done = req.query('done');
  const sentence = done !== undefined && Object.hasOwn(RESULT_SENTENCES, done) && RESULT_SENTENCES[done];
  const isSuppressed = suppression !== null;
  const undoable = undoableUnsubscription({ status, isSuppressed, latest: consent.at(-1) ?? null });
  const undo =
    undoable !== null &&
    html`<form method="post" action="${path(`${SUBSCRIBERS_ROUTE}/${id}/unsubscribe/undo`)}"><input type="hidden" name="left-at" value="${undoable.leftAt}">${button({ words: 'Undo the unsubscription', isSlim: true })}</form>`;
  if (sentence === false || sentence === undefined)
    return (
      undo !== false &&
      notice({
        tone: 'info',
        what: 'They were unsubscribed in the studio.',
        rest: 'Nothing has changed since, so it can be undone.',
        actions: [undo],
        isAnnounced: false,
      })
    );
  const [what, rest] = sentence;
  return notice({
    tone: 'good',
    what,
    ...(rest !== undefined && { rest }),
    actions: undo === false ? [] : [undo],
  });
}
