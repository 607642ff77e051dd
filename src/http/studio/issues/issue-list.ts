import { Hono } from 'hono';
import { html } from 'hono/html';
import { nextOpenFiring } from '../../../issue-actions/find-default-slot.ts';
import type { IssueRecord } from '../../../issues/issue-store.ts';
import type { Firing } from '../../../schedule/firings.ts';
import type { Markup } from '../../pages/page.ts';
import type { Path } from '../actions/actions-part.ts';
import { formatNumber, fullTime, isolatedText, statusMark } from '../frame/format.ts';
import { pageLinks, pageNumber } from '../frame/pagination.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { audienceChart } from './issue-pictures.ts';
import { audienceSum, deliverySum, outcomeSum, shortSum } from './issue-sums.ts';

/** Few enough that their sums are quick to compute. */
const PAGE_SIZE = 20;

/** Two years. */
const CURVE_LENGTH = 104;

const NO_SUCH_PAGE = { status: 404, title: 'The list of issues has no such page' } as const;

/** `GET /studio/issues`: the next issue, audience growth, and all issues, the newest first. */
export function issueList(deps: StudioDeps): Hono<StudioEnv> {
  const { reportStore, clock, site, answerProblem } = deps;
  return new Hono<StudioEnv>().get('/studio/issues', async (context) => {
    const page = pageNumber(context);
    if (page === null) return answerProblem(context, NO_SUCH_PAGE);
    const { issues, total } = await reportStore.listIssues({
      offset: (page - 1) * PAGE_SIZE,
      limit: PAGE_SIZE,
    });
    const last = Math.max(1, Math.ceil(total / PAGE_SIZE));
    if (page > last) return answerProblem(context, NO_SUCH_PAGE);
    const next = await nextOpenFiring(clock.now(), deps);
    const upcoming = next === undefined ? null : await withStatus(next, deps);
    const audiences = await reportStore.listAudiences(CURVE_LENGTH);
    const { path } = context.var;
    const to = (other: number) => path(other === 1 ? '/studio/issues' : `/studio/issues?page=${other}`);
    return answerStudioPage(context, site, {
      title: page === 1 ? 'Issues' : `Issues, page ${page}`,
      section: '/studio/issues',
      scripts: ['live-page.js'],
      body: html`
<div class="title"><h1>Issues</h1><p class="muted number">${formatNumber(total)} so far</p></div>
${
  page === 1 &&
  html`<div class="overview"><section class="sheet" id="upcoming" data-live>${upcomingPart(upcoming, { path, zone: site.timezone })}</section>
<section class="sheet" id="curve" data-live>${audienceChart(audiences) || NO_AUDIENCE}</section></div>`
}
<section class="sheet" id="list" data-live>${issues.length === 0 ? NO_ISSUES : table(issues, { path, zone: site.timezone })}
${pageLinks({ page, last, to })}</section>`,
    });
  });
}

const NO_AUDIENCE = html`<h2>Confirmed subscribers</h2><p class="muted">The curve begins with the first issue that goes out.</p>`;
const NO_ISSUES = html`<p class="muted">There is no issue yet. The first one stands here when somebody changes its draft, or its time has come.</p>`;

type Upcoming = Firing & { status: IssueRecord['status']; review: 'auto' | 'required' };

async function withStatus(firing: Firing, { issueStore, config }: StudioDeps): Promise<Upcoming> {
  const issue = await issueStore.findIssue(firing.slot);
  return { ...firing, status: issue?.status ?? 'draft', review: config.review };
}

interface RowContext {
  path: Path;
  zone: string;
}

function upcomingPart(upcoming: Upcoming | null, { path, zone }: RowContext): Markup {
  if (upcoming === null)
    return html`<h2>Next</h2><p class="muted">The schedule does not fire in the coming year: see SCHEDULE.</p>`;
  const { slot, instant, status } = upcoming;
  return html`<h2>Next: <a href="${path(`/studio/issues/${slot}`)}">${slot}</a> ${statusMark(status)}</h2>
<p class="number">Due ${fullTime(instant, zone)}</p>
<p class="muted">${whatHappens(upcoming)}</p>
<p><a href="${path(`/studio?slot=${slot}`)}">See what would go out</a></p>`;
}

function whatHappens({ status, review }: Upcoming): string {
  if (status === 'draft')
    return review === 'auto'
      ? 'It goes out then by itself (REVIEW=auto).'
      : 'It goes out then if it is approved by then; otherwise it is held (REVIEW=required).';
  if (status === 'approved') return 'It is approved, and goes out then by itself.';
  if (status === 'held' || status === 'skipped' || status === 'cancelled')
    return `It is ${status}, so nothing goes out then.`;
  return 'It was begun before its time.';
}

function table(issues: readonly IssueRecord[], around: RowContext): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="All issues"><table class="issues">
<thead><tr><th scope="col">Slot</th><th scope="col">Subject, and why it stands so</th><th scope="col">Audience</th><th scope="col">Handed over</th><th scope="col">The provider says</th></tr></thead>
<tbody>${issues.map((issue) => row(issue, around))}</tbody></table></div>`;
}

function row(issue: IssueRecord, { path, zone }: RowContext): Markup {
  const { slot, status, reason, subject, edited, audience, deliveries, outcomes } = issue;
  const has = audience.candidates > 0;
  const at = issue.sendingAt ?? issue.scheduledAt;
  const said = outcomeSum(deliveries, outcomes);
  return html`<tr>
<th scope="row"><a href="${path(`/studio/issues/${slot}`)}">${slot}</a><br>${statusMark(status)}</th>
<td>${isolatedText(subject ?? edited.subject ?? '')}<div class="small muted">${issue.sendingAt === null ? 'due ' : 'begun '}${fullTime(at, zone)}</div>${reason !== null && html`<div class="small">${isolatedText(reason)}</div>`}</td>
<td class="small number">${has ? html`<b>${formatNumber(audience.candidates)}</b> candidates = ${shortSum(audienceSum(audience).terms)}` : html`<span class="muted">not fixed</span>`}</td>
<td class="small number">${has && html`<b>${formatNumber(audience.prepared)}</b> prepared = ${shortSum(deliverySum(audience.prepared, deliveries).terms)}`}</td>
<td class="small number">${said.total.count > 0 && html`<b>${formatNumber(said.total.count)}</b> ${said.total.label} = ${shortSum(said.terms)}`}</td>
</tr>`;
}
