import type { ComparisonSide, Review } from '../../comparisons/comparison.ts';
import { type Line, line, name } from '../line.ts';
import { unanimousVerdict } from '../panel.ts';
import { reviewerInSentence } from './role-words.ts';

/** Closer scores are no disagreement worth a sentence. */
const MIN_POINTS = 20;

/** Where two reviewers of a tool differ most, in points and about shipping it; null if none do. */
export function disagreementOn(
  tools: readonly ComparisonSide[],
  shown: (name: string) => string,
): Line | null {
  const [widest] = tools.flatMap((side) => gapOf(side) ?? []).sort((one, other) => other.points - one.points);
  if (widest === undefined) return null;
  const { side, points, highest, lowest } = widest;
  const on = name(shown(side.name));
  return line`On ${on}, ${who(highest)} and ${who(lowest)} are ${String(points)} points apart.`;
}

function gapOf(side: ComparisonSide) {
  const scored = side.reviews.filter(({ reviewer, score }) => reviewer !== null && score !== null);
  const ordered = scored.toSorted((one, other) => (other.score ?? 0) - (one.score ?? 0));
  const [highest, lowest] = [ordered[0], ordered.at(-1)];
  if (highest === undefined || lowest === undefined) return null;
  const points = (highest.score ?? 0) - (lowest.score ?? 0);
  const unanimous = unanimousVerdict(side);
  const [one, other] = [highest.verdict ?? unanimous, lowest.verdict ?? unanimous];
  const isOfOneMind = (one !== null && one === other) || highest.reviewer === lowest.reviewer;
  return points < MIN_POINTS || isOfOneMind ? null : { side, points, highest, lowest };
}

const who = ({ reviewer, score }: Review) => `${reviewerInSentence(reviewer ?? '')} (${score})`;
