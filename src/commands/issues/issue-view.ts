import type { SendingPace } from '../../delivery/sending-pace.ts';
import { formatAudience, formatDeliveries } from '../../issues/arithmetic-words.ts';
import type { IssueRecord } from '../../issues/issue-store.ts';
import { possibleSteps, sendCommand } from '../../issues/send-decision.ts';
import { toIso } from '../../shared/clock.ts';
import { formatDuration, formatNumber, formatTime, formatWeek } from '../../shared/format.ts';

export { formatAudience, formatDeliveries };

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

/** An issue in full, with its pace while it is being sent. */
export function issueView(issue: IssueRecord, pace: SendingPace | null = null) {
  const { items, edited, revision, deliveries, outcomes } = issue;
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
    outcomes,
    ...(pace === null ? {} : { sending: paceView(pace) }),
  };
}

function paceView({ perSecond, remainingSeconds, noActiveSender, waitsFor }: SendingPace) {
  return { perSecond, remainingSeconds, nobodySends: noActiveSender, waitsFor: waitView(waitsFor) };
}

function waitView(wait: SendingPace['waitsFor']) {
  return wait === null ? null : { until: toIso(wait.until), reason: wait.reason };
}

export function describePace(
  { perSecond, remainingSeconds, waitsFor, noActiveSender }: SendingPace,
  zone: string,
): string {
  if (noActiveSender) return 'stopped: nothing is sending it now';
  const left = remainingSeconds === null ? '' : `, ${formatDuration(remainingSeconds * 1_000)} left`;
  const waits =
    waitsFor === null ? '' : `, waiting until ${formatTime(waitsFor.until, zone)}: ${waitsFor.reason}`;
  return `${formatNumber(perSecond)} a second${left}${waits}`;
}

function formatCounts(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${formatNumber(count)} ${name}`)
    .join(', ');
}

/** An issue in a few lines, with times in `zone`, and what a person can do with it at `now`. */
export function describeIssue(
  issue: IssueRecord,
  { now, zone, pace = null }: { now: number; zone: string; pace?: SendingPace | null },
): string[] {
  const { slot, status, reason, subject, audience, deliveries, outcomes } = issueView(issue);
  const hasOutcomes = Object.values(outcomes).some((count) => count > 0);
  return [
    `${slot}  ${status}${reason === null ? '' : `: ${reason}`}`,
    ...(subject === null ? [] : [`subject     ${subject}`]),
    `${whenItIsSent(issue, zone)} (${formatWeek(slot).toLowerCase()})`,
    ...writtenBlocks(issue.edited),
    ...issue.items.map(
      ({ slug, position, featured }) =>
        `${String(position).padStart(9)}.  ${slug}${featured ? '  (the lead)' : ''}`,
    ),
    ...(audience.candidates === 0 ? [] : [`audience    ${formatAudience(audience)}`]),
    ...(audience.prepared === 0 ? [] : [`deliveries  ${formatDeliveries(deliveries)}`]),
    ...(hasOutcomes ? [`provider    ${formatCounts(outcomes)}`] : []),
    ...(pace === null ? [] : [`sending     ${describePace(pace, zone)}`]),
    ...(pace?.noActiveSender === true
      ? [`to continue, start verdicts serve or run: ${sendCommand(slot)}`]
      : []),
    ...nextSteps(issue, now),
  ];
}

/** When its sending ended or began; its planned time before that. */
function whenItIsSent({ status, scheduledAt, sendingAt, finishedAt }: IssueRecord, zone: string): string {
  if (sendingAt === null) return `goes out    ${formatTime(scheduledAt, zone)}`;
  if (status === 'sent') return `sent        ${formatTime(finishedAt ?? sendingAt, zone)}`;
  return `began       ${formatTime(sendingAt, zone)}`;
}

/** The blocks that an editor wrote: "written     intro, closing note". */
function writtenBlocks({ intro, sponsorText, closing }: IssueRecord['edited']): string[] {
  const blocks = Object.entries({ intro, sponsor: sponsorText, 'closing note': closing });
  const written = blocks.flatMap(([name, text]) => (text === null ? [] : [name]));
  return written.length === 0 ? [] : [`written     ${written.join(', ')}`];
}

/** What a person can do with an issue; empty unless it waits for one. */
export function nextSteps(issue: IssueRecord, now: number): string[] {
  const { slot, status, byEditor, pausedUntil, scheduledAt } = issue;
  if (status === 'skipped' && byEditor) return [`to take the skip back, run: verdicts issue resume ${slot}`];
  if (status === 'skipped' && scheduledAt > now)
    return [
      'nobody was mailed, and nothing is lost: as soon as it has enough comparisons, it is a draft again. To add one: verdicts import <file>',
    ];
  if (status !== 'held' && (status !== 'paused' || pausedUntil !== null)) return [];
  return possibleSteps({ ...issue, now }).map((words) => `${words.charAt(0).toLowerCase()}${words.slice(1)}`);
}
