import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { PublishedComparison } from '../../../comparisons/comparison-store.ts';
import { approvedTimeWarning } from '../../../issue-actions/approved-time-warning.ts';
import type { Audience } from '../../../issues/audience.ts';
import { GOING_OUT_STATUSES, type IssueStatus, UNSENT_STATUSES } from '../../../issues/issue-status-rules.ts';
import type { Markup } from '../../pages/page.ts';
import { displayLine } from '../../pages/page.ts';
import { actionNotice } from '../actions/action-notice.ts';
import { type IssueSituation, readSituation, readSlot, slotTime } from '../actions/issue-situation.ts';
import { notice } from '../frame/components/notice.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import { weekName } from '../frame/times.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { failuresCard } from './failures-card.ts';
import { issueHeading } from './issue-heading.ts';
import { sendingCard } from './issue-sending.ts';
import { whyNotice } from './issue-why.ts';
import { carrierOf, noSuchIssue } from './issue-words.ts';
import { readReport, type SendingReport } from './read-report.ts';
import { audienceCard, contentsCard, planCard, timingCard } from './report-cards.ts';
import { reportNumbers, sendingNumbers } from './report-numbers.ts';

/** `GET /studio/issues/:slot`: how an issue stands: while it goes out, and what became of it afterwards. */
export function issueDetail(deps: StudioDeps): Hono<StudioEnv> {
  const { comparisonStore, deliveryStore, issueStore, clock } = deps;
  return new Hono<StudioEnv>().get('/studio/issues/:slot', async (context) => {
    const slot = readSlot(context.req.param('slot'));
    if (slot === null) return deps.answerProblem(context, noSuchIssue(context.req.param('slot')));
    const situation = await readSituation(slot, deps);
    const { issue, status } = situation;
    const hasBegun = issue !== null && issue.sendingAt !== null;
    const mayBegin = !hasBegun && UNSENT_STATUSES.includes(status);
    const frozen = await issueStore.readFrozenIssue(slot);
    return answerDetail(context, deps, {
      situation,
      report: hasBegun ? await readReport(situation, deps) : null,
      forecast: mayBegin ? await deliveryStore.forecastAudience(clock.now()) : null,
      comparisons:
        issue === null ? [] : await comparisonStore.readComparisons(issue.items.map(({ slug }) => slug)),
      hasNoWebView: frozen !== null && frozen.article === null,
    });
  });
}

interface IssueDetail {
  situation: IssueSituation;
  /** Null before sending began. */
  report: SendingReport | null;
  /** Who would get it now; null once that is fixed, or if it will not be sent. */
  forecast: Audience | null;
  /** Those in it. */
  comparisons: readonly PublishedComparison[];
  hasNoWebView: boolean;
}

function answerDetail(context: Context<StudioEnv>, deps: StudioDeps, detail: IssueDetail) {
  const { site, clock, config } = deps;
  const { situation } = detail;
  const { slot, issue } = situation;
  const { schedule, review } = config;
  const { path } = context.var;
  const around = {
    path,
    now: clock.now(),
    zone: site.timezone,
    carrier: carrierOf({ transport: issue?.transport ?? null }, config.transportName),
    scheduledAt: slotTime(situation, schedule),
    otherTime: issue && approvedTimeWarning(issue, { schedule, review, now: clock.now() }),
  };
  const subject = issue?.subject ?? issue?.edited.subject;
  return answerStudioPage(context, site, {
    title: subject ? `${displayLine(subject)}, ${weekName(slot, around)}` : weekName(slot, around),
    section: '/studio/issues',
    scripts: ['sending-page.js'],
    body: html`
<div id="heading" data-live>${issueHeading(situation, around)}</div>
<p class="apart" id="announced" role="status" aria-live="polite"></p>
<div class="stack report" id="report" data-live-whole>
<div id="result" data-live>${actionNotice(context, situation)}</div>
<div id="why" data-live>${whyNotice(situation, around)}</div>
<div id="web-view" data-live>${detail.hasNoWebView && noWebViewNotice(situation.status)}</div>
${detail.report === null ? planned(detail, around) : reported(detail, detail.report, around)}
</div>`,
  });
}

interface Around {
  path: StudioEnv['Variables']['path'];
  zone: string;
  carrier: string;
  scheduledAt: number;
  now: number;
}

/** An issue that did not begin: who would get it, and when. */
function planned({ situation, forecast, comparisons }: IssueDetail, around: Around): Markup {
  const { issue } = situation;
  return html`<div class="cols two-one"><div class="stack">
<div id="numbers" data-live>${forecast !== null && audienceCard(forecast, 'before')}</div>
<div id="contents-of" data-live>${issue !== null && contentsCard(issue, comparisons)}</div>
</div><div class="stack"><div id="times" data-live>${forecast !== null && planCard({ scheduledAt: around.scheduledAt, issue, now: around.now }, around.zone)}</div></div></div>`;
}

function reported({ situation, comparisons }: IssueDetail, report: SendingReport, around: Around): Markup {
  const { issue, status } = situation;
  if (issue === null) return html``;
  const { carrier, path, zone } = around;
  const isGoingOut = GOING_OUT_STATUSES.includes(status);
  const numbers = { issue, carrier, failures: report.failures, unsubscribed: report.unsubscribed };
  const failures = { path, situation, zone, carrier, delayed: issue.outcomes.delayed };
  return html`<div id="progress" data-live>${sendingCard(situation, { pace: report.pace, zone, carrier })}</div>
<div id="numbers" class="stack-8" data-live>${isGoingOut ? sendingNumbers(numbers) : reportNumbers(numbers)}</div>
<div class="cols two-one"><div class="stack">
<div id="failures" data-live>${failuresCard(report.failures, failures)}</div>
<div id="contents-of" data-live>${contentsCard(issue, comparisons)}</div>
</div><div class="stack">
<div id="times" data-live>${timingCard(issue, report, zone)}</div>
<div id="audience-of" data-live>${audienceCard(issue.audience, isGoingOut ? 'during' : 'after')}</div>
</div></div>`;
}

function noWebViewNotice(status: IssueStatus): Markup {
  return notice({
    tone: 'warn',
    what: 'It has no web view.',
    rest: `Its public page shows the email, and the log says why.${status === 'approved' ? ' To try again, unlock it and approve it again.' : ''}`,
  });
}
