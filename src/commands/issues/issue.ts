import { type Command, Option } from 'commander';
import type { StoreApp } from '../../app/compose-app.ts';
import { sendingPace } from '../../delivery/sending-pace.ts';
import { approveIssue } from '../../issue-actions/approve-issue.ts';
import { decideIssue, type EditorDecision, statusOf } from '../../issue-actions/decide-issue.ts';
import { nextOpenFiring } from '../../issue-actions/find-default-slot.ts';
import { resumeIssue, UNCERTAIN_DECISIONS } from '../../issue-actions/resume-issue.ts';
import { GOING_OUT_STATUSES } from '../../issues/issue-status-rules.ts';
import type { IssueRecord } from '../../issues/issue-store.ts';
import { approvalObstacles, formatObstacle } from '../../issues/problems/issue-obstacles.ts';
import { sendCommand } from '../../issues/send-decision.ts';
import { previewIssue } from '../../render/preview-issue.ts';

import { oneLine } from '../../shared/clean-text.ts';
import { AppError, messageOf } from '../../shared/errors.ts';
import { formatTimeAndZone } from '../../shared/format.ts';
import { type CommandContext, type StoreContext, withApp, withStores } from '../command-action.ts';
import { parseSlotArgument, SLOT_HELP, slotOrDefault } from '../options.ts';
import { table } from '../output.ts';
import { declinesCancel } from './issue-cancel.ts';
import { addIssueEditCommand } from './issue-edit.ts';
import { describeIssue, issueListing, issueView } from './issue-view.ts';

const ACTIONS: readonly [EditorDecision['action'], string][] = [
  ['hold', 'put an issue on hold: take an approval back, or keep a draft from going out'],
  ['skip', 'send nothing this week, until you resume it'],
  ['pause', 'pause an issue that is being sent, until you resume it; requests under way are finished'],
  ['cancel', 'stop an issue for good: those who have it keep it, and nobody else gets it'],
];

/** The default stays the same after these. After a skip it is the next week's, which a second skip would skip, too. */
const MAY_OMIT_SLOT: readonly EditorDecision['action'][] = ['hold', 'pause'];

type SlotArgument = readonly [name: string, description: string, parse: typeof parseSlotArgument];

const NAMED_SLOT: SlotArgument = ['<slot>', 'an ISO week, such as 2026-W47', parseSlotArgument];
const OPTIONAL_SLOT: SlotArgument = ['[slot]', SLOT_HELP, parseSlotArgument];

export function addIssueCommands(program: Command): void {
  const issue = program
    .command('issue')
    .description('see issues; approve, edit, hold, skip, pause or stop them');
  issue
    .command('list')
    .description('list all issues, the newest first')
    .addHelpText('after', '\nExample:\n  verdicts issue list')
    .action(withStores(listIssues));
  issue
    .command('show')
    .description('show an issue: its comparisons, its readers, and what arrived')
    .argument(...OPTIONAL_SLOT)
    .addHelpText('after', '\nExample:\n  verdicts issue show 2026-W47')
    .action(withStores(showIssue));
  issue
    .command('approve')
    .description('approve an issue: what you have seen is what goes out')
    .argument(...OPTIONAL_SLOT)
    .addHelpText('after', '\nExample:\n  verdicts issue approve 2026-W47')
    .action(withApp(runApprove));
  for (const [action, description] of ACTIONS) {
    const command = issue
      .command(action)
      .description(description)
      .argument(...(MAY_OMIT_SLOT.includes(action) ? OPTIONAL_SLOT : NAMED_SLOT))
      .option('--reason <words>', 'why, for people who look at it later')
      .addHelpText('after', `\nExample:\n  verdicts issue ${action} 2026-W47`)
      .action(
        withStores(async (context, named: string | undefined, { yes = false, ...options }: ActOptions) => {
          const slot = await slotOf(named, context);
          return action === 'cancel' && !yes && (await declinesCancel(slot, context))
            ? false
            : runDecision(context, { action, slot, ...options });
        }),
      );
    if (action === 'cancel') command.option('--yes', 'do not ask');
  }
  addResumeCommand(issue);
  addIssueEditCommand(issue);
}

interface ActOptions {
  reason?: string;
  yes?: boolean;
}

interface ResumeOptions {
  reason?: string;
  resendUncertain?: boolean;
  acceptUncertain?: boolean;
}

function addResumeCommand(issue: Command): void {
  issue
    .command('resume')
    .description('continue a paused issue; one on hold or skipped becomes a draft again')
    .argument(...NAMED_SLOT)
    .option('--reason <words>', 'why, for people who look at it later')
    .option('--resend-uncertain', `deliveries whose outcome is not known: ${UNCERTAIN_DECISIONS.resend}`)
    .addOption(
      new Option('--accept-uncertain', `the same deliveries: ${UNCERTAIN_DECISIONS.accept}`).conflicts(
        'resendUncertain',
      ),
    )
    .addHelpText('after', '\nExample:\n  verdicts issue resume 2026-W47')
    .action(withStores(runResume));
}

async function runResume(context: StoreContext, slot: string, options: ResumeOptions) {
  const { app, output } = context;
  const { reason, resendUncertain, acceptUncertain } = options;
  if ((await statusOf(slot, app.issueStore)) !== 'paused')
    return runDecision(context, { action: 'resume', slot, ...(reason === undefined ? {} : { reason }) });
  const how = resendUncertain === true ? 'resend' : acceptUncertain === true ? 'accept' : null;
  const { issueStore, deliveryStore, clock } = app;
  const issue = await resumeIssue(slot, how, {
    issueStore,
    deliveryStore,
    clock,
    config: { transportName: context.transportName(), schedule: { zone: context.shownZone() } },
  });
  output.result(issueView(issue), () =>
    describeIssue(issue, { now: app.clock.now(), zone: context.shownZone() }),
  );
  if (issue.status === 'sending') output.note(`To continue sending it, run: ${sendCommand(slot)}`);
  return true;
}

async function listIssues({ app, output, schedule }: StoreContext) {
  const issues = (await app.issueStore.listIssues()).map(issueListing);
  output.result(issues, () =>
    table(
      ['slot', 'status', 'prepared', 'subject', 'reason'],
      issues.map(({ slot, status, audience, subject, reason }) => [
        slot,
        status,
        String(audience.prepared),
        subject ?? '',
        reason ?? '',
      ]),
    ),
  );
  if (!output.json) output.note(await nextSlotLine(app, schedule));
  return true;
}

/** The next slot that is still to be sent. */
async function nextSlotLine(
  { issueStore, clock }: StoreApp,
  readSchedule: StoreContext['schedule'],
): Promise<string> {
  try {
    const schedule = readSchedule();
    const next = await nextOpenFiring(clock.now(), { issueStore, config: { schedule } });
    if (next === undefined) return 'No slot in the coming year.';
    const status = (await issueStore.findIssue(next.slot))?.status;
    const held = status === 'held' ? '. It is on hold, so it does not go out by itself.' : '';
    return `Next: ${next.slot}, ${formatTimeAndZone(next.instant, schedule.zone)}${held}`;
  } catch (error) {
    return `We cannot tell when the next issue goes out. ${oneLine(messageOf(error))}`;
  }
}

/** The named slot, or the default. Settings are read only for the default. */
async function slotOf(named: string | undefined, context: StoreContext): Promise<string> {
  if (named !== undefined) return named;
  const { app, output, slotSettings } = context;
  const { issueStore, comparisonStore, scheduleStore, clock } = app;
  const deps = { issueStore, comparisonStore, scheduleStore, clock, config: slotSettings() };
  return slotOrDefault(named, deps, output.note);
}

async function showIssue(context: StoreContext, named: string | undefined) {
  const { app, output } = context;
  const slot = await slotOf(named, context);
  const issue = await app.issueStore.findIssue(slot);
  if (issue === null)
    throw new AppError(
      'not-found',
      `There is no issue of ${slot} yet. To see its draft, run: verdicts draft --slot ${slot}`,
    );
  const pace = await paceOf(issue, app);
  output.result(issueView(issue, pace), () =>
    describeIssue(issue, { now: app.clock.now(), zone: context.shownZone(), pace }),
  );
  return true;
}

/** The pace of sending; null if the issue is not being sent. */
async function paceOf(
  { slot, status, pausedUntil, reason }: IssueRecord,
  { deliveryStore, clock }: StoreApp,
) {
  if (!GOING_OUT_STATUSES.includes(status)) return null;
  const pause = pausedUntil === null ? null : { until: pausedUntil, reason: reason ?? '' };
  return sendingPace(await deliveryStore.progress(slot), { now: clock.now(), pause });
}

async function runApprove({ app, output }: CommandContext, named: string | undefined) {
  const slot = await slotOrDefault(named, app, output.note);
  const issue = await approveIssue({ slot }, app);
  output.result(issueView(issue), () =>
    describeIssue(issue, { now: app.clock.now(), zone: app.config.schedule.zone }),
  );
  const { obstacles, copy } = await previewIssue({ slot, now: app.clock.now() }, app);
  for (const obstacle of obstacles) output.note(`It cannot be sent as it is. ${obstacle}`);
  if (app.config.transportName === 'outbox')
    for (const obstacle of approvalObstacles({ slot, frozen: copy }, app.config))
      output.note(`It can go to the test mailbox, but not to readers. ${formatObstacle(obstacle)}`);
  return true;
}

async function runDecision(
  { app, output, schedule, shownZone }: StoreContext,
  { action, slot, reason }: Omit<EditorDecision, 'reason'> & { reason?: string },
) {
  const decision = { action, slot, reason: oneLine(reason ?? '') || null };
  const { issueStore, clock } = app;
  const issue = await decideIssue(decision, {
    issueStore,
    clock,
    config: {
      // Only a slot without an issue needs it, and stopping an issue must work even with wrong settings.
      get schedule() {
        return schedule();
      },
    },
  });
  output.result(issueView(issue), () => describeIssue(issue, { now: app.clock.now(), zone: shownZone() }));
  return true;
}
