import type { Command } from 'commander';
import type { App } from '../../app/compose-app.ts';
import { forecastSend, type SendForecast } from '../../issue-actions/forecast-send.ts';
import { emptyAudienceObstacles } from '../../issue-actions/prepare-slot.ts';
import { reopenRefilled } from '../../issue-actions/reopen-refilled.ts';
import { formatAudience } from '../../issues/arithmetic-words.ts';
import type { IssueRecord } from '../../issues/issue-store.ts';
import { noAudienceProblem } from '../../issues/problems/issue-problems.ts';
import { sendCommand } from '../../issues/send-decision.ts';
import type { IssuePreview } from '../../render/preview-issue.ts';
import { slotInstant } from '../../schedule/schedule.ts';
import { formatTimeAndZone } from '../../shared/format.ts';
import { type CommandContext, withApp } from '../command-action.ts';
import { parseSlotArgument, SLOT_HELP, slotOrDefault } from '../options.ts';
import { describePreview, previewView } from './preview-view.ts';

export function addDraftCommand(program: Command): void {
  program
    .command('draft')
    .description('show the next issue as it would go out now, and what it still needs')
    .option('--slot <slot>', SLOT_HELP, parseSlotArgument)
    .addHelpText('after', '\nExample:\n  verdicts draft --slot 2026-W47')
    .action(withApp(runDraft));
}

async function runDraft({ app, output }: CommandContext, options: { slot?: string }) {
  const slot = await slotOrDefault(options.slot, app, output.note);
  await reopenRefilled(app);
  const forecast = await forecastSend(slot, app);
  const { preview, begun, audience } = forecast;
  const problems = begun ? [] : emptyAudienceObstacles(audience).map(noAudienceProblem);
  const view = previewView({ ...preview, problems: [...preview.problems, ...problems] });
  const issue = await app.issueStore.findIssue(slot);
  const standing = [
    `goes out      ${whenItGoesOut(forecast, issue, app)}`,
    `readers       ${formatAudience(audience)}`,
  ];
  output.result(view, () => [...describePreview(view, standing), ...nextStep(forecast)]);
  return true;
}

function whenItGoesOut(
  { slot, status, preview }: SendForecast,
  issue: IssueRecord | null,
  { config, clock }: App,
): string {
  const { schedule, review } = config;
  if (issue?.sendingAt != null) return `it is ${status}`;
  const instant = slotInstant(schedule, slot);
  if (instant === null) return 'only when you send it: the schedule has no time in this week';
  const time = formatTimeAndZone(instant, schedule.zone);
  if (instant <= clock.now()) return `its time was ${time}`;
  if (hasTooFew(preview)) return `${time}, if it has enough comparisons by then`;
  if (status === 'draft' && review === 'required') return `${time}, if it is approved by then`;
  return status === 'draft' || status === 'approved'
    ? `${time}, by itself where verdicts serve runs`
    : `its time is ${time}`;
}

function hasTooFew({ problems }: IssuePreview): boolean {
  return problems.some(({ code }) => code === 'too-few-items');
}

/** What stops a send, unless the problems have said it, or the command that sends. */
function nextStep({ slot, reason, begun, preview }: SendForecast): string[] {
  if (reason === null) return [`to ${begun ? 'go on sending' : 'send'} it now: ${sendCommand(slot)}`];
  const isSaid = preview.status === 'draft' || hasTooFew(preview);
  return isSaid || preview.problems.some(({ message }) => message === reason) ? [] : reason.split('\n');
}
