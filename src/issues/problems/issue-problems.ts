import type { OpenComparison } from '../../comparisons/comparison-store.ts';
import type { Digest } from '../../digest/digest.ts';
import { EDITED_TEXTS, type EditedText, type EditedTexts } from '../../digest/edited-texts.ts';
import type { HeldBackReason, Selection } from '../../digest/select-comparisons.ts';
import { heldBackAdvice } from '../held-back-advice.ts';
import { formatRefusal, type SendDecision } from '../send-decision.ts';
import { comparisonProblems } from './comparison-problems.ts';
import { error, type IssueProblem, warning } from './issue-problem.ts';
import { formatKiB, MAX_HTML_BYTES } from './max-html-size.ts';
import { textProblems } from './text-problems.ts';

const LARGE_HTML_BYTES = 80 * 1024;

export interface IssueToCheck {
  slot: string;
  /** Its time has not come, so that its cut-off is now. */
  isAhead: boolean;
  /** Null if the issue is frozen or empty. */
  digest: Digest | null;
  /** What an editor wrote for it. */
  edited: Partial<EditedTexts>;
  items: readonly { slug: string }[];
  heldBack: Selection['heldBack'];
  /** The candidates for selection. */
  open: readonly Pick<OpenComparison, 'slug' | 'pinned' | 'featured'>[];
  minItems: number;
  bytes: { html: number };
  /** Why the transport would refuse a real send; empty for the outbox. */
  obstacles: readonly string[];
}

/** What to do about a comparison that an editor chose and that stays out. */
const REMEDIES: Record<HeldBackReason, string> = {
  incomplete: 'one of its tools is missing; import it again',
  held: 'it is on hold; release it',
  'left-out': 'it is left out of this issue; put it back',
  'after-cut-off':
    'it is dated too late for this issue; if the date is wrong, correct it on its page in the studio',
  'older-than-lookback': 'it is older than LOOKBACK_DAYS; pin it',
  'over-max-items': 'the issue is full; raise MAX_ITEMS, or leave out another',
  'over-max-bytes': 'the issue has no room for it; leave out another, or shorten what you wrote',
};

/** Problems of the whole issue come first. */
export function issueProblems(issue: IssueToCheck): IssueProblem[] {
  const { digest, edited, bytes, obstacles } = issue;
  const comparisons = digest?.sections.flatMap((section) => section.comparisons) ?? [];
  return [
    ...obstacleProblems(obstacles),
    ...selectionProblems(issue),
    ...(digest === null ? [] : textProblems(digest, edited)),
    ...sizeProblems(bytes.html, edited),
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

function selectionProblems({ slot, isAhead, items, heldBack, open, minItems }: IssueToCheck): IssueProblem[] {
  const problems: IssueProblem[] = [];
  if (items.length < minItems) {
    const words = [
      tooFewMessage(items.length, minItems),
      ...heldBackAdvice(heldBack, { slot, isAhead }),
    ].join(' ');
    problems.push(warning('items', 'too-few-items', words));
  }
  const choices = new Map(
    open.map(({ slug, pinned, featured }) => [slug, editorChoice({ pinned, featured })]),
  );
  for (const { slug, reason } of heldBack) {
    const choice = choices.get(slug) ?? null;
    if (choice === null) continue;
    const message = `${slug} is ${choice} but stays out: ${REMEDIES[reason]}.`;
    problems.push(warning({ slug }, 'wish-not-met', message));
  }
  return problems;
}

/** MIN_ITEMS cannot be lowered below 1. */
function tooFewMessage(count: number, minItems: number): string {
  return count === 0 && minItems === 1
    ? 'There is no new comparison yet, and an empty issue is skipped. Import or pin one.'
    : `${count} of at least ${minItems} comparisons: with fewer, the issue is skipped. Import or pin more, or lower MIN_ITEMS.`;
}

function editorChoice({ pinned, featured }: { pinned: boolean; featured: boolean }): string | null {
  if (featured) return 'featured';
  return pinned ? 'pinned' : null;
}

function sizeProblems(html: number, edited: Partial<EditedTexts>): IssueProblem[] {
  if (html <= LARGE_HTML_BYTES) return [];
  const [largest] = partsToShorten(edited);
  const place = largest?.text ?? 'size';
  if (html > MAX_HTML_BYTES) return [error(place, 'html-too-large', htmlTooLargeMessage(html, edited))];
  const parts = partWords(edited);
  const remedy = parts === null ? 'Lower MAX_ITEMS' : `Shorten ${parts}, or lower MAX_ITEMS`;
  const message = `The HTML has ${formatKiB(html)} KiB of at most ${MAX_KIB}. ${remedy}.`;
  return [warning(place, 'html-large', message)];
}

const MAX_KIB = MAX_HTML_BYTES / 1024;

/** Comparisons are dropped before this limit is reached, so what an editor wrote exceeds it, or a single comparison. */
export function htmlTooLargeMessage(html: number, edited: Partial<EditedTexts>): string {
  const parts = partWords(edited);
  const remedy =
    parts === null
      ? 'Leave out its comparison: it is too large by itself.'
      : `Shorten ${parts}: with them, not even one comparison fits.`;
  return `The HTML has ${formatKiB(html)} KiB of at most ${MAX_KIB}, and Gmail clips what is longer. ${remedy}`;
}

const PART_NAMES = {
  intro: 'the intro',
  closing: 'the closing note',
  sponsorText: 'the sponsor’s text',
  sponsorTitle: 'the sponsor’s title',
  sponsorUrl: 'the sponsor’s link',
  subject: 'the subject',
  preheader: 'the preview text',
} as const satisfies Record<EditedText, string>;

/** Smaller parts make no difference, in bytes. */
const MIN_PART_BYTES = 512;

/** What an editor wrote, the largest first, as it was typed. */
function partsToShorten(edited: Partial<EditedTexts>): { text: EditedText; bytes: number }[] {
  return EDITED_TEXTS.map((text) => ({ text, bytes: Buffer.byteLength(edited[text] ?? '') }))
    .filter(({ bytes }) => bytes >= MIN_PART_BYTES)
    .toSorted((one, other) => other.bytes - one.bytes);
}

/** "the intro (61.5 KiB as typed) or the closing note (4.8 KiB as typed)"; null if there is none. */
function partWords(edited: Partial<EditedTexts>): string | null {
  const parts = partsToShorten(edited).map(
    ({ text, bytes }) => `${PART_NAMES[text]} (${formatKiB(bytes)} KiB as typed)`,
  );
  const last = parts.pop();
  if (last === undefined) return null;
  return parts.length === 0 ? last : `${parts.join(', ')} or ${last}`;
}
