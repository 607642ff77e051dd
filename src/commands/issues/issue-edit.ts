import type { Command } from 'commander';
import type { EditedText, EditedTexts } from '../../digest/edited-texts.ts';
import { EDIT_LIMITS } from '../../issues/edit-limits.ts';
import { type IssueStatus, notEditableMessage } from '../../issues/issue-status-rules.ts';
import type { EditOutcome } from '../../issues/issue-store.ts';
import { writtenProblems } from '../../issues/problems/block-problems.ts';
import { scheduledInstant } from '../../schedule/schedule.ts';
import { AppError } from '../../shared/errors.ts';
import { formatNumber } from '../../shared/format.ts';
import { webUrl } from '../../shared/web-url.ts';
import { type CommandContext, withApp } from '../command-action.ts';
import { parseSlotArgument, SLOT_HELP, slotOrDefault } from '../options.ts';
import { printableLine } from '../printable.ts';
import { describeIssue, issueView } from './issue-view.ts';

interface EditOptions {
  subject?: string;
  preheader?: string;
  intro?: string;
  sponsorTitle?: string;
  sponsorText?: string;
  sponsorLink?: string;
  closing?: string;
  hold?: string[];
  release?: string[];
  leaveOut?: string[];
  putBack?: string[];
  pin?: string[];
  unpin?: string[];
  feature?: string;
  order?: string[];
}

export function addIssueEditCommand(issue: Command): void {
  issue
    .command('edit')
    .description('change a draft; clear a text or the order with "", and we write it or leave it out')
    .argument('[slot]', SLOT_HELP, parseSlotArgument)
    .option('--subject <text>', 'the subject of the email', textOf('subject'))
    .option(
      '--preheader <text>',
      'the preview text: what a mailbox shows after the subject',
      textOf('preheader'),
    )
    .option('--intro <text>', 'Markdown before the first comparison', textOf('intro'))
    .option('--sponsor-title <text>', 'in bold, above the sponsor’s text', textOf('sponsorTitle'))
    .option(
      '--sponsor-text <text>',
      'Markdown after the first comparison, labelled "Sponsored", at most 30 words with its title; without it there is no sponsor',
      textOf('sponsorText'),
    )
    .option('--sponsor-link <url>', 'an http or https URL, below the sponsor’s text', linkOf)
    .option('--closing <text>', 'Markdown after the last comparison', textOf('closing'))
    .option('--hold <slug...>', 'keep comparisons out of this and later issues, until you release them')
    .option('--release <slug...>', 'release comparisons that were on hold')
    .option('--leave-out <slug...>', 'keep comparisons out of this issue; later ones may have them')
    .option('--put-back <slug...>', 'put back comparisons that were left out')
    .option('--pin <slug...>', 'always include these comparisons')
    .option('--unpin <slug...>', 'include them only if they are new enough and there is room')
    .option('--feature <slug>', 'the lead: the comparison that opens the issue')
    .option('--order <slug...>', 'the order, first to last; comparisons that you leave out follow')
    .addHelpText(
      'after',
      '\nExample:\n  verdicts issue edit 2026-W47 --subject "Two editors, one winner" --feature one-vs-other\n  verdicts issue edit 2026-W47 --intro "$(cat intro.md)" --closing "Until Tuesday."',
    )
    .action(withApp(editIssue));
}

/** Parses a text option, and refuses one beyond the limit. */
function textOf(name: EditedText): (value: string) => string {
  const limit = EDIT_LIMITS[name];
  return (value) => {
    const length = [...value].length;
    if (length <= limit) return value;
    // Not commander's InvalidArgumentError, which would print the whole text.
    throw new AppError(
      'usage',
      `${OPTIONS[name]} has ${formatNumber(length)} characters; at most ${formatNumber(limit)} fit. Nothing was changed.`,
    );
  };
}

const OPTIONS: Readonly<Record<EditedText, string>> = {
  subject: '--subject',
  preheader: '--preheader',
  intro: '--intro',
  sponsorTitle: '--sponsor-title',
  sponsorText: '--sponsor-text',
  sponsorUrl: '--sponsor-link',
  closing: '--closing',
};

/** Parses a link, which may be empty. */
function linkOf(value: string): string {
  const link = textOf('sponsorUrl')(value).trim();
  if (link === '' || webUrl(link) !== null) return link;
  throw new AppError('usage', `${OPTIONS.sponsorUrl} is not a link. Write it in full, with https://.`);
}

async function editIssue({ app, output }: CommandContext, named: string | undefined, options: EditOptions) {
  const { issueStore, clock, config } = app;
  if (Object.keys(options).length === 0)
    throw new AppError(
      'usage',
      'Say what to change. To see what can be changed, run: verdicts issue edit --help',
    );
  refuseBoth(options, ['hold', 'release']);
  refuseBoth(options, ['leaveOut', 'putBack']);
  refuseBoth(options, ['pin', 'unpin']);
  const slot = await slotOrDefault(named, app, output.note);
  const {
    order,
    feature,
    subject,
    preheader,
    intro,
    sponsorTitle,
    sponsorText,
    sponsorLink,
    closing,
    ...marks
  } = options;
  const texts = { subject, preheader, intro, sponsorTitle, sponsorText, sponsorUrl: sponsorLink, closing };
  const outcome = await issueStore.editIssue({
    slot,
    scheduledAt: scheduledInstant(config.schedule, slot),
    at: clock.now(),
    ...marks,
    ...nullIfEmpty({ ...texts, feature: feature?.trim() }),
    ...(order === undefined ? {} : { order: [...new Set(order.filter((slug) => slug.trim() !== ''))] }),
  });
  if (outcome.kind !== 'edited') throw new AppError('refused', refusal(slot, outcome));
  const issue = await issueStore.findIssue(slot);
  if (issue !== null)
    output.result(issueView(issue), () =>
      describeIssue(issue, { now: app.clock.now(), zone: app.config.schedule.zone }),
    );
  const written: Partial<EditedTexts> = issue?.edited ?? {};
  const changed = {
    ...(intro === undefined ? {} : { intro: written.intro ?? null }),
    ...(closing === undefined ? {} : { closing: written.closing ?? null }),
    ...(sponsorTitle === undefined && sponsorText === undefined
      ? {}
      : { sponsorTitle: written.sponsorTitle ?? null, sponsorText: written.sponsorText ?? null }),
  };
  for (const { message } of writtenProblems(changed)) output.note(message);
  return true;
}

/** Empty texts mean the default. Not done by the option parsers: commander turns their null into ''. */
function nullIfEmpty(texts: Readonly<Record<string, string | undefined>>): Record<string, string | null> {
  const given = Object.entries(texts).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, text] as const],
  );
  return Object.fromEntries(given.map(([name, text]) => [name, text.trim() === '' ? null : text]));
}

type Opposites = ['hold', 'release'] | ['leaveOut', 'putBack'] | ['pin', 'unpin'];

/** A comparison cannot gain and lose a mark in the same edit. */
function refuseBoth(options: EditOptions, [one, other]: Opposites): void {
  const both = new Set(options[one]?.filter((slug) => options[other]?.includes(slug)));
  if (both.size === 0) return;
  const slugs = printableLine([...both].join(', '));
  const option = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new AppError(
    'usage',
    `${option(one)} and ${option(other)} both name ${slugs}. Name it in one of them.`,
  );
}

function refusal(slot: string, outcome: Exclude<EditOutcome, { kind: 'edited' }>): string {
  switch (outcome.kind) {
    case 'not-editable':
      return notEditableHere(slot, outcome.status);
    case 'changed-meanwhile':
      return `Nothing was changed: somebody else changed the draft of ${slot} meanwhile. See it with: verdicts issue show ${slot}`;
    case 'unknown-comparison':
      return `There is no comparison ${printableLine(outcome.slugs.join(', '))}. To see all, run: verdicts comparisons list`;
  }
}

function notEditableHere(slot: string, status: IssueStatus): string {
  const reason = notEditableMessage({ slot, status });
  return status === 'approved' ? reason.replace(/\.$/, `: verdicts issue hold ${slot}`) : reason;
}
