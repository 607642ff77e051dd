import { type Context, Hono } from 'hono';
import type { IssueRecord } from '../../../issues/issue-store.ts';
import { toIso } from '../../../shared/clock.ts';
import { readSlot } from '../actions/issue-situation.ts';
import { csvHeaders, streamText } from '../frame/stream-text.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { carrierOf, noSuchIssue } from './issue-words.ts';
import { deliveriesCsv, sumsCsv } from './report-csv.ts';
import { hasReports } from './report-numbers.ts';
import { audienceEquation, deliveryEquation, outcomeEquation } from './report-sums.ts';

const NOTHING_SENT = {
  status: 404,
  title: 'Nothing has gone out for this week',
  detail: 'There is a report to download once the issue is being sent.',
} as const;

/**
 * `GET /studio/issues/:slot/report.csv`: the sums of a report. `…/deliveries.csv`: what became of each subscriber's
 * mail, which asks for the password and is recorded, like every export of subscribers.
 */
export function issueDownloads(deps: StudioDeps): Hono<StudioEnv> {
  const withReport =
    (answer: (context: Context<StudioEnv>, issue: IssueRecord) => Promise<Response>) =>
    async (context: Context<StudioEnv>) => {
      const slot = readSlot(context.req.param('slot') ?? '');
      if (slot === null) return deps.answerProblem(context, noSuchIssue(context.req.param('slot') ?? ''));
      const issue = await deps.issueStore.findIssue(slot);
      if (issue?.sendingAt == null) return deps.answerProblem(context, NOTHING_SENT);
      return answer(context, issue);
    };
  return new Hono<StudioEnv>()
    .get(
      '/studio/issues/:slot/report.csv',
      withReport(async (context, issue) =>
        context.body(await sumsOf(issue, deps), 200, csvHeaders(`issue-${issue.slot}`)),
      ),
    )
    .get(
      '/studio/issues/:slot/deliveries.csv',
      withReport(async (context, { slot }) => {
        if (context.req.method === 'GET') await deps.record.add('exported', slot);
        const csv = streamText(deliveriesCsv(slot, deps), deps.stopping);
        return context.body(csv, 200, csvHeaders(`issue-${slot}-subscribers`));
      }),
    );
}

async function sumsOf(issue: IssueRecord, { reportStore, config }: StudioDeps): Promise<string> {
  const { slot, subject, sendingAt, finishedAt, audience, deliveries, outcomes } = issue;
  const carrier = carrierOf(issue, config.transportName);
  const unsubscribed = Math.max(0, (await reportStore.countUnsubscribed()).get(slot) ?? 0);
  const isHeardOf = carrier === 'Resend' || hasReports(issue);
  const time = (instant: number | null) => (instant === null ? '' : toIso(instant));
  return sumsCsv(
    [
      ['Issue', slot],
      ['Subject', subject ?? ''],
      ['Began', time(sendingAt)],
      ['Ended', time(finishedAt)],
      ['Unsubscribed through a link of this issue', String(unsubscribed)],
    ],
    [
      audienceEquation(audience),
      deliveryEquation(audience.prepared, deliveries, carrier),
      ...(isHeardOf ? [outcomeEquation(deliveries, outcomes, carrier)] : []),
    ],
  );
}
