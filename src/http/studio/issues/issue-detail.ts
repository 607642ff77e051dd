import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { weekWords } from '../../../../emails/_components/digest/wording.ts';
import type { SendingPace } from '../../../delivery/sending-pace.ts';
import { approvedTimeWarning } from '../../../issue-actions/approved-time-warning.ts';
import type { Audience } from '../../../issues/audience.ts';
import { GOING_OUT_STATUSES, type IssueStatus, UNSENT_STATUSES } from '../../../issues/issue-status-rules.ts';
import type { FailureCount, SendTimeline } from '../../../issues/report-store.ts';
import type { Markup } from '../../pages/page.ts';
import { actionsPart } from '../actions/actions-part.ts';
import { actionResult, STUDIO_ACTIONS } from '../actions/issue-action.ts';
import { NO_SUCH_SLOT } from '../actions/issue-actions.ts';
import { type IssueSituation, readSituation, readSlot, slotTime } from '../actions/issue-situation.ts';
import { fullTime, isolatedText, statusMark } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { failuresPart } from './issue-failures.ts';
import { handedOverChart, outcomeChart, SPAN_COUNT } from './issue-pictures.ts';
import { readPace, sendingPart } from './issue-sending.ts';
import { audienceSum, deliverySum, outcomeSum, sumPart } from './issue-sums.ts';

/** `GET /studio/issues/:slot`: an issue's actions, progress and outcomes. */
export function issueDetail(deps: StudioDeps): Hono<StudioEnv> {
  return new Hono<StudioEnv>().get('/studio/issues/:slot', async (context) => {
    const slot = readSlot(context.req.param('slot'));
    if (slot === null) return deps.answerProblem(context, NO_SUCH_SLOT);
    const situation = await readSituation(slot, deps);
    const hasBegun = situation.issue !== null && situation.issue.sendingAt !== null;
    const report = hasBegun ? await readReport(situation, deps) : null;
    const mayBegin = !hasBegun && UNSENT_STATUSES.includes(situation.status);
    const forecast = mayBegin ? await deps.deliveryStore.forecastAudience(deps.clock.now()) : null;
    const frozen = await deps.issueStore.readFrozenIssue(slot);
    const hasNoWebView = frozen !== null && frozen.article === null;
    return answerDetail(context, { situation, report, forecast, hasNoWebView }, deps);
  });
}

interface SendingReport {
  /** Null once sending has ended. */
  pace: SendingPace | null;
  handedOver: SendTimeline;
  failures: FailureCount[];
}

async function readReport(situation: IssueSituation, deps: StudioDeps): Promise<SendingReport> {
  const { slot } = situation;
  return {
    pace: await readPace(situation, deps),
    handedOver: await deps.reportStore.readTimeline(slot, SPAN_COUNT),
    failures: await deps.reportStore.countFailures(slot),
  };
}

interface IssueDetail {
  situation: IssueSituation;
  /** Null before sending began. */
  report: SendingReport | null;
  /** Who would get it now; null once that is fixed, or if it will not be sent. */
  forecast: Audience | null;
  hasNoWebView: boolean;
}

function answerDetail(
  context: Context<StudioEnv>,
  { situation, report, forecast, hasNoWebView }: IssueDetail,
  deps: StudioDeps,
) {
  const { site, clock } = deps;
  const { path } = context.var;
  const { slot, status, issue } = situation;
  const zone = site.timezone;
  const result = resultOf(context, situation);
  const { schedule, review } = deps.config;
  const otherTime = issue && approvedTimeWarning(issue, { schedule, review, now: clock.now() });
  const isSending = report !== null && GOING_OUT_STATUSES.includes(status);
  return answerStudioPage(context, site, {
    title: slot,
    section: '/studio/issues',
    scripts: ['live-page.js'],
    body: html`
<p class="crumbs"><a href="${path('/studio/issues')}">Issues</a></p>
<div class="title" id="title" data-live><h1>${weekWords(slot)}</h1>${statusMark(status)}<p class="muted">${isolatedText(issue?.subject ?? issue?.edited.subject ?? '')}</p></div>
<div id="result" role="status" data-live>${result !== null && html`<p class="notice good">${result}</p>`}</div>
<div class="issue">
<div class="reports">
${reasonPart(situation, otherTime)}
<section id="sending" class="sheet stack" data-live>${isSending && sendingPart(situation, { pace: report.pace, zone, now: clock.now() })}</section>
<section id="numbers" class="sheet stack" data-live>${numbersPart(situation, forecast)}</section>
<section id="pictures" class="sheet pictures" data-live>${report !== null && issue !== null && html`${outcomeChart(issue)}${handedOverChart(report.handedOver, zone)}`}</section>
<section id="failures" class="sheet stack" data-live>${report !== null && failuresPart(report.failures, { path, situation, zone })}</section>
</div>
<div class="aside">
<section class="sheet" id="actions" data-live><h2 class="apart">What can be done</h2>${actionsPart(path, situation)}</section>
<section class="sheet stack" id="facts" data-live><h2>The issue</h2>${factsPart(situation, { zone, scheduledAt: slotTime(situation, schedule) })}
<p>${UNSENT_STATUSES.includes(status) ? html`<a href="${path(`/studio?slot=${slot}`)}">See what would go out</a>` : issue?.sendingAt != null && html`<a href="${path(`/issues/${slot}`)}">As the public reads it</a>`}</p>
${hasNoWebView && html`<p class="notice">${noWebViewWords(status)}</p>`}</section>
</div>
</div>`,
  });
}

function noWebViewWords(status: IssueStatus): string {
  const words = 'It has no web view: its public page shows the email, and the log says why.';
  return status === 'approved' ? `${words} To try again, hold it and approve it again.` : words;
}

/** The result of the action that redirected here. */
function resultOf({ req }: Context, situation: IssueSituation): string | null {
  const action = STUDIO_ACTIONS.find((one) => one === req.query('done'));
  return action === undefined ? null : actionResult(action, situation);
}

function reasonPart({ status, issue }: IssueSituation, otherTime: string | null): Markup {
  const reason = otherTime ?? (status === 'paused' ? null : (issue?.reason ?? null));
  return html`<div id="reason" data-live>${reason !== null && html`<p class="notice${status === 'held' || status === 'cancelled' ? ' bad' : ''}">${isolatedText(reason)}</p>`}</div>`;
}

function numbersPart({ issue, status }: IssueSituation, forecast: Audience | null): Markup {
  if (forecast !== null)
    return html`<h2>Who would get it now</h2>${sumPart(audienceSum(forecast))}<p class="muted">That is fixed when sending begins: all who are confirmed then, without those who are suppressed or paused.</p>`;
  if (issue === null || issue.sendingAt === null)
    return html`<h2>Who gets it</h2><p class="muted">Nobody: it is ${status}.</p>`;
  const { audience, deliveries, outcomes } = issue;
  return html`<h2>Who gets it</h2>
<div><h3 class="label">Audience</h3>${sumPart(audienceSum(audience))}</div>
<div><h3 class="label">Handed over</h3>${sumPart(deliverySum(audience.prepared, deliveries))}</div>
<div><h3 class="label">The provider says</h3>${sumPart(outcomeSum(deliveries, outcomes))}</div>`;
}

function factsPart(
  { issue }: IssueSituation,
  { zone, scheduledAt }: { zone: string; scheduledAt: number },
): Markup {
  const fact = (name: string, instant: number | null | undefined) =>
    instant != null && html`<dt>${name}</dt><dd class="number">${fullTime(instant, zone)}</dd>`;
  return html`<dl class="facts">
${fact('Its time', scheduledAt)}
${fact('Cut-off', issue?.cutOff)}
${fact('Approved', issue?.frozenAt)}
${fact('Sending began', issue?.sendingAt)}
${fact('Ended', issue?.finishedAt)}
</dl>
${issue !== null && issue.items.length > 0 && html`<h3>Comparisons</h3><ol class="contents">${issue.items.map(({ slug, featured }) => html`<li>${isolatedText(slug)}${featured && html` <span class="muted small">featured</span>`}</li>`)}</ol>`}`;
}
