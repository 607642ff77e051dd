import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { nextOpenFiring } from '../../../issue-actions/find-default-slot.ts';
import { ISSUE_STATUSES, type IssueStatus } from '../../../issues/issue-status-rules.ts';
import type { FixedAudience, IssuePage } from '../../../issues/report-store.ts';
import { counted } from '../../../shared/counted.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { pager, rangeWords } from '../frame/components/data-table.ts';
import { statusWord } from '../frame/components/marks.ts';
import { card, emptyState, pageHeading } from '../frame/components/page-heading.ts';
import { longTime } from '../frame/format.ts';
import { pageNumber } from '../frame/pagination.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { isPublic } from './issue-heading.ts';
import { audienceChart } from './issue-pictures.ts';
import { countAll, listRoute, stateChips } from './issue-states.ts';
import { issueTable } from './issue-table.ts';
import { nextCard, type Upcoming } from './next-card.ts';

/** Few enough that their sums are quick to compute. */
const PAGE_SIZE = 20;

/** Two years. */
const CURVE_LENGTH = 104;

const NO_SUCH_PAGE = {
  status: 404,
  title: 'The list of issues has no such page',
  detail: 'It may have fewer pages than you looked for.',
} as const;

/** `GET /studio/issues`: the next issue, the growth of the audience, and all issues, the newest first. */
export function issueList(deps: StudioDeps): Hono<StudioEnv> {
  const { reportStore, clock, answerProblem } = deps;
  return new Hono<StudioEnv>().get('/studio/issues', async (context) => {
    const page = pageNumber(context);
    if (page === null) return answerProblem(context, NO_SUCH_PAGE);
    const status = ISSUE_STATUSES.find((known) => known === context.req.query('state')) ?? null;
    const range = { offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE, status };
    const found = await reportStore.listIssues(range);
    if (page > Math.max(1, Math.ceil(found.total / PAGE_SIZE))) return answerProblem(context, NO_SUCH_PAGE);
    const next = await nextOpenFiring(clock.now(), deps);
    return answerList(context, deps, {
      ...found,
      page,
      status,
      unsubscribed: await reportStore.countUnsubscribed(),
      upcoming: next === undefined ? null : await withStatus(next, deps),
      audiences: page === 1 ? await reportStore.listAudiences(CURVE_LENGTH) : [],
    });
  });
}

async function withStatus(
  { slot, instant }: { slot: string; instant: number },
  { issueStore, config }: StudioDeps,
): Promise<Upcoming> {
  const issue = await issueStore.findIssue(slot);
  return { slot, instant, issue, status: issue?.status ?? 'draft', review: config.review };
}

interface IssueList extends IssuePage {
  page: number;
  /** Null shows all. */
  status: IssueStatus | null;
  unsubscribed: ReadonlyMap<string, number>;
  /** Null if the schedule has no date in the coming year. */
  upcoming: Upcoming | null;
  audiences: readonly FixedAudience[];
}

function answerList(context: Context<StudioEnv>, { site, clock, config }: StudioDeps, list: IssueList) {
  const { path } = context.var;
  const { page, upcoming, unsubscribed, audiences } = list;
  const zone = site.timezone;
  const around = { path, zone, now: clock.now(), transportName: config.transportName, unsubscribed };
  const curve = audienceChart(audiences, around);
  return answerStudioPage(context, site, {
    title: titleOf(list),
    section: '/studio/issues',
    scripts: ['live-page.js'],
    body: html`
<div id="heading" data-live>${heading(list, { path, zone })}</div>
<div class="stack">
${
  page === 1 &&
  countAll(list) > 0 &&
  html`<div class="cols one-two level"><div id="upcoming" data-live>${nextCard(upcoming, around)}</div>
<div id="curve" data-live>${curve !== false && card({ id: 'curve-card', title: 'Confirmed subscribers', body: curve })}</div></div>`
}
<div id="list" data-live>${countAll(list) === 0 ? noIssues(upcoming, { path, zone }) : listCard(list, around)}</div>
</div>`,
  });
}

function titleOf({ page, status }: IssueList): string {
  const words = ['Issues'];
  if (status !== null) words.push(statusWord(status).toLowerCase());
  if (page > 1) words.push(`page ${page}`);
  return words.join(', ');
}

function listCard(list: IssueList, around: Parameters<typeof issueTable>[1]): Markup {
  const { page, issues, total, status } = list;
  const to = (other: number) => around.path(listRoute(status, other));
  const before = page > 1 ? to(page - 1) : undefined;
  const after = page * PAGE_SIZE < total ? to(page + 1) : undefined;
  return html`<section class="card flush" aria-label="${status === null ? 'All issues' : `Issues: ${statusWord(status)}`}">
<div class="tools-row">${stateChips(list, around.path)}</div>
${
  total === 0
    ? html`<p class="none muted">No issue is in this state now.</p>`
    : html`${issueTable(issues, around)}${pager({ words: rangeWords({ page, size: PAGE_SIZE, all: total }), before, after })}`
}</section>`;
}

type Place = Pick<Parameters<typeof nextCard>[1], 'path' | 'zone'>;

function heading(list: IssueList, { path, zone }: Place): Markup {
  const { issues, counts, upcoming } = list;
  const total = countAll(list);
  const open = button({ words: 'Open the next issue', href: path('/studio'), kind: 'primary' });
  // Also where the list shows other issues.
  const isPublished = (counts.get('sent') ?? 0) > 0 || issues.some(isPublic);
  const archive = button({ words: 'Public archive', href: path('/issues') });
  return pageHeading({
    title: 'Issues',
    line:
      total > 0 &&
      html`${counted(total, 'issue')} so far.${upcoming !== null && html` The next one: <b>${longTime(upcoming.instant, zone)}</b>.`}`,
    actions: total === 0 ? [] : [open, ...(isPublished ? [archive] : [])],
  });
}

function noIssues(upcoming: Upcoming | null, { path, zone }: Place): Markup {
  const when =
    upcoming === null
      ? 'No date is set for the first one yet.'
      : html`The first can go out on ${longTime(upcoming.instant, zone)}.`;
  return emptyState({
    title: 'No issue has gone out yet',
    words: html`When one has, you see here how many got it, what did not arrive and who left. ${when}`,
    actions: [button({ words: 'Open the next issue', href: path('/studio'), kind: 'primary' })],
  });
}
