import { oneLine } from '../../shared/clean-text.ts';
import { type ComparisonSide, type Review, toolKey } from '../comparison.ts';

/** Names that several people may share. */
const SHARED_NAME = /^(?:anonymous|anon|guest|(?:verified )?(?:user|reviewer|customer|buyer))$/;

/** Removes items with the key of an earlier one; items with a null key stay. */
export function withoutRepeats<T>(items: readonly T[], keyOf: (item: T) => string | null): T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = keyOf(item);
    const isFirst = key === null || !seen.has(key);
    if (key !== null) seen.add(key);
    return isFirst;
  });
}

/** Equal for a review and its repetition; null if it has no reviewer. */
export function repeatKey({ reviewer, score, verdict, text }: Review): string | null {
  return reviewer === null ? null : JSON.stringify([toolKey(reviewer), score, verdict, oneLine(text)]);
}

/** On a panel, each reviewer has one review. */
export function repeatedReviewer({ name, reviews }: ComparisonSide): string | null {
  const seen = new Set<string>();
  for (const { reviewer } of reviews) {
    const key = toolKey(reviewer ?? '');
    if (reviewer === null || SHARED_NAME.test(key)) continue;
    if (seen.has(key))
      return `${name}: ${reviewer} has more than one review of it, and they differ: keep one, or name each reviewer`;
    seen.add(key);
  }
  return null;
}
