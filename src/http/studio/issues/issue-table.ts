import { html } from 'hono/html';
import type { IssueRecord } from '../../../issues/issue-store.ts';
import type { Markup } from '../../pages/page.ts';
import type { Path } from '../actions/actions-part.ts';
import { dataTable } from '../frame/components/data-table.ts';
import { statusBadge } from '../frame/components/marks.ts';
import { dayTime, formatNumber, formatShare, isolatedText } from '../frame/format.ts';
import { weekName } from '../frame/times.ts';
import { carrierOf } from './issue-words.ts';
import { audienceEquation, deliveryEquation, outcomeEquation, sumText } from './report-sums.ts';

interface TableContext {
  path: Path;
  now: number;
  zone: string;
  transportName: 'resend' | 'outbox';
  /** By slot. */
  unsubscribed: ReadonlyMap<string, number>;
}

const hasBegun = ({ sendingAt }: IssueRecord) => sendingAt !== null;

/** Issues with what became of each; below 700 px as cards. */
export function issueTable(issues: readonly IssueRecord[], around: TableContext): Markup {
  return dataTable({
    caption: 'All issues, newest first',
    columns: [
      { label: 'Issue', isHeader: true, cell: (issue) => titleCell(issue, around) },
      { label: 'State', cell: ({ status }) => statusBadge(status) },
      {
        label: 'When',
        cell: (issue) => dayTime(issue.sendingAt ?? issue.scheduledAt, around.zone),
      },
      {
        label: 'Subscribers',
        isNumber: true,
        cell: (issue) => hasBegun(issue) && formatNumber(issue.audience.prepared),
      },
      { label: 'Delivered', isNumber: true, cell: (issue) => deliveredCell(issue, around) },
      {
        label: 'Unsubscribed',
        isNumber: true,
        cell: (issue) =>
          hasBegun(issue) && formatNumber(Math.max(0, around.unsubscribed.get(issue.slot) ?? 0)),
      },
      { label: 'The sums', isLong: true, cell: (issue) => hasBegun(issue) && sumsCell(issue, around) },
    ],
    rows: issues,
  });
}

function titleCell(issue: IssueRecord, { path, now, zone }: TableContext): Markup {
  const { slot, reason } = issue;
  const subject = issue.subject ?? issue.edited.subject;
  const week = weekName(slot, { now, zone });
  const below = [...(subject === null ? [] : [week]), ...(reason === null ? [] : [isolatedText(reason)])];
  return html`<a href="${path(`/studio/issues/${slot}`)}">${subject === null ? week : isolatedText(subject)}</a>${below.length > 0 && html`<span class="sub">${below.map((words, index) => html`${index > 0 && ' · '}${words}`)}</span>`}`;
}

/** Blank where nobody reports on messages. */
function deliveredCell(issue: IssueRecord, { transportName }: TableContext): string | false {
  const { outcomes, deliveries } = issue;
  const isHeardOf = carrierOf(issue, transportName) === 'Resend' || outcomes.delivered > 0;
  const { delivered, bounced, complained } = outcomes;
  const all = Math.max(deliveries.submitted, delivered + bounced + complained);
  return hasBegun(issue) && isHeardOf && all > 0 && formatShare(delivered, all);
}

function sumsCell(issue: IssueRecord, { transportName }: TableContext): Markup {
  const { audience, deliveries, outcomes } = issue;
  const carrier = carrierOf(issue, transportName);
  const isHeardOf = Object.values(outcomes).some((count) => count > 0);
  const sums = [
    audienceEquation(audience),
    deliveryEquation(audience.prepared, deliveries, carrier),
    ...(isHeardOf ? [outcomeEquation(deliveries, outcomes, carrier)] : []),
  ];
  return html`${sums.map((sum) => html`<span class="sub">${sumText(sum)}</span>`)}`;
}
