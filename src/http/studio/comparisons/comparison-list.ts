import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { IssueStatus } from '../../../issues/issue-status-rules.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { type Column, dataTable, pager, rangeWords } from '../frame/components/data-table.ts';
import { icon } from '../frame/components/icons.ts';
import { emptyState, pageHeading } from '../frame/components/page-heading.ts';
import { formatNumber, isolatedText } from '../frame/format.ts';
import { pageNumber } from '../frame/pagination.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { addedNotice } from './added-notice.ts';
import { holdForm, holdNotice } from './comparison-hold.ts';
import {
  COMPARISON_STATES,
  type ComparisonState,
  findByTool,
  readStates,
  type StatedComparison,
  titleOf,
} from './comparison-states.ts';
import { STATE_CHIPS, shortDay } from './comparison-words.ts';
import { ADD_ROUTE, COMPARISONS_ROUTE, comparisonRoute } from './routes.ts';
import { issueLink, stateBadge, stateNotes } from './state-marks.ts';

const PAGE_SIZE = 50;

type Filter = ComparisonState | 'all' | 'incomplete';

const FILTERS: readonly Filter[] = ['all', ...COMPARISON_STATES, 'incomplete'];

const FILTER_WORDS = { ...STATE_CHIPS, all: 'All', incomplete: 'Incomplete' };

interface Shown {
  filter: Filter;
  search: string;
  page: number;
}

/** `GET /studio/comparisons`: all comparisons, by where they stand. */
export function comparisonList(deps: StudioDeps): Hono<StudioEnv> {
  return new Hono<StudioEnv>().get(COMPARISONS_ROUTE, async (context) => {
    const { all, next } = await readStates(deps);
    const shown = shownIn(context);
    const found = shown.search === '' ? all : findByTool(all, shown.search);
    const matching = found.filter((comparison) => matches(comparison, shown.filter));
    const first = (shown.page - 1) * PAGE_SIZE;
    const rows = matching.slice(first, first + PAGE_SIZE);
    if (rows.length === 0 && first > 0)
      return context.redirect(context.var.path(listRoute({ ...shown, page: 1 })), 302);
    const inNext = all.filter(({ state }) => state === 'next').length;
    return answerStudioPage(context, deps.site, {
      title: 'Comparisons',
      section: COMPARISONS_ROUTE,
      body: html`${pageHeading({
        title: 'Comparisons',
        line:
          all.length > 0 &&
          html`${formatNumber(all.length)} in all; <b>${formatNumber(inNext)}</b> ${inNext === 1 ? 'goes' : 'go'} into the next issue.`,
        actions: [button({ words: 'Add comparisons', href: context.var.path(ADD_ROUTE), kind: 'primary' })],
      })}
<div class="stack">${addedNotice(context)}${holdNotice(context, all)}
${all.length === 0 ? nothingYet(context) : await listPart(context, { shown, found, matching, rows, next, deps })}</div>`,
    });
  });
}

function shownIn(context: Context): Shown {
  const filter = FILTERS.find((known) => known === context.req.query('state')) ?? 'all';
  const search = (context.req.query('q') ?? '').slice(0, 200).trim();
  return { filter, search, page: pageNumber(context) ?? 1 };
}

function matches({ state, missing }: StatedComparison, filter: Filter): boolean {
  if (filter === 'all') return true;
  if (filter === 'incomplete') return missing.length > 0;
  return state === filter;
}

function listRoute({ filter, search, page }: Shown): `/${string}` {
  const query = new URLSearchParams({
    ...(filter === 'all' ? {} : { state: filter }),
    ...(search === '' ? {} : { q: search }),
    ...(page === 1 ? {} : { page: String(page) }),
  }).toString();
  return query === '' ? COMPARISONS_ROUTE : `${COMPARISONS_ROUTE}?${query}`;
}

interface ListView {
  shown: Shown;
  found: StatedComparison[];
  matching: StatedComparison[];
  rows: StatedComparison[];
  next: string;
  deps: StudioDeps;
}

async function listPart(context: Context<StudioEnv>, view: ListView): Promise<Markup> {
  const { path } = context.var;
  const { shown, matching, rows } = view;
  const to = (page: number) => path(listRoute({ ...shown, page }));
  const statuses = await statusesOf(rows, view.deps);
  return html`<section class="card flush comparisons" aria-label="Comparisons">
<div class="tools-row"><form class="searchbox grow" role="search" method="get" action="${path(COMPARISONS_ROUTE)}"><label class="apart" for="q">Find by tool</label>${icon('search', 18)}<input type="search" id="q" name="q" value="${shown.search}" placeholder="Find by tool">${shown.filter !== 'all' && html`<input type="hidden" name="state" value="${shown.filter}">`}<button class="apart">Find</button></form></div>
<div class="tools-row">${chips(context, view)}</div>
${
  rows.length === 0
    ? html`<p class="none muted">${nothingFound(shown)}</p>`
    : html`${dataTable({ caption: 'Comparisons', columns: columnsOf(context, view, statuses), rows, isCompact: true })}
${pager({
  words: rangeWords({ page: shown.page, size: PAGE_SIZE, all: matching.length }),
  before: shown.page > 1 ? to(shown.page - 1) : undefined,
  after: shown.page * PAGE_SIZE < matching.length ? to(shown.page + 1) : undefined,
})}`
}</section>`;
}

function nothingFound({ search, filter }: Shown): Markup {
  const what = search === '' ? html`` : html` with “${isolatedText(search)}”`;
  return html`No comparison${what}${filter !== 'all' && html` under “${FILTER_WORDS[filter]}”`}.`;
}

function chips({ var: { path } }: Context<StudioEnv>, { shown, found }: ListView): Markup {
  const count = (filter: Filter) => found.filter((comparison) => matches(comparison, filter)).length;
  return html`<div class="chips" role="group" aria-label="Show">${FILTERS.map((filter) => {
    const number = count(filter);
    const isCurrent = filter === shown.filter;
    if (number === 0 && !isCurrent && filter === 'broken') return '';
    return html`<a href="${path(listRoute({ ...shown, filter, page: 1 }))}"${isCurrent && html` aria-current="true"`}>${FILTER_WORDS[filter]} ${formatNumber(number)}</a>`;
  })}</div>`;
}

/** Of the issues that the rows of a page are in. */
async function statusesOf(
  rows: readonly StatedComparison[],
  { issueStore }: Pick<StudioDeps, 'issueStore'>,
): Promise<Map<string, IssueStatus>> {
  const slots = [
    ...new Set(rows.flatMap(({ slot, state }) => (state === 'used' && slot !== null ? [slot] : []))),
  ];
  const records = await Promise.all(slots.map((slot) => issueStore.findIssue(slot)));
  return new Map(
    records.flatMap((record) => (record === null ? [] : [[record.slot, record.status] as const])),
  );
}

function columnsOf(
  context: Context<StudioEnv>,
  { deps, next }: ListView,
  statuses: ReadonlyMap<string, IssueStatus>,
): Column<StatedComparison>[] {
  const { path } = context.var;
  const zone = deps.config.schedule.zone;
  return [
    {
      label: 'Comparison',
      isHeader: true,
      cell: (row) => {
        const notes = stateNotes(row, deps).join(' · ');
        return html`<a href="${path(comparisonRoute(row.slug))}">${isolatedText(titleOf(row))}</a>${notes !== '' && html`<span class="sub">${notes}</span>`}`;
      },
    },
    { label: 'State', isMark: true, cell: (row) => stateBadge(row, statuses.get(row.slot ?? '') ?? null) },
    { label: 'Published', cell: ({ publishedAt }) => shortDay(publishedAt, zone) },
    { label: 'Issue', cell: (row) => issueLink(path, row, { ...deps, next }) },
    { label: 'Change', cell: (row) => holdForm(context, row, { from: 'list', isSlim: true }) },
  ];
}

function nothingYet({ var: { path } }: Context<StudioEnv>): Markup {
  return emptyState({
    title: 'No comparisons yet',
    words: html`Add them from a file or paste one. Your site can post them, too: set <code>API_TOKEN</code>.`,
    actions: [button({ words: 'Add comparisons', href: path(ADD_ROUTE) })],
  });
}
