import { resolve } from 'node:path';
import type { Command } from 'commander';
import { reopenRefilled } from '../../issue-actions/reopen-refilled.ts';
import { previewIssue } from '../../render/preview-issue.ts';
import { AppError } from '../../shared/errors.ts';
import { type CommandContext, withApp } from '../command-action.ts';
import { parseSlotArgument, SLOT_HELP, slotOrDefault } from '../options.ts';
import { previewView } from './preview-view.ts';
import { writePreview } from './write-preview.ts';

export function addRenderCommand(program: Command): void {
  program
    .command('render')
    .description('write an issue to files, as a subscriber would get it')
    .option('--slot <slot>', SLOT_HELP, parseSlotArgument)
    .requiredOption('--out <folder>', 'the folder to write to')
    .addHelpText('after', '\nExample:\n  verdicts render --out preview')
    .action(withApp(runRender));
}

async function runRender({ app, output }: CommandContext, options: { slot?: string; out: string }) {
  const { clock, signer } = app;
  const slot = await slotOrDefault(options.slot, app, output.note);
  await reopenRefilled(app);
  const preview = await previewIssue({ slot, now: clock.now() }, app);
  const { copy } = preview;
  if (copy === null) {
    const advice = `To see why, run: verdicts draft --slot ${slot}`;
    throw new AppError(
      'refused',
      `There is nothing to render for ${slot}: no comparison is eligible. ${advice}`,
    );
  }
  const facts = previewView(preview);
  const paths = await writePreview({ copy, facts, folder: resolve(options.out) }, signer);
  output.result({ ...facts, paths }, () => paths);
  return true;
}
