import type { Command } from 'commander';
import { forecastSend } from '../../issue-actions/forecast-send.ts';
import { emptyAudienceObstacles } from '../../issue-actions/prepare-slot.ts';
import { noAudienceProblem } from '../../issues/problems/issue-problems.ts';
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
  const { preview, begun, audience } = await forecastSend(slot, app);
  const problems = begun ? [] : emptyAudienceObstacles(audience).map(noAudienceProblem);
  const view = previewView({ ...preview, problems: [...preview.problems, ...problems] });
  output.result(view, () => describePreview(view));
  return true;
}
