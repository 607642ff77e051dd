import type { App } from '../app/compose-app.ts';
import { approvedTimeWarning } from '../issue-actions/approved-time-warning.ts';
import { sendSituation } from '../issue-actions/send-situation.ts';
import type { IssueRecord } from '../issues/issue-store.ts';
import { approvalObstacles, formatObstacle, issueObstacles } from '../issues/problems/issue-obstacles.ts';
import { decideSend, formatRefusal, type SendDecision, withPauseReason } from '../issues/send-decision.ts';
import { slotOf } from '../schedule/slot.ts';
import { formatTime } from '../shared/format.ts';
import { type Check, type Finding, ok, stop, warn } from './check.ts';
import { FIXED_STATUSES } from './next-issue.ts';

const NAME = 'issue';

/** Checks each fixed or waiting issue. A fixed one is judged by its frozen copy, not by today's settings. */
export async function issueChecks(app: App): Promise<Check[]> {
  const { issueStore, clock, config } = app;
  const thisWeek = slotOf(clock.now(), config.schedule.zone);
  const issues = (await issueStore.listIssues()).filter(
    ({ status }) => status === 'held' || FIXED_STATUSES.includes(status),
  );
  const checks: Check[] = [];
  const free: string[] = [];
  for (const issue of issues) {
    const finding = await checkIssue(issue, { app, thisWeek });
    if (finding === null) free.push(`${issue.slot} is ${issue.status}`);
    else checks.push({ name: NAME, ...finding });
  }
  const unknown = issues.some(({ slot }) => slot === thisWeek)
    ? null
    : await checkUnrecordedSlot(thisWeek, app);
  if (unknown !== null) checks.push({ name: NAME, ...unknown });
  if (free.length > 0) checks.push({ name: NAME, ...ok(`${free.join(', ')}, and may go out as it is.`) });
  return checks.length > 0
    ? checks
    : [{ name: NAME, ...ok('No issue is approved, being sent, on hold or paused.') }];
}

async function checkIssue(
  issue: IssueRecord,
  { app, thisWeek }: { app: App; thisWeek: string },
): Promise<Finding | null> {
  const { config, issueStore } = app;
  const { slot, status } = issue;
  const frozen = await issueStore.readFrozenIssue(slot);
  const obstacles = issueObstacles({ ...issue, frozen }, config).map(formatObstacle);
  const { zone } = config.schedule;
  if (obstacles.length > 0) return stop(withPauseReason({ ...issue, zone }, obstacles).join(' '));
  const decision = decideSend(await sendSituation({ slot, issue }, app));
  if (status === 'held' || status === 'paused') return waitingFinding(issue, { decision, app, thisWeek });
  const { schedule, review } = config;
  const otherTime = approvedTimeWarning(issue, { schedule, review, now: app.clock.now() });
  if (otherTime !== null) return warn(otherTime);
  const later = status === 'approved' ? approvalObstacles({ slot, frozen }, config).map(formatObstacle) : [];
  return later.length === 0 ? null : warn(`A real send would be refused. ${later.join(' ')}`);
}

/** A held issue of an earlier week is no longer next, so it stops nothing. */
function waitingFinding(
  { slot, status, scheduledAt }: IssueRecord,
  { decision, app, thisWeek }: { decision: SendDecision; app: App; thisWeek: string },
): Finding | null {
  const words = formatRefusal(decision);
  if (words === null) return null;
  const { zone } = app.config.schedule;
  const time = status === 'held' ? ` (goes out ${formatTime(scheduledAt, zone)})` : '';
  const message = `${slot}${time}: ${words}`;
  const isStopped = decision.kind === 'refused' && (status === 'paused' || slot >= thisWeek);
  return isStopped ? stop(message) : warn(message);
}

/** After a restore, this week's issue may have gone out although the database does not know it. */
async function checkUnrecordedSlot(slot: string, app: App): Promise<Finding | null> {
  const issue = await app.issueStore.findIssue(slot);
  const situation = await sendSituation({ slot, issue }, app);
  const isOpen = situation.status === 'draft' || situation.status === 'skipped';
  const words = isOpen && situation.predatesRestore ? formatRefusal(decideSend(situation)) : null;
  return words === null ? null : stop(`${slot}: ${words}`);
}
