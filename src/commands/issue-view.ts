import { toIso } from '../clock.ts';
import type { Audience, DeliveryCounts, IssueRecord } from '../store/issue-store.ts';

/** An issue in the list of issues. */
export function issueListing({
  slot,
  status,
  reason,
  subject,
  edited,
  scheduledAt,
  cutOff,
  audience,
}: IssueRecord) {
  return {
    slot,
    status,
    reason,
    subject: subject ?? edited.subject,
    scheduledAt: toIso(scheduledAt),
    cutOff: cutOff === null ? null : toIso(cutOff),
    audience,
  };
}

/** An issue with all that is kept of it. */
export function issueView(issue: IssueRecord) {
  const { items, edited, revision, deliveries } = issue;
  const instant = (value: number | null) => (value === null ? null : toIso(value));
  return {
    ...issueListing(issue),
    revision,
    edited,
    items,
    frozenAt: instant(issue.frozenAt),
    sendingAt: instant(issue.sendingAt),
    finishedAt: instant(issue.finishedAt),
    pausedUntil: instant(issue.pausedUntil),
    deliveries,
  };
}

/** `candidates = prepared + excluded`, with the numbers in place. */
export function audienceInWords({ candidates, prepared, excluded }: Audience): string {
  const total = excluded.suppressed + excluded.paused;
  return `${candidates} candidates = ${prepared} prepared + ${total} excluded (${countsInWords(excluded)})`;
}

/** `prepared = pending + submitted + …`, with the numbers in place. */
export function deliveriesInWords(deliveries: DeliveryCounts): string {
  const { pending, submitted, rejected, uncertain, excluded } = deliveries;
  const prepared = pending + submitted + rejected + uncertain + excluded;
  return `${prepared} prepared = ${submitted} submitted + ${pending} pending + ${rejected} rejected + ${uncertain} uncertain + ${excluded} excluded`;
}

function countsInWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}

/** An issue in a few lines. */
export function issueInWords(issue: IssueRecord): string[] {
  const { slot, status, reason, subject, audience, deliveries } = issueView(issue);
  return [
    `${slot}  ${status}${reason === null ? '' : `: ${reason}`}`,
    ...(subject === null ? [] : [`subject     ${subject}`]),
    `scheduled   ${toIso(issue.scheduledAt)}`,
    ...issue.items.map(
      ({ slug, position, featured }) =>
        `${String(position).padStart(9)}.  ${slug}${featured ? '  (featured)' : ''}`,
    ),
    ...(audience.candidates === 0 ? [] : [`audience    ${audienceInWords(audience)}`]),
    ...(audience.prepared === 0 ? [] : [`deliveries  ${deliveriesInWords(deliveries)}`]),
  ];
}
