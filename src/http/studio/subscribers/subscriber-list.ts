import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { DateTime } from 'luxon';
import type { Audience } from '../../../issues/audience.ts';
import { subscribersCsv } from '../../../subscribers/lists/export-subscribers.ts';
import { tidySearch } from '../../../subscribers/search-text.ts';
import type { SubscriberState } from '../../../subscribers/subscriber-state.ts';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { limitForm, readForm } from '../../bodies/form.ts';
import type { Markup } from '../../pages/page.ts';
import { button, menu } from '../frame/components/buttons.ts';
import { notice } from '../frame/components/notice.ts';
import { emptyState, pageHeading } from '../frame/components/page-heading.ts';
import { formatNumber } from '../frame/format.ts';
import { csvHeaders, streamText } from '../frame/stream-text.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { growthPart } from './growth-part.ts';
import type { Searches } from './sealed-searches.ts';
import { createSubscriberCounts } from './subscriber-counts.ts';
import {
  PAGE_SIZE,
  type PageStart,
  readId,
  readPageStart,
  readState,
  wantedOf,
} from './subscriber-search.ts';
import {
  FOUND_ROUTE,
  listFoot,
  nobodyPart,
  SEARCH_ROUTE,
  type ShownList,
  SUBSCRIBERS_ROUTE,
  searchForm,
  stateChips,
  subscriberTable,
} from './subscriber-table.ts';

export { SUBSCRIBERS_ROUTE };

/** `/studio/subscribers`: growth, counts, one search and the list; and all of it as CSV. */
export function subscriberListPages(deps: StudioDeps, searches: Searches): Hono<StudioEnv> {
  const { site, subscriberStore, deliveryStore, answerProblem, clock, changes } = deps;
  const countSubscribers = createSubscriberCounts({ ...deps, onCounted: changes.notify });
  const read = async (what: { state: SubscriberState | null; text: string | null }, start: PageStart) => {
    const query = { wanted: wantedOf(what), now: clock.now(), after: start.after, limit: PAGE_SIZE };
    const [counts, page, audience] = await Promise.all([
      countSubscribers(),
      subscriberStore.find(query),
      deliveryStore.forecastAudience(query.now),
    ]);
    const origins = await subscriberStore.findOrigins(page.found.map(({ id }) => id));
    return { page, origins, counts, audience, shown: start.shown };
  };
  const answer = (context: Context<StudioEnv>, list: ShownList, isSearchLost = false) =>
    answerStudioPage(context, site, {
      title: 'Subscribers',
      section: SUBSCRIBERS_ROUTE,
      scripts: ['live-page.js', 'subscribers.js'],
      status: isSearchLost ? 404 : 200,
      body: listPage(context, deps, list, isSearchLost),
    });
  const answerList = async (context: Context<StudioEnv>, isSearchLost = false) => {
    const state = isSearchLost ? null : readState(context.req.query('state') ?? context.req.query('status'));
    const start = isSearchLost ? FIRST_PAGE : readPageStart((name) => context.req.query(name));
    return answer(
      context,
      { ...(await read({ state, text: null }, start)), state, search: null },
      isSearchLost,
    );
  };
  return new Hono<StudioEnv>()
    .get(SUBSCRIBERS_ROUTE, (context) => answerList(context))
    .get(SEARCH_ROUTE, (context) => context.redirect(context.var.path(SUBSCRIBERS_ROUTE), 303))
    .post(SEARCH_ROUTE, limitForm(answerProblem, MAX_STUDIO_FORM_BYTES), async (context) => {
      const text = tidySearch((await readForm(context)).one('text') ?? '');
      if (text === '') return context.redirect(context.var.path(SUBSCRIBERS_ROUTE), 303);
      return context.redirect(context.var.path(`${FOUND_ROUTE}/${searches.seal(text)}`), 303);
    })
    .get(`${FOUND_ROUTE}/:sealed{[\\w-]+}`, async (context) => {
      const sealed = context.req.param('sealed');
      const text = searches.open(sealed);
      if (text === undefined) return answerList(context, true);
      const found = await read(
        { state: null, text },
        readPageStart((name) => context.req.query(name)),
      );
      return answer(context, { ...found, state: null, search: { text, sealed } });
    })
    .get(`${SUBSCRIBERS_ROUTE}/export.csv`, async (context) => {
      if (context.req.method === 'GET') await deps.record.add('exported');
      const csv = subscribersCsv(subscriberStore, { purpose: 'spreadsheet' });
      return context.body(streamText(csv, deps.stopping), 200, listHeaders(deps));
    });
}

const FIRST_PAGE: PageStart = { after: null, shown: 0 };

/** Of a list of subscribers that is downloaded. */
export function listHeaders({ clock, site }: Pick<StudioDeps, 'clock' | 'site'>): Record<string, string> {
  const day = DateTime.fromMillis(clock.now(), { zone: site.timezone }).toISODate();
  return csvHeaders(`subscribers-${day}`);
}

function listPage(
  context: Context<StudioEnv>,
  deps: StudioDeps,
  list: ShownList,
  isSearchLost: boolean,
): Markup {
  const { path } = context.var;
  const { page, counts, search, state, shown } = list;
  const isEmpty = counts?.total === 0 && search === null;
  return html`
${heading(path, list, isEmpty)}
<div class="stack">
${doneNotice(context)}
${isSearchLost && notice({ tone: 'warn', what: 'This search is no longer kept.', rest: 'Type it again; all subscribers are shown below.' })}
${isEmpty && emptyList(path)}
${!isEmpty && search === null && state === null && shown === 0 && counts !== null && growthPart(counts, deps.site.timezone)}
${
  !isEmpty &&
  html`<section class="card flush" aria-label="Subscribers">
${searchForm(path, search?.text ?? '')}
<div id="results" aria-live="off">
${search === null && stateChips(path, list)}
<div id="list"${search === null && shown === 0 && html` data-live`}>${page.found.length > 0 ? subscriberTable(context, deps, list) : nobodyPart(path, list)}
${(page.found.length > 0 || page.next !== null) && listFoot(path, list)}</div></div></section>`
}
</div>`;
}

function heading(path: StudioEnv['Variables']['path'], { audience }: ShownList, isEmpty: boolean): Markup {
  const add = button({ words: 'Add one', kind: 'primary', href: path(`${SUBSCRIBERS_ROUTE}/add`) });
  const importing = button({ words: 'Import', href: path(`${SUBSCRIBERS_ROUTE}/import`) });
  const more = menu({
    id: 'list-menu',
    words: 'More',
    items: [
      {
        words: 'Download all as CSV',
        note: 'To keep, or for a spreadsheet',
        href: path(`${SUBSCRIBERS_ROUTE}/export.csv`),
      },
    ],
  });
  return pageHeading({
    title: 'Subscribers',
    line:
      !isEmpty &&
      html`<b>${formatNumber(audience.prepared)}</b> would get an issue that goes out now${withheldWords(audience)}.`,
    actions: isEmpty ? [] : [add, importing, more],
  });
}

/** ", of 12 who confirmed: 2 can’t be mailed": as the next issue and the reports count them. */
function withheldWords({ candidates, excluded: { suppressed, paused } }: Audience): string {
  const parts = [
    suppressed > 0 && `${formatNumber(suppressed)} can’t be mailed`,
    paused > 0 && `${formatNumber(paused)} ${paused === 1 ? 'is' : 'are'} paused`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? '' : `, of ${formatNumber(candidates)} who confirmed: ${parts.join(', ')}`;
}

function emptyList(path: StudioEnv['Variables']['path']): Markup {
  return emptyState({
    title: 'Nobody has signed up yet',
    words:
      'Put a link to the sign-up page on your site, or bring a list along. Who signs up gets a mail that asks to confirm, and then your issues.',
    actions: [
      button({ words: 'Import a list', kind: 'primary', href: path(`${SUBSCRIBERS_ROUTE}/import`) }),
      button({ words: 'Add one', href: path(`${SUBSCRIBERS_ROUTE}/add`) }),
      button({ words: 'Open the sign-up page', kind: 'quiet', href: path('/') }),
    ],
  });
}

/** The result of an erasure, which no longer names the email address. */
function doneNotice({ req }: Context): Markup | false {
  if (req.query('done') !== 'erased') return false;
  const deliveries = readId(req.query('deliveries')) ?? 0;
  const requests = readId(req.query('requests')) ?? 0;
  return notice({
    tone: 'good',
    what: 'The subscriber is erased.',
    more: erasedWords({ deliveries, requests }),
  });
}

/** What stays after an erasure. */
export function erasedWords({ deliveries, requests }: { deliveries: number; requests: number }): Markup {
  return html`${deliveries > 0 && html`<p>Mails of past issues that stay counted, without whose they were: ${formatNumber(deliveries)}.</p>`}
${requests > 0 && html`<p>Batches on their way that still hold the address: ${formatNumber(requests)}. They can only be repeated as they are; the address goes as soon as their outcome is known.</p>`}`;
}
