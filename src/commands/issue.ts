import { type Command, Option } from 'commander';
import { oneLine } from '../clean-text.ts';
import type { App } from '../compose-app.ts';
import { resumeIssue, UNCERTAIN_DECISIONS } from '../delivery/resume-issue.ts';
import { sendingPace } from '../delivery/sending-pace.ts';
import { AppError } from '../errors.ts';
import { decideAction, type EditorAction } from '../issues/editor-decision.ts';
import type { IssueStatus } from '../issues/issue-states.ts';
import { sendCommand } from '../issues/send-decision.ts';
import { skipReason } from '../issues/skip-reason.ts';
import { type Draft, draftIssue } from '../render/draft-issue.ts';
import { freezeIssue } from '../render/freeze-issue.ts';
import { scheduledInstant } from '../schedule/schedule.ts';
import type { IssueRecord } from '../store/issue-store.ts';
import { addIssueEditCommand } from './issue-edit.ts';
import { issueInWords, issueListing, issueView } from './issue-view.ts';
import { type CommandContext, withApp } from './run-program.ts';
import { parseSlotArgument } from './slot-option.ts';
import { table } from './table.ts';

const ACTIONS: readonly [EditorAction, string][] = [
  ['hold', 'take an approval back, or keep a draft from going out'],
  ['pause', 'stop an issue that is being sent, until it is resumed; what is in flight is finished'],
  ['cancel', 'end an issue for good; who has it keeps it, nobody else gets it'],
];

export function addIssueCommands(program: Command): void {
  const issue = program.command('issue').description("look at issues and take an editor's decisions");
  issue
    .command('list')
    .description('list all issues, the newest first')
    .addHelpText('after', '\nExample:\n  verdicts issue list')
    .action(withApp(listIssues));
  issue
    .command('show')
    .description('show an issue: its items, its audience and what became of it')
    .argument('<slot>', 'an ISO week, such as 2026-W47', parseSlotArgument)
    .addHelpText('after', '\nExample:\n  verdicts issue show 2026-W47')
    .action(withApp(showIssue));
  issue
    .command('approve')
    .description('fix the items and bytes of an issue: what was previewed is what goes out')
    .argument('<slot>', 'an ISO week, such as 2026-W47', parseSlotArgument)
    .addHelpText('after', '\nExample:\n  verdicts issue approve 2026-W47')
    .action(withApp(approveIssue));
  for (const [action, description] of ACTIONS) {
    issue
      .command(action)
      .description(description)
      .argument('<slot>', 'an ISO week, such as 2026-W47', parseSlotArgument)
      .option('--reason <words>', 'why, for whoever looks at it later')
      .addHelpText('after', `\nExample:\n  verdicts issue ${action} 2026-W47`)
      .action(
        withApp((context, slot: string, options: { reason?: string }) =>
          act(context, { action, slot, ...options }),
        ),
      );
  }
  addResumeCommand(issue);
  addIssueEditCommand(issue);
}

interface ResumeOptions {
  reason?: string;
  resendUncertain?: boolean;
  acceptUncertain?: boolean;
}

function addResumeCommand(issue: Command): void {
  issue
    .command('resume')
    .description('let a paused issue go on, or make a held or skipped one a draft again')
    .argument('<slot>', 'an ISO week, such as 2026-W47', parseSlotArgument)
    .option('--reason <words>', 'why, for whoever looks at it later')
    .option(
      '--resend-uncertain',
      `deliveries of which nobody knows what became: ${UNCERTAIN_DECISIONS.resend}`,
    )
    .addOption(
      new Option('--accept-uncertain', `the same deliveries: ${UNCERTAIN_DECISIONS.accept}`).conflicts(
        'resendUncertain',
      ),
    )
    .addHelpText('after', '\nExample:\n  verdicts issue resume 2026-W47')
    .action(withApp(runResume));
}

async function runResume(context: CommandContext, slot: string, options: ResumeOptions) {
  const { app, output } = context;
  const { reason, resendUncertain, acceptUncertain } = options;
  if ((await statusOf(slot, app)) !== 'paused')
    return act(context, { action: 'resume', slot, ...(reason === undefined ? {} : { reason }) });
  const how = resendUncertain === true ? 'resend' : acceptUncertain === true ? 'accept' : null;
  const { issueStore, deliveryStore, clock } = app;
  const issue = await resumeIssue(slot, how, { issueStore, store: deliveryStore, at: clock.now() });
  output.result(issueView(issue), () => issueInWords(issue));
  if (issue.status === 'sending') output.note(`To go on sending it, run: ${sendCommand(slot)}`);
  return true;
}

async function listIssues({ app, output }: CommandContext) {
  const issues = (await app.issueStore.listIssues()).map(issueListing);
  output.result(issues, () =>
    table(
      ['slot', 'status', 'prepared', 'subject'],
      issues.map(({ slot, status, audience, subject }) => [
        slot,
        status,
        String(audience.prepared),
        subject ?? '',
      ]),
    ),
  );
  return true;
}

async function showIssue({ app, output }: CommandContext, slot: string) {
  const issue = await app.issueStore.findIssue(slot);
  if (issue === null)
    throw new AppError(
      'not-found',
      `There is no issue of ${slot} yet. To see what it would be, run: verdicts draft --slot ${slot}`,
    );
  const pace = await paceOf(issue, app);
  output.result(issueView(issue, pace), () => issueInWords(issue, pace));
  return true;
}

/** How the sending goes on; null where there is none. */
async function paceOf({ slot, status, pausedUntil, reason }: IssueRecord, { deliveryStore, clock }: App) {
  if (status !== 'sending' && status !== 'paused') return null;
  const pause = pausedUntil === null ? null : { until: pausedUntil, reason: reason ?? '' };
  return sendingPace(await deliveryStore.progress(slot), { now: clock.now(), pause });
}

async function approveIssue({ app, output }: CommandContext, slot: string) {
  const { issueStore, clock, config } = app;
  let from = await statusOf(slot, app);
  const now = clock.now();
  if (decide('approve', { slot, status: from }) === 'draft') {
    refuseTooFew(await draftIssue({ slot, now }, { ...config, issueStore }), config);
    await changeStatus(app, { slot, from, to: 'draft', reason: null });
    from = 'draft';
  }
  if (from !== 'approved') {
    const result = await freezeIssue({ slot, now, from }, { ...config, issueStore });
    if (result.kind === 'too-few') refuseTooFew(result.draft, config);
  }
  const issue = await issueOf(slot, app);
  if (issue.status !== 'approved') throw changedMeanwhile(slot, issue.status);
  output.result(issueView(issue), () => issueInWords(issue));
  return true;
}

function refuseTooFew({ slot, selection, cutOff }: Draft, config: App['config']): void {
  if (selection.enough) return;
  const why = skipReason(selection, { minItems: config.selection.minItems, cutOff });
  throw new AppError('refused', `${slot} cannot be approved: it has ${why}`);
}

async function act(
  { app, output }: CommandContext,
  { action, slot, reason }: { action: EditorAction; slot: string; reason?: string },
) {
  const from = await statusOf(slot, app);
  const to = decide(action, { slot, status: from });
  await changeStatus(app, { slot, from, to, reason: oneLine(reason ?? '') || null });
  const issue = await issueOf(slot, app);
  output.result(issueView(issue), () => issueInWords(issue));
  return true;
}

function decide(action: EditorAction, issue: { slot: string; status: IssueStatus }): IssueStatus {
  const decision = decideAction(action, issue);
  if ('refused' in decision) throw new AppError('refused', decision.refused);
  return decision.to;
}

/** A slot without an issue counts as a draft. */
async function statusOf(slot: string, { issueStore }: App): Promise<IssueStatus> {
  return (await issueStore.findIssue(slot))?.status ?? 'draft';
}

async function changeStatus(
  { issueStore, clock, config }: App,
  change: { slot: string; from: IssueStatus; to: IssueStatus; reason: string | null },
) {
  const scheduledAt = scheduledInstant(config.schedule, change.slot);
  const { changed, status } = await issueStore.changeStatus({ ...change, scheduledAt, at: clock.now() });
  if (!changed) throw changedMeanwhile(change.slot, status);
}

function changedMeanwhile(slot: string, status: IssueStatus): AppError {
  return new AppError('refused', `The issue of ${slot} became ${status} meanwhile. Look at it again.`);
}

async function issueOf(slot: string, { issueStore }: App): Promise<IssueRecord> {
  const issue = await issueStore.findIssue(slot);
  if (issue === null) throw new AppError('not-found', `There is no issue of ${slot}.`);
  return issue;
}
