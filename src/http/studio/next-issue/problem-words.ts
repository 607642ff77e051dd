import { MAX_PREHEADER_LENGTH } from '../../../digest/compose-preheader.ts';
import { MAX_SUBJECT_LENGTH } from '../../../digest/compose-subject.ts';
import type { IssueProblem, ProblemPlace } from '../../../issues/problems/issue-problem.ts';
import { formatKiB } from '../../../issues/problems/max-html-size.ts';
import type { IssuePreview } from '../../../render/preview-issue.ts';
import { counted } from '../../../shared/counted.ts';
import { lengthOf } from '../frame/components/field.ts';
import { heldBackWords } from './held-back.ts';

/** What is wrong, and why or what to do. */
export interface ProblemWords {
  what: string;
  note: string;
}

export interface ProblemContext {
  /** Null if it cannot be composed. */
  issue: IssuePreview | null;
  /** What the comparisons are called, by slug. */
  titles: ReadonlyMap<string, string>;
  selection: { minItems: number; lookbackDays: number };
}

/** A problem as the studio says it: without settings, slugs and commands, which an editor need not know. */
export function problemWords(problem: IssueProblem, context: ProblemContext): ProblemWords {
  return ownWords(problem, context) ?? split(titled(problem.message, context.titles));
}

/** Several problems of one comparison that are one thing to do. */
export function groupProblems(problems: readonly IssueProblem[]): IssueProblem[] {
  const grouped: IssueProblem[] = [];
  for (const problem of problems) {
    const known = grouped.findIndex(
      ({ code, place }) =>
        code === 'unknown-fields' && code === problem.code && slugOf(place) === slugOf(problem.place),
    );
    const first = grouped[known];
    if (first === undefined) grouped.push(problem);
    else grouped[known] = { ...first, message: `${first.message}\n${problem.message}` };
  }
  return grouped;
}

const slugOf = (place: ProblemPlace) => (typeof place === 'object' ? place.slug : null);

function ownWords(problem: IssueProblem, context: ProblemContext): ProblemWords | null {
  const { code, place, message } = problem;
  const { issue } = context;
  const title = context.titles.get(slugOf(place) ?? '') ?? slugOf(place) ?? '';
  const over = (text: string, limit: number) => counted(lengthOf(text) - limit, 'character');
  switch (code) {
    case 'subject-too-long':
      return {
        what: `The subject is ${over(issue?.copy?.subject ?? '', MAX_SUBJECT_LENGTH)} too long.`,
        note: '',
      };
    case 'preheader-too-long':
      return {
        what: `The preview text is ${over(issue?.copy?.preheader ?? '', MAX_PREHEADER_LENGTH)} too long.`,
        note: '',
      };
    case 'subject-looks-like-reply':
      return { what: 'The subject begins like a reply', note: 'Filters take that for spam.' };
    case 'subject-shouts':
      return { what: 'The subject is in capitals', note: 'Filters take that for spam.' };
    case 'preheader-repeats-subject':
      return { what: 'The preview text repeats the subject', note: 'Mailboxes show the two side by side.' };
    case 'html-too-large':
      return {
        what: `The mail is too long: ${formatKiB(issue?.bytes.html ?? 0)} KB of at most 90.`,
        note: `Gmail cuts off longer mail. ${shorteningOf(place)}.`,
      };
    case 'html-large':
      return {
        what: `The mail is nearly too long: ${formatKiB(issue?.bytes.html ?? 0)} KB of at most 90`,
        note: 'Gmail cuts off longer mail.',
      };
    case 'too-few-items':
      return tooFewWords(context);
    case 'wish-not-met':
      return wishWords(problem, title, context);
    case 'unknown-fields':
      return { what: `${title}: ${factsIn(message)}`, note: 'The issue leaves that out.' };
    case 'no-url':
    case 'unknown-verdict':
    case 'contradictory-panel':
      return split(
        titled(
          message.replace(/ in the studio, at \/studio\/comparisons\/[^\s,]+(?=[,.])/, ''),
          context.titles,
        ),
      );
    default:
      return null;
  }
}

function tooFewWords({ issue, selection: { minItems } }: ProblemContext): ProblemWords {
  const items = issue?.items.length ?? 0;
  return {
    what: `It has ${items} of at least ${counted(minItems, 'comparison')}.`,
    note: 'With fewer, nothing goes out this week.',
  };
}

function wishWords(
  { message, place }: IssueProblem,
  title: string,
  { issue, selection }: ProblemContext,
): ProblemWords | null {
  const held = issue?.heldBack.find(({ slug }) => slug === slugOf(place));
  if (held === undefined) return null;
  const wish = / is pinned but /.test(message) ? 'you always include it' : 'you made it the lead';
  return {
    what: `${title} stays out of this issue, although ${wish}.`,
    note: `${heldBackWords(held.reason, selection)}.`,
  };
}

/** "Loom has no category; Granola has no tagline". */
function factsIn(message: string): string {
  return message
    .split('\n')
    .map((line) => /^\S+: (.+), so the issue /.exec(line)?.[1] ?? line)
    .join('; ');
}

/** A comparison's title in place of its slug, which opens messages about it. */
function titled(message: string, titles: ReadonlyMap<string, string>): string {
  const [slug = ''] = /^[^\s:]+(?=[ :])/.exec(message) ?? [];
  const title = titles.get(slug);
  return title === undefined ? message : title + message.slice(slug.length);
}

/** The first sentence is what is wrong, the rest why and what to do. */
function split(message: string): ProblemWords {
  const [, what = message, note = ''] = /^(.+?[.!?])\s+(.+)$/s.exec(message) ?? [];
  return { what, note };
}

/** How a mail becomes shorter: by its longest text, or without any by fewer comparisons. */
export function shorteningOf(place: ProblemPlace): string {
  switch (place) {
    case 'intro':
      return 'Shorten the intro';
    case 'sponsorText':
      return 'Shorten the sponsor’s text';
    case 'closing':
      return 'Shorten the closing note';
    default:
      return 'Leave out a comparison';
  }
}
