import type { Comparison } from '../comparisons/comparison.ts';
import { counted } from '../shared/counted.ts';
import { type AnswerKind, answerOf } from './answer.ts';

/** In display order. */
const KINDS: readonly (readonly [words: string, kinds: readonly AnswerKind[]])[] = [
  ['clear', ['over', 'verdicts']],
  ['both', ['both']],
  ['neither', ['neither']],
  ['level', ['level']],
  ['for one tool only', ['one-sided']],
  ['without a verdict', ['unknown']],
];

/** "8 comparisons: 4 clear, 1 both, 1 without a verdict". */
export function answerCounts(comparisons: readonly Pick<Comparison, 'tools'>[]): string {
  const found = comparisons.map(({ tools }) => answerOf(tools).kind);
  const words = KINDS.flatMap(([label, kinds]) => {
    const count = found.filter((kind) => kinds.includes(kind)).length;
    return count === 0 ? [] : [`${count} ${label}`];
  });
  return `${counted(comparisons.length, 'comparison')}: ${words.join(', ')}`;
}
