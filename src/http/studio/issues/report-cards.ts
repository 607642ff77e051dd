import { html } from 'hono/html';
import type { PublishedComparison } from '../../../comparisons/comparison-store.ts';
import type { Audience } from '../../../issues/audience.ts';
import type { IssueRecord } from '../../../issues/issue-store.ts';
import { counted, formatNumber } from '../../../shared/counted.ts';
import type { Markup } from '../../pages/page.ts';
import { pairs } from '../frame/components/facts.ts';
import { tag } from '../frame/components/marks.ts';
import { card } from '../frame/components/page-heading.ts';
import { dayClockTime, dayTime, isolatedText } from '../frame/format.ts';
import { fastest, handedOverChart } from './issue-pictures.ts';
import type { Approval, SendingReport } from './read-report.ts';
import { audienceEquation, sumLine } from './report-sums.ts';

const APPROVED_WHERE: Readonly<Record<Approval, string>> = {
  studio: 'In the studio',
  'at-once': 'As its sending began',
  elsewhere: 'By a command',
};

/** When it was approved, and by which way; how long the sending took, and how fast it was. */
export function timingCard(
  issue: IssueRecord,
  { handedOver, approval }: SendingReport,
  zone: string,
): Markup {
  const { frozenAt, sendingAt, finishedAt } = issue;
  return card({
    id: 'timing',
    title: 'Sending',
    body: html`${handedOverChart(handedOver, zone)}
${pairs([
  frozenAt !== null && [
    'Approved',
    html`${dayTime(frozenAt, zone)}${approval !== null && html`<br><span class="muted small">${APPROVED_WHERE[approval]}</span>`}`,
  ],
  sendingAt !== null && ['Began', dayClockTime(sendingAt, zone)],
  finishedAt !== null && ['Ended', dayClockTime(finishedAt, zone)],
  averageOf(issue) !== null && ['On average', averageOf(issue) ?? ''],
  fastest(handedOver) !== null && ['Fastest', fastest(handedOver) ?? ''],
])}`,
  });
}

function averageOf({ sendingAt, finishedAt, deliveries }: IssueRecord): string | null {
  const handedOver = deliveries.submitted + deliveries.rejected;
  if (sendingAt === null || finishedAt === null || handedOver === 0) return null;
  const perSecond = handedOver / Math.max(1, (finishedAt - sendingAt) / 1_000);
  return perSecond < 1
    ? `${formatNumber(Math.max(1, Math.round(perSecond * 60)))} a minute`
    : `${formatNumber(Math.round(perSecond))} a second`;
}

const AUDIENCE_TITLES = {
  before: 'Who would get it now',
  during: 'Who gets it',
  after: 'Who it went to',
} as const;

/** Who an issue went to, or would go to now. */
export function audienceCard(audience: Audience, when: 'before' | 'during' | 'after'): Markup {
  const isForecast = when === 'before';
  return card({
    id: 'audience-card',
    title: AUDIENCE_TITLES[when],
    body: html`<p>${isForecast ? 'About ' : ''}<b>${counted(audience.prepared, 'subscriber')}</b></p>
${sumLine(audienceEquation(audience))}
<p class="hint">${isForecast ? 'Counted again when it goes out.' : 'Counted once, as its sending began.'}</p>`,
  });
}

/** An issue's comparisons, in their order; links to them and what readers thought of them would stand here. */
export function contentsCard(
  { items }: Pick<IssueRecord, 'items'>,
  comparisons: readonly PublishedComparison[],
): Markup | false {
  if (items.length === 0) return false;
  const titles = new Map(
    comparisons.map(({ slug, tools }) => [slug, tools.map(({ name }) => name).join(' vs ')]),
  );
  return card({
    id: 'contents',
    title: 'What was in it',
    aside: counted(items.length, 'comparison'),
    body: html`<ol class="contents-list">${items.map(({ slug, featured }) => html`<li>${isolatedText(titles.get(slug) || slug)}${featured && html` ${tag('Lead')}`}</li>`)}</ol>`,
  });
}

/** When an issue goes out that did not begin, and what is fixed so far. */
export function planCard(
  { scheduledAt, issue, now }: { scheduledAt: number; issue: IssueRecord | null; now: number },
  zone: string,
): Markup {
  return card({
    id: 'plan',
    title: 'When',
    body: pairs([
      [scheduledAt > now ? 'Goes out' : 'Was due', dayTime(scheduledAt, zone)],
      issue?.cutOff != null && ['Comparisons until', dayTime(issue.cutOff, zone)],
      issue?.frozenAt != null && ['Approved', dayTime(issue.frozenAt, zone)],
    ]),
  });
}
