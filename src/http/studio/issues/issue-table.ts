import { html } from 'hono/html';
import type { IssueRecord } from '../../../issues/issue-store.ts';
import type { Markup } from '../../pages/page.ts';
import type { Path } from '../actions/action-route.ts';
import { dataTable } from '../frame/components/data-table.ts';
import { statusBadge } from '../frame/components/marks.ts';
import { dayTime, formatNumber, formatShare, isolatedText } from '../frame/format.ts';
import { weekNames } from '../frame/times.ts';
import { carrierOf } from './issue-words.ts';
import { endEquation, sumText } from './report-sums.ts';

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
export function issueTable(issues: readonly IssueRecord[], context: TableContext): Markup {
  const around = { ...context, week: weekNames(context) };
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
    ],
    rows: issues,
  });
}

/** Its subject, its week, why it stands as it does, and what became of its messages. */
function titleCell(
  issue: IssueRecord,
  { path, week: weekOf, transportName }: TableContext & { week: (slot: string) => string },
): Markup {
  const { slot, reason } = issue;
  const subject = issue.subject ?? issue.edited.subject;
  const week = weekOf(slot);
  const below = [...(subject === null ? [] : [week]), ...(reason === null ? [] : [isolatedText(reason)])];
  return html`<a href="${path(`/studio/issues/${slot}`)}">${subject === null ? week : isolatedText(subject)}</a>${below.length > 0 && html`<span class="sub">${below.map((words, index) => html`${index > 0 && ' · '}${words}`)}</span>`}${hasBegun(issue) && html`<span class="sub sum">${sumText(endEquation(issue, carrierOf(issue, transportName)))}</span>`}`;
}

/** Blank where nobody reports on messages. */
function deliveredCell(issue: IssueRecord, { transportName }: TableContext): string | false {
  const { outcomes, deliveries } = issue;
  const isHeardOf = carrierOf(issue, transportName) === 'Resend' || outcomes.delivered > 0;
  const { delivered, bounced, complained } = outcomes;
  const all = Math.max(deliveries.submitted, delivered + bounced + complained);
  return hasBegun(issue) && isHeardOf && all > 0 && formatShare(delivered, all);
}
