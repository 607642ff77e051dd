import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Audience } from '../../../issues/audience.ts';
import type { ListedSubscriber } from '../../../subscribers/subscriber.ts';
import type { FoundSubscribers, Origin } from '../../../subscribers/subscriber-list-store.ts';
import { SUBSCRIBER_STATES, type SubscriberState } from '../../../subscribers/subscriber-state.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { dataTable } from '../frame/components/data-table.ts';
import { icon } from '../frame/components/icons.ts';
import { formatNumber, isolatedText } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import type { StudioDeps } from '../studio-deps.ts';
import type { SubscriberCounts } from './subscriber-counts.ts';
import { PAGE_SIZE, pageQuery } from './subscriber-search.ts';
import { shortDay } from './subscriber-times.ts';
import { originWords, STATE_LABELS, stateBadge, subscribersWords } from './subscriber-words.ts';

export const SUBSCRIBERS_ROUTE = '/studio/subscribers';
export const SEARCH_ROUTE = `${SUBSCRIBERS_ROUTE}/search` as const;
export const FOUND_ROUTE = `${SUBSCRIBERS_ROUTE}/found` as const;
export const BULK_ROUTE = `${SUBSCRIBERS_ROUTE}/bulk` as const;

export interface ShownList {
  page: FoundSubscribers;
  origins: readonly Origin[];
  /** Null while they are counted. */
  counts: SubscriberCounts | null;
  /** Who would get an issue that goes out now. */
  audience: Audience;
  state: SubscriberState | null;
  search: { text: string; sealed: string } | null;
  /** How many were shown on the pages before. */
  shown: number;
}

type Path = StudioEnv['Variables']['path'];

/** One box for everything; its text stays out of URLs. */
export function searchForm(path: Path, text: string): Markup {
  return html`<form method="post" action="${path(SEARCH_ROUTE)}" role="search" class="tools-row" id="search">
<div class="searchbox grow"><label class="apart" for="text">Find by email or name</label>${icon('search', 18)}<input id="text" name="text" type="search" value="${text}" placeholder="Find by email or name" maxlength="1000" autocomplete="off" autocapitalize="none" spellcheck="false" aria-keyshortcuts="/"></div>
${button({ words: 'Find', id: 'find' })}${text !== '' && button({ words: 'Clear', kind: 'quiet', href: path(SUBSCRIBERS_ROUTE) })}
</form>`;
}

/** The states with their counts, which add up to all. */
export function stateChips(path: Path, { counts, state }: ShownList): Markup {
  const chip = (one: SubscriberState | null) => {
    const count = one === null ? counts?.total : counts?.states[one];
    const href = one === null ? SUBSCRIBERS_ROUTE : (`${SUBSCRIBERS_ROUTE}?state=${one}` as const);
    return html`<a href="${path(href)}"${one === state && html` aria-current="true"`}>${one === null ? 'All' : STATE_LABELS[one]}${count !== undefined && ` ${formatNumber(count)}`}</a>`;
  };
  const sum =
    counts !== null &&
    `${SUBSCRIBER_STATES.map((one) => formatNumber(counts.states[one])).join(' + ')} = ${formatNumber(counts.total)}`;
  return html`<div class="tools-row" id="counts" data-live><nav class="chips" aria-label="Show">${chip(null)}${SUBSCRIBER_STATES.map(chip)}</nav>
<p class="muted small num">${sum === false ? 'Counting…' : sum}</p></div>`;
}

/** The people of a page, and what to do with those who are ticked. */
export function subscriberTable(
  { var: { path } }: Context<StudioEnv>,
  { site, clock }: StudioDeps,
  list: ShownList,
): Markup {
  const { page, origins, search, state } = list;
  const at = { now: clock.now(), zone: site.timezone };
  const cameBy = new Map(origins.map((origin) => [origin.id, originWords(origin)]));
  return html`<form method="post" action="${path(BULK_ROUTE)}" id="people">
${search !== null && html`<input type="hidden" name="found" value="${search.sealed}">`}${state !== null && html`<input type="hidden" name="state" value="${state}">`}
${bulkBar(list)}
${dataTable<ListedSubscriber>({
  caption: 'Subscribers',
  isCompact: true,
  rows: page.found,
  columns: [
    {
      label: 'Select',
      isPick: true,
      cell: ({ id, email }) =>
        html`<label><input type="checkbox" name="who" value="${id}" id="who-${id}" aria-label="Select ${email}"></label>`,
    },
    {
      label: 'Email',
      isHeader: true,
      cell: ({ id, email }) =>
        html`<a href="${path(`${SUBSCRIBERS_ROUTE}/${id}`)}">${isolatedText(email)}</a>`,
    },
    { label: 'Name', cell: ({ name }) => name !== null && isolatedText(name) },
    { label: 'State', isMark: true, cell: (subscriber) => stateBadge(subscriber, at) },
    { label: 'Since', cell: ({ createdAt }) => shortDay(createdAt, site.timezone) },
    { label: 'Came by', cell: ({ id }) => cameBy.get(id) ?? false },
  ],
})}</form>`;
}

function bulkBar(list: ShownList): Markup {
  const { state, search } = list;
  const count = countOf(list);
  const which =
    search !== null
      ? ' that the search finds'
      : state === null
        ? ''
        : ` ${STATE_LABELS[state].toLowerCase()}`;
  const all = count === undefined ? `All${which}` : `All ${formatNumber(count)}${which}`;
  return html`<div class="tools-row bulk" role="group" aria-label="Those who are selected"><span class="muted small idle">Tick people to unsubscribe, download or erase them.</span><b id="picked" aria-live="polite">Selected:</b>
${button({ words: 'Unsubscribe…', isSlim: true, name: 'do', value: 'unsubscribe' })}${button({ words: 'Download…', isSlim: true, name: 'do', value: 'download' })}${button({ words: 'Erase…', kind: 'danger', isSlim: true, name: 'do', value: 'erase' })}
<label class="check"><input type="checkbox" name="all" value="yes" id="all"> ${all}</label></div>`;
}

/** Which of how many are shown, and the way to the rest. */
export function listFoot(path: Path, list: ShownList): Markup {
  const { page, state, search, shown } = list;
  const { found, next } = page;
  const base = search === null ? SUBSCRIBERS_ROUTE : (`${FOUND_ROUTE}/${search.sealed}` as const);
  const isLooking = isStillLooking(list);
  const isNobodyYet = isLooking && found.length === 0;
  const more =
    next !== null &&
    html`<a class="btn slim" rel="next" id="more"${isNobodyYet && html` data-continue`} href="${path(`${base}?${state === null ? '' : `state=${state}&`}${pageQuery(next, shown + found.length)}`)}">${isLooking ? 'Show more' : 'Next'}</a>`;
  return html`<nav class="pager" aria-label="Pages"><span class="muted">${found.length > 0 && rangeOf(list)}${isLooking && found.length > 0 && html` <span role="status">${STILL_LOOKING}</span>`}</span>
<span class="actions">${more}</span></nav>`;
}

const STILL_LOOKING = 'Still looking: a part of the list has not been searched yet.';

/** A page that could not be filled has searched a part of a long list. */
function isStillLooking({ page: { found, next } }: ShownList): boolean {
  return next !== null && next.by === 'age' && found.length < PAGE_SIZE;
}

/** "1–50 of 641"; without the sum where it is not known. */
function rangeOf(list: ShownList): string {
  const { page, shown } = list;
  const upTo = shown + page.found.length;
  const all = page.next === null ? upTo : countOf(list);
  const range = `${formatNumber(shown + 1)}–${formatNumber(upTo)}`;
  return all === undefined || all < upTo ? range : `${range} of ${formatNumber(all)}`;
}

/** How many a list has, if that is known. */
function countOf({ counts, state, search }: ShownList): number | undefined {
  if (search !== null || counts === null) return undefined;
  return state === null ? counts.total : counts.states[state];
}

/** What a list without people says. */
export function nobodyPart(path: Path, { state, search, shown, page, counts }: ShownList): Markup {
  const title =
    search !== null
      ? html`Nobody${shown > 0 && ' else'} with “${isolatedText(search.text)}”${page.next !== null && ' so far'}`
      : html`Nobody is ${state === null ? 'here' : STATE_LABELS[state].toLowerCase()}${page.next !== null && ' among those looked at so far'}`;
  const words =
    page.next !== null
      ? STILL_LOOKING
      : search !== null &&
        counts !== null &&
        `Looked at all ${subscribersWords(counts.total)}, in emails and names.`;
  return html`<div class="empty" role="status"><h2>${title}</h2>${words !== false && html`<p class="muted">${words}</p>`}<div class="actions">${button({ words: 'Show all', href: path(SUBSCRIBERS_ROUTE) })}</div></div>`;
}
