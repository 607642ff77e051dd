import { countWords } from '../count-words.ts';
import type { DigestComparison, DigestSide, Voice } from '../digest.ts';
import { lineText } from '../line.ts';

/** What two minutes allow a comparison. */
export const MAX_FEATURED_WORDS = 230;
export const MAX_OTHER_WORDS = 110;

/** Its place ("2 of 8", "Rival 2 of 5"), and its links ("All 8 reviews", "Source"). */
const FRAME_WORDS = 8;
/** "Scores out of 100". */
const SCORES_WORDS = 4;
/** "Where they disagree." */
const DISAGREEMENT_WORDS = 3;

/** How many words an email shows of a comparison, or a few more. */
export function comparisonWords(comparison: DigestComparison): number {
  const { category, title, sentence, voices, sides, disagreement } = comparison;
  const said = [category ?? '', lineText(title), lineText(sentence), lineText(disagreement ?? [])];
  return (
    FRAME_WORDS +
    (disagreement === null ? 0 : DISAGREEMENT_WORDS) +
    sum(said.map(countWords)) +
    sum(voices.map(voiceWords)) +
    sum(sides.map((side) => sideWords(side, comparison.featured)))
  );
}

function voiceWords({ stance, tool, reviewer, text }: Voice): number {
  const label = stance === 'reserved' ? 3 : 1;
  return label + sum([tool, reviewer, text].map((words) => countWords(words ?? '')));
}

/** The verdict, the share with its count, each score, and each fact with its label. */
function sideWords({ title, scores, explainsScores, facts }: DigestSide, featured: boolean): number {
  const { tagline, price, bestFor, community } = facts;
  return (
    countWords(title) +
    (featured ? 5 : 2) +
    countWords(tagline ?? '') +
    (explainsScores ? SCORES_WORDS : 0) +
    sum(scores.map(({ reviewer }) => countWords(reviewer) + 2)) +
    (price === null ? 0 : 1 + countWords(price)) +
    (bestFor === null ? 0 : 2 + countWords(bestFor)) +
    (community === null ? 0 : 4)
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
