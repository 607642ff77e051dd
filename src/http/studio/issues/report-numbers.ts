import { html } from 'hono/html';
import type { IssueRecord } from '../../../issues/issue-store.ts';
import type { FailureCount } from '../../../issues/report-store.ts';
import type { Markup } from '../../pages/page.ts';
import { type Fact, facts } from '../frame/components/facts.ts';
import { formatNumber, formatShare } from '../frame/format.ts';
import { deliveryEquation, outcomeEquation, sumLine, withoutWord } from './report-sums.ts';

/** More complaints than this, and mailbox providers begin to refuse a sender's mail. */
const MAX_COMPLAINTS = 0.001;

interface Numbers {
  issue: IssueRecord;
  failures: readonly FailureCount[];
  /** Through the issue's own links. */
  unsubscribed: number;
  carrier: string;
}

const big = (term: string, count: number, note?: string | Markup | false): Fact => ({
  term,
  fact: formatNumber(count),
  isBig: true,
  ...(note !== undefined && note !== false && { note }),
});

/** How the handing over stands, with its sum. */
export function sendingNumbers({ issue, carrier }: Numbers): Markup {
  const { submitted, pending, rejected, uncertain, excluded } = issue.deliveries;
  return html`${facts([
    big(`Accepted by ${carrier}`, submitted),
    big('Still to send', pending),
    big('Refused', rejected),
    big('No answer', uncertain),
    big('Left before their turn', excluded),
  ])}
${sumLine(deliveryEquation(issue.audience.prepared, issue.deliveries, carrier))}
${hasReports(issue) && sumLine(outcomeEquation(issue.deliveries, issue.outcomes, carrier))}`;
}

/** What became of an issue's messages, with the sums. Where nobody reports on them, only what we know ourselves. */
export function reportNumbers(numbers: Numbers): Markup {
  const { issue, carrier, unsubscribed } = numbers;
  const { audience, deliveries, outcomes } = issue;
  const isHeardOf = carrier === 'Resend' || hasReports(issue);
  const tiles = isHeardOf ? reportedTiles(numbers) : [big(`In ${carrier}`, deliveries.submitted)];
  const unsubscribedShare = formatShare(unsubscribed, deliveries.submitted);
  return html`${facts([
    ...tiles,
    big(
      'Unsubscribed',
      unsubscribed,
      `${unsubscribed > 0 ? `${unsubscribedShare}, ` : ''}through a link of this issue`,
    ),
  ])}
${isHeardOf && sumLine(outcomeEquation(deliveries, outcomes, carrier))}
${sumLine(deliveryEquation(audience.prepared, deliveries, carrier))}`;
}

/** Whether the provider said anything about its mail. */
export function hasReports({ outcomes }: IssueRecord): boolean {
  return Object.values(outcomes).some((count) => count > 0);
}

function reportedTiles({ issue, failures }: Numbers): Fact[] {
  const { deliveries, outcomes } = issue;
  const { delivered, bounced, complained, delayed } = outcomes;
  const silent = withoutWord(deliveries, outcomes);
  const all = Math.max(deliveries.submitted, delivered + bounced + complained);
  const hard = failures
    .filter(({ kind, bounce }) => kind === 'bounced' && bounce === 'hard')
    .reduce((sum, { count }) => sum + count, 0);
  const isTooMany = complained > all * MAX_COMPLAINTS;
  return [
    big('Delivered', delivered, all > 0 && `${formatShare(delivered, all)} of ${formatNumber(all)}`),
    big('Bounced', bounced, bounced > 0 && `${formatNumber(hard)} for good`),
    big(
      'Complained',
      complained,
      complained > 0 && `${formatShare(complained, all)}${isTooMany ? ', keep it under 0.1%' : ''}`,
    ),
    big(
      'No word yet',
      silent,
      delayed > 0 && `${formatNumber(delayed)} delayed, ${formatNumber(silent - delayed)} silent`,
    ),
  ];
}
