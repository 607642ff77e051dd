import type { OpenComparison } from '../comparisons/comparison-store.ts';
import { MAX_PREHEADER_LENGTH } from '../digest/compose-preheader.ts';
import { MAX_SUBJECT_LENGTH } from '../digest/compose-subject.ts';
import { cutText } from '../digest/cut-text.ts';
import type { Digest, DigestComparison } from '../digest/digest.ts';
import { looksLikeReply } from '../digest/fit-line.ts';
import { contradictsShare } from '../digest/panel.ts';
import { brokenLinksOf, isShownAsTyped, readIntro } from '../digest/read-intro.ts';
import type { HeldBackReason, Selection } from '../digest/select-comparisons.ts';
import { unknownFields } from '../digest/unknown-fields.ts';
import { MAX_HTML_BYTES } from './max-html-size.ts';
import { formatRefusal, type SendDecision } from './send-decision.ts';

const LARGE_HTML_BYTES = 80 * 1024;

const PROBLEM_CODES = [
  'real-send-refused',
  'no-audience',
  'waits-for-person',
  'paused',
  'too-few-items',
  'wish-not-met',
  'subject-too-long',
  'subject-looks-like-reply',
  'subject-shouts',
  'preheader-too-long',
  'preheader-repeats-subject',
  'html-too-large',
  'html-large',
  'no-url',
  'unknown-verdict',
  'contradictory-panel',
  'unknown-fields',
  'broken-link',
  'intro-as-typed',
  'mail-client-support',
] as const;

/** Where the editor can fix the problem; a slug names a comparison. */
export type ProblemPlace =
  | 'settings'
  | 'actions'
  | 'subject'
  | 'preheader'
  | 'intro'
  | 'items'
  | 'size'
  | 'mail'
  | { slug: string };

export interface IssueProblem {
  /** An error must be fixed before the issue goes out; a warning is left to the editor's judgement. */
  level: 'error' | 'warning';
  code: (typeof PROBLEM_CODES)[number];
  message: string;
  place: ProblemPlace;
}

export interface IssueToCheck {
  /** Null if the issue is frozen or empty. */
  digest: Digest | null;
  items: readonly { slug: string }[];
  heldBack: Selection['heldBack'];
  /** The candidates for selection. */
  open: readonly Pick<OpenComparison, 'slug' | 'pinned' | 'featured'>[];
  minItems: number;
  bytes: { html: number };
  /** Why the transport would refuse a real send; empty for the outbox. */
  obstacles: readonly string[];
}

const REMEDIES: Record<HeldBackReason, string> = {
  incomplete: 'one of its tools is missing; import it again',
  held: 'it is held; release it',
  'after-cut-off': 'it was published after the cut-off and waits for the next issue',
  'older-than-lookback': 'it is older than LOOKBACK_DAYS; pin it',
  'over-max-items': 'the issue is full; raise MAX_ITEMS, or hold another',
  'over-max-bytes': 'the issue has no room for it; hold another, or shorten the intro',
};

/** Problems of the whole issue come first. */
export function issueProblems(issue: IssueToCheck): IssueProblem[] {
  const { digest, bytes, obstacles } = issue;
  const comparisons = digest?.sections.flatMap((section) => section.comparisons) ?? [];
  return [
    ...obstacleProblems(obstacles),
    ...selectionProblems(issue),
    ...(digest === null
      ? []
      : [...subjectProblems(digest), ...preheaderProblems(digest), ...introProblems(digest)]),
    ...sizeProblems(bytes.html),
    ...comparisons.flatMap(comparisonProblems),
  ];
}

export function obstacleProblems(
  obstacles: readonly string[],
  place: 'settings' | 'actions' = 'settings',
): IssueProblem[] {
  return obstacles.map((obstacle) => error(place, 'real-send-refused', obstacle));
}

export function waitingProblem(decision: SendDecision): IssueProblem[] {
  const message = formatRefusal(decision) ?? '';
  if (decision.kind === 'refused') return [error('actions', 'waits-for-person', message)];
  return decision.kind === 'wait' ? [warning('actions', 'paused', message)] : [];
}

export function noAudienceProblem(message: string): IssueProblem {
  return error('settings', 'no-audience', message);
}

function selectionProblems({ items, heldBack, open, minItems }: IssueToCheck): IssueProblem[] {
  const problems: IssueProblem[] = [];
  if (items.length < minItems) {
    const counts = `${items.length} of at least ${minItems} comparisons`;
    const message = `${counts}: the slot will be skipped. Import or pin more, or lower MIN_ITEMS.`;
    problems.push(warning('items', 'too-few-items', message));
  }
  const choices = new Map(
    open.map(({ slug, pinned, featured }) => [slug, editorChoice({ pinned, featured })]),
  );
  for (const { slug, reason } of heldBack) {
    const choice = choices.get(slug) ?? null;
    if (choice === null) continue;
    problems.push(
      warning({ slug }, 'wish-not-met', `${slug} is ${choice} but stays out: ${REMEDIES[reason]}.`),
    );
  }
  return problems;
}

function editorChoice({ pinned, featured }: { pinned: boolean; featured: boolean }): string | null {
  if (featured) return 'featured';
  return pinned ? 'pinned' : null;
}

function subjectProblems({ subject }: Digest): IssueProblem[] {
  const problems: IssueProblem[] = [];
  if (subject.length > MAX_SUBJECT_LENGTH)
    problems.push(tooLong('subject', subject.length, MAX_SUBJECT_LENGTH));
  if (looksLikeReply(subject)) {
    problems.push(
      warning(
        'subject',
        'subject-looks-like-reply',
        'The subject begins like a reply, as spam does; reword it.',
      ),
    );
  }
  if (/\p{Lu}{2}[^\p{Ll}]{6}/u.test(subject) && !/\p{Ll}/u.test(subject)) {
    problems.push(
      warning(
        'subject',
        'subject-shouts',
        'The subject is in capitals, which filters take for spam; reword it.',
      ),
    );
  }
  return problems;
}

function preheaderProblems({ subject, preheader }: Digest): IssueProblem[] {
  const repeats = preheader.toLowerCase().includes(subject.toLowerCase());
  return [
    ...(preheader.length > MAX_PREHEADER_LENGTH
      ? [tooLong('preheader', preheader.length, MAX_PREHEADER_LENGTH)]
      : []),
    ...(repeats
      ? [
          warning(
            'preheader',
            'preheader-repeats-subject',
            'The preheader repeats the subject beside it; go on from it.',
          ),
        ]
      : []),
  ];
}

function introProblems({ intro }: Digest): IssueProblem[] {
  const links = brokenLinksOf(readIntro(intro)).map((href) => {
    const message = `The intro links to “${cutText(href, 60) ?? ''}”, which is no web address; write it whole, with https://.`;
    return error('intro', 'broken-link', message);
  });
  return isShownAsTyped(intro) ? [...links, warning('intro', 'intro-as-typed', INTRO_AS_TYPED)] : links;
}

const INTRO_AS_TYPED =
  'Part of the intro has more marks, list levels or lines than are read, so it is shown as you typed it. Use fewer of them, or separate its paragraphs by empty lines.';

function sizeProblems(html: number): IssueProblem[] {
  if (html > MAX_HTML_BYTES) return [error('size', 'html-too-large', htmlTooLargeMessage(html))];
  if (html <= LARGE_HTML_BYTES) return [];
  const message = `The HTML has ${toKiB(html)} KiB of at most 90; shorten the intro or lower MAX_ITEMS.`;
  return [warning('size', 'html-large', message)];
}

/** Comparisons are dropped before this limit is reached, so only the intro can exceed it. */
export function htmlTooLargeMessage(html: number): string {
  return `The HTML has ${toKiB(html)} KiB of at most 90, and Gmail clips what is longer. Shorten the intro: comparisons are left out as it grows, and none fits beside it.`;
}

/** Rounded up, so that a size just over a limit never reads as within it. */
function toKiB(bytes: number): string {
  return (Math.ceil(bytes / 102.4) / 10).toFixed(1);
}

function comparisonProblems({ slug, url, sides }: DigestComparison): IssueProblem[] {
  const unknown = sides.filter(({ verdict }) => verdict === null).map(({ name }) => name);
  const contradictory = sides.filter(({ verdict, panelShare }) => contradictsShare(verdict, panelShare));
  return [
    ...(url === null
      ? [
          warning(
            { slug },
            'no-url',
            `${slug} has no address, so it links nowhere; import it again with its address.`,
          ),
        ]
      : []),
    ...unknown.map((name) =>
      warning(
        { slug },
        'unknown-verdict',
        `${slug}: no verdict on ${name} is known; import it again with one, or hold it.`,
      ),
    ),
    ...contradictory.map(({ name, verdict, panelShare }) =>
      warning(
        { slug },
        'contradictory-panel',
        `${slug}: the verdict on ${name} is ${verdict}, but ${panelShare}% of its panel say ship; find out which is right and import it again, or hold it.`,
      ),
    ),
    ...unknownFields(sides).map((unknown) =>
      warning(
        { slug },
        'unknown-fields',
        `${slug}: ${unknown}, so the issue leaves that out; import it again to add it.`,
      ),
    ),
  ];
}

function tooLong(what: 'subject' | 'preheader', length: number, max: number): IssueProblem {
  const message = `The ${what} has ${length} characters of at most ${max}; shorten it by ${length - max}.`;
  return error(what, `${what}-too-long`, message);
}

function error(place: ProblemPlace, code: IssueProblem['code'], message: string): IssueProblem {
  return { level: 'error', code, message, place };
}

function warning(place: ProblemPlace, code: IssueProblem['code'], message: string): IssueProblem {
  return { level: 'warning', code, message, place };
}
