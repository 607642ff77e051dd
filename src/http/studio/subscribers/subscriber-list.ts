import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { DateTime } from 'luxon';
import { subscribersCsv } from '../../../subscribers/lists/export-subscribers.ts';
import type { ListedSubscriber, SubscriberStatus } from '../../../subscribers/subscriber.ts';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { limitForm, readForm } from '../../bodies/form.ts';
import type { Markup } from '../../pages/page.ts';
import { formatNumber, isolatedText, shortDate, shortTime } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { streamText } from './stream-text.ts';
import { createSubscriberCounts, type SubscriberCounts } from './subscriber-counts.ts';
import {
  type FoundPage,
  listSubscribers,
  readId,
  readStatus,
  readSubscriberSearch,
  type SubscriberSearch,
  searchSubscribers,
} from './subscriber-search.ts';
import { STATUS_LABELS, subscriberStatus } from './subscriber-words.ts';

export const SUBSCRIBERS_ROUTE = '/studio/subscribers';
const SEARCH_ROUTE = `${SUBSCRIBERS_ROUTE}/search` as const;

/**
 * `/studio/subscribers`: counts, the latest subscribers, and a search. Search terms stay out of URLs, which browsers
 * and proxies record.
 */
export function subscriberListPages(deps: StudioDeps): Hono<StudioEnv> {
  const { subscriberStore, site, answerProblem, clock } = deps;
  const countSubscribers = createSubscriberCounts(deps);
  const answer = async (context: Context<StudioEnv>, list: Omit<ShownList, 'counts'>) =>
    answerStudioPage(context, site, {
      title: 'Subscribers',
      section: SUBSCRIBERS_ROUTE,
      body: listPage(context, deps, { ...list, counts: await countSubscribers() }),
      ...(list.isLive && { scripts: ['live-page.js'] }),
    });
  return new Hono<StudioEnv>()
    .get(SUBSCRIBERS_ROUTE, async (context) => {
      const status = readStatus(context.req.query('status'));
      const before = readId(context.req.query('before'));
      const page = await listSubscribers(subscriberStore, { status, before });
      return answer(context, { page, status, search: null, isLive: status === null && before === null });
    })
    .get(SEARCH_ROUTE, (context) => context.redirect(context.var.path(SUBSCRIBERS_ROUTE), 303))
    .post(SEARCH_ROUTE, limitForm(answerProblem, MAX_STUDIO_FORM_BYTES), async (context) => {
      const search = readSubscriberSearch(await readForm(context));
      if (search === null) return context.redirect(context.var.path(SUBSCRIBERS_ROUTE), 303);
      const page = await searchSubscribers(subscriberStore, search);
      return answer(context, { page, status: null, search, isLive: false });
    })
    .get(`${SUBSCRIBERS_ROUTE}/export.csv`, async (context) => {
      if (context.req.method === 'GET') await deps.record.add('exported');
      const day = DateTime.fromMillis(clock.now(), { zone: site.timezone }).toISODate();
      return context.body(
        streamText(subscribersCsv(subscriberStore, { purpose: 'spreadsheet' }), deps.stopping),
        200,
        {
          'Content-Type': 'text/csv; charset=utf-8; header=present',
          'Content-Disposition': `attachment; filename="subscribers-${day}.csv"`,
        },
      );
    });
}

const SHOWN_STATUSES = [
  'confirmed',
  'pending',
  'unsubscribed',
] as const satisfies readonly SubscriberStatus[];

interface ShownList {
  page: FoundPage;
  counts: SubscriberCounts;
  status: SubscriberStatus | null;
  search: SubscriberSearch | null;
  isLive: boolean;
}

function listPage(context: Context<StudioEnv>, deps: StudioDeps, list: ShownList): Markup {
  const { path } = context.var;
  const { page, search, isLive } = list;
  return html`
<div class="title"><h1>Subscribers</h1>
<p class="row title-links"><a class="button" href="${path(`${SUBSCRIBERS_ROUTE}/add`)}">Add</a>
<a class="button quiet" href="${path(`${SUBSCRIBERS_ROUTE}/import`)}">Import</a>
<a class="button quiet" href="${path(`${SUBSCRIBERS_ROUTE}/export.csv`)}">Export all as CSV</a></p></div>
${erasedNotice(context)}
<nav aria-label="By status" class="counts" id="counts"${isLive && html` data-live`}>${countsPart(context, deps, list)}</nav>
<div class="sheet stack">
${searchForm(context, search)}
<div id="list" class="stack"${isLive && html` data-live`}>
${search !== null && html`<p role="status">${foundText(page, search)}</p>`}
${page.found.length > 0 ? table(context, deps, page.found) : search === null && html`<p class="muted">${emptyText(list)}</p>`}
${morePart(context, list)}
</div></div>`;
}

function countsPart(
  { req, var: { path } }: Context<StudioEnv>,
  { site }: StudioDeps,
  list: ShownList,
): Markup {
  const { counts, total, countedAt } = list.counts;
  const isHere = (status: SubscriberStatus | null) =>
    req.path === SUBSCRIBERS_ROUTE && status === list.status && html` aria-current="true"`;
  const entry = (label: string, count: number, status: SubscriberStatus | null) =>
    html`<a href="${path(status === null ? SUBSCRIBERS_ROUTE : `${SUBSCRIBERS_ROUTE}?status=${status}`)}"${isHere(status)}><strong class="number">${formatNumber(count)}</strong> ${label}</a>`;
  return html`${entry('in all', total, null)}${SHOWN_STATUSES.map((status) =>
    entry(STATUS_LABELS[status].toLowerCase(), counts[status], status),
  )}${countedAt !== null && html`<span class="muted small">Counted ${shortTime(countedAt, site.timezone)}</span>`}`;
}

function searchForm({ var: { path } }: Context<StudioEnv>, search: SubscriberSearch | null): Markup {
  const chosen = (is: boolean) => is && html` checked`;
  return html`<form method="post" action="${path(SEARCH_ROUTE)}" role="search" class="search">
<div class="grow"><label for="text">Find a subscriber</label>
<input id="text" name="text" type="search" value="${search?.text ?? ''}" maxlength="320" autocomplete="off" autocapitalize="none" spellcheck="false" required></div>
<fieldset><legend class="apart">Where to look</legend>
<label class="choice"><input type="radio" name="place" value="start"${chosen(search?.place !== 'part')}> Address begins with</label>
<label class="choice"><input type="radio" name="place" value="part"${chosen(search?.place === 'part')}> Address or name contains</label></fieldset>
<button>Search</button>
</form>`;
}

function foundText({ found, next }: FoundPage, { text, place, from }: SubscriberSearch): Markup {
  const none = from === null ? 'No subscribers' : 'No more subscribers';
  const what = place === 'start' ? 'whose address begins with' : 'whose address or name contains';
  const count = `${next === null ? '' : 'So far, '}${formatNumber(found.length)} ${found.length === 1 ? 'subscriber' : 'subscribers'}`;
  const where = place === 'part' && next !== null ? ' Part of the list has not been searched yet.' : '';
  return html`${next === null && found.length === 0 ? none : count} ${what} “${isolatedText(text)}”.${where}`;
}

function emptyText({ status, page }: ShownList): string {
  if (page.next !== null) return 'None among those looked at so far.';
  return status === null ? 'There are no subscribers yet. Add one, or import a list.' : 'There are none.';
}

function table(
  { var: { path } }: Context<StudioEnv>,
  { site, clock }: StudioDeps,
  found: ListedSubscriber[],
): Markup {
  const at = { now: clock.now(), zone: site.timezone };
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Subscribers"><table class="subscribers">
<thead><tr><th scope="col">Email address</th><th scope="col">Name</th><th scope="col">Status</th><th scope="col">Since</th></tr></thead>
<tbody>${found.map(
    (
      subscriber,
    ) => html`<tr><th scope="row"><a href="${path(`${SUBSCRIBERS_ROUTE}/${subscriber.id}`)}">${isolatedText(subscriber.email)}</a></th>
<td>${subscriber.name !== null && isolatedText(subscriber.name)}</td><td>${subscriberStatus(subscriber, at)}</td><td>${shortDate(subscriber.createdAt, site.timezone)}</td></tr>`,
  )}</tbody></table></div>`;
}

function morePart(
  { var: { path } }: Context<StudioEnv>,
  { page: { next }, search, status }: ShownList,
): Markup | false {
  if (next === null) return false;
  if (search !== null)
    return html`<form method="post" action="${path(SEARCH_ROUTE)}"><input type="hidden" name="text" value="${search.text}"><input type="hidden" name="place" value="${search.place}"><input type="hidden" name="from" value="${next}"><button class="quiet">Show more</button></form>`;
  const only = status === null ? '' : `status=${status}&`;
  return html`<p><a class="button quiet" href="${path(`${SUBSCRIBERS_ROUTE}?${only}before=${next}`)}" rel="next">Earlier subscribers</a></p>`;
}

/** The result of an erasure, which no longer names the email address. */
function erasedNotice({ req }: Context): Markup | false {
  if (req.query('done') !== 'erased') return false;
  const deliveries = readId(req.query('deliveries')) ?? 0;
  const requests = readId(req.query('requests')) ?? 0;
  return html`<div class="notice good" role="status"><p>The subscriber is erased.${deliveries > 0 && ` Deliveries that stay, without whose they were: ${formatNumber(deliveries)}.`}</p>
${requests > 0 && html`<p>Requests that keep the address until their outcome is known: ${formatNumber(requests)}. They may be under way, and can only be repeated as they are.</p>`}</div>`;
}
