import type { OpenComparison } from '../../comparisons/comparison-store.ts';
import type { Digest } from '../../digest/digest.ts';
import type { EditedTexts } from '../../digest/edited-texts.ts';
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

const REMEDIES: Record<HeldBackReason, string> = {
  incomplete: 'one of its tools is missing; import it again',
  held: 'it is held; release it',
  'after-cut-off': 'it is dated after the cut-off; import it again if the date is wrong',
  'older-than-lookback': 'it is older than LOOKBACK_DAYS; pin it',
  'over-max-items': 'the issue is full; raise MAX_ITEMS, or hold another',
  'over-max-bytes': 'the issue has no room for it; hold another, or shorten the intro',
};

/** Problems of the whole issue come first. */
export function issueProblems(issue: IssueToCheck): IssueProblem[] {
  const { digest, edited, bytes, obstacles } = issue;
  const comparisons = digest?.sections.flatMap((section) => section.comparisons) ?? [];
  return [
    ...obstacleProblems(obstacles),
    ...selectionProblems(issue),
    ...(digest === null ? [] : textProblems(digest, edited)),
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

function selectionProblems({ slot, isAhead, items, heldBack, open, minItems }: IssueToCheck): IssueProblem[] {
  const problems: IssueProblem[] = [];
  if (items.length < minItems) {
    const counts = `${items.length} of at least ${minItems} comparisons`;
    const message = `${counts}: the slot will be skipped. Import or pin more, or lower MIN_ITEMS.`;
    const words = [message, ...heldBackAdvice(heldBack, { slot, isAhead })].join(' ');
    problems.push(warning('items', 'too-few-items', words));
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

function sizeProblems(html: number): IssueProblem[] {
  if (html > MAX_HTML_BYTES) return [error('size', 'html-too-large', htmlTooLargeMessage(html))];
  if (html <= LARGE_HTML_BYTES) return [];
  const message = `The HTML has ${formatKiB(html)} KiB of at most 90; shorten the intro or lower MAX_ITEMS.`;
  return [warning('size', 'html-large', message)];
}

/** Comparisons are dropped before this limit is reached, so only the intro can exceed it. */
export function htmlTooLargeMessage(html: number): string {
  return `The HTML has ${formatKiB(html)} KiB of at most 90, and Gmail clips what is longer. Shorten the intro: comparisons are left out as it grows, and none fits beside it.`;
}
