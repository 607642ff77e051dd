import type { ComparisonSide, Verdict } from '../../comparisons/comparison.ts';
import { type Judgement, judge } from './judgement.ts';

/**
 * `over`: the panel would ship one more than the other. `both`, `neither`, `level`: it would ship both or neither, or is
 * even on both. `verdicts`: neither is ahead by a reviewer, and more cannot be said than each verdict. `one-sided`: only one is judged.
 */
export const ANSWER_KINDS = ['over', 'both', 'neither', 'level', 'verdicts', 'one-sided', 'unknown'] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

export interface Answer {
  kind: AnswerKind;
  ahead: Judged;
  other: Judged;
}

export interface Judged extends Judgement {
  side: ComparisonSide;
}

/** Who is ahead; if no one is, the tools stay in the source's order. */
export function answerOf(tools: readonly [ComparisonSide, ComparisonSide]): Answer {
  const [one, other] = [judged(tools[0]), judged(tools[1])];
  const [ahead, behind] = isAhead(other, one) ? [other, one] : [one, other];
  return { kind: kindOf(ahead, behind), ahead, other: behind };
}

export const judged = (side: ComparisonSide): Judged => ({ side, ...judge(side) });

const RANKS: Record<Verdict, number> = { ship: 2, split: 1, skip: 0 };

const rankOf = ({ verdict }: Judged) => (verdict === null ? -1 : RANKS[verdict]);

function isAhead(one: Judged, other: Judged): boolean {
  if (one.share !== null && other.share !== null && one.share !== other.share) return one.share > other.share;
  return rankOf(one) > rankOf(other);
}

function kindOf(ahead: Judged, other: Judged): AnswerKind {
  if (ahead.verdict === null) return 'unknown';
  if (other.verdict === null) return 'one-sided';
  if (ahead.verdict === 'skip' && other.verdict === 'skip') return 'neither';
  if (differByReviewer(ahead, other)) return 'over';
  if (ahead.verdict !== other.verdict) return 'verdicts';
  if (ahead.verdict === 'ship') return 'both';
  // Sources call uneven panels split, too.
  return ahead.share === other.share || ahead.share === null || other.share === null ? 'level' : 'verdicts';
}

/**
 * The panel that shares come from where its size is unknown, in reviewers: a lead of less than ten points is then no
 * lead. Sources name three to five reviewers, so a larger guess would claim more than is known.
 */
const ASSUMED_PANEL_SIZE = 10;

/** More of the first panel would ship it, by at least one reviewer of the smaller panel. */
export function differByReviewer(ahead: Judged, other: Judged): boolean {
  if (ahead.share === null || other.share === null) return false;
  const sizes = [ahead.size ?? ASSUMED_PANEL_SIZE, other.size ?? ASSUMED_PANEL_SIZE];
  const gap = ahead.share - other.share;
  return gap > 0 && sizes.every((size) => gap >= Math.floor(100 / size));
}
