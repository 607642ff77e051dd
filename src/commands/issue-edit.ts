import type { Command } from 'commander';
import { AppError } from '../errors.ts';
import { scheduledInstant } from '../schedule/schedule.ts';
import type { EditOutcome } from '../store/issue-store.ts';
import { issueInWords, issueView } from './issue-view.ts';
import { type CommandContext, withApp } from './run-program.ts';
import { parseSlotArgument } from './slot-option.ts';

interface EditOptions {
  subject?: string;
  preheader?: string;
  intro?: string;
  hold?: string[];
  release?: string[];
  pin?: string[];
  unpin?: string[];
  feature?: string;
  order?: string[];
}

export function addIssueEditCommand(issue: Command): void {
  issue
    .command('edit')
    .description('change a draft; an empty text gives it back to the program')
    .argument('<slot>', 'an ISO week, such as 2026-W47', parseSlotArgument)
    .option('--subject <text>')
    .option('--preheader <text>')
    .option('--intro <text>', 'paragraphs before the first comparison, apart by empty lines')
    .option('--hold <slug...>', 'keep comparisons out of every issue until they are released')
    .option('--release <slug...>')
    .option('--pin <slug...>', 'take comparisons before all others')
    .option('--unpin <slug...>')
    .option('--feature <slug>', 'the comparison that opens the issue')
    .option('--order <slug...>', 'the wanted order, from the first; what is not named follows')
    .addHelpText(
      'after',
      '\nExample:\n  verdicts issue edit 2026-W47 --subject "Two editors, one winner" --feature one-vs-other',
    )
    .action(withApp(editIssue));
}

async function editIssue({ app, output }: CommandContext, slot: string, options: EditOptions) {
  const { issueStore, clock, config } = app;
  const { subject, preheader, intro, feature, ...lists } = options;
  const texts = Object.entries({ subject, preheader, intro, feature }).filter(
    ([, value]) => value !== undefined,
  );
  const outcome = await issueStore.editIssue({
    slot,
    scheduledAt: scheduledInstant(config.schedule, slot),
    at: clock.now(),
    ...lists,
    ...Object.fromEntries(texts.map(([name, value]) => [name, value?.trim() === '' ? null : value])),
  });
  if (outcome.kind !== 'edited') throw new AppError('refused', refusal(slot, outcome));
  const issue = await issueStore.findIssue(slot);
  if (issue !== null) output.result(issueView(issue), () => issueInWords(issue));
  return true;
}

function refusal(slot: string, outcome: Exclude<EditOutcome, { kind: 'edited' }>): string {
  switch (outcome.kind) {
    case 'not-a-draft':
      return outcome.status === 'approved'
        ? `The issue of ${slot} is approved. To change it, take the approval back first: verdicts issue hold ${slot}`
        : `The issue of ${slot} is ${outcome.status}: only a draft can be changed.`;
    case 'changed-meanwhile':
      return `The draft of ${slot} was changed by somebody else meanwhile. Look at it again.`;
    case 'unknown-comparison':
      return `There is no comparison ${outcome.slugs.join(', ')}. To see all, run: verdicts comparisons list`;
  }
}
