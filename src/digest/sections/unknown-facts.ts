import { type ComparisonSide, toolKey } from '../../comparisons/comparison.ts';
import type { ToolFacts } from '../digest.ts';
import { listed } from '../plain-words.ts';

/** What the community thinks is left out: it may well not exist yet. */
const FIELDS = {
  category: 'the category',
  tagline: 'the tagline',
  price: 'the price',
  bestFor: 'what it is best for',
} as const;

type KnownFacts = ToolFacts & { category: string | null };

/** One clause for each tool of which something is unknown. */
export function unknownFacts(
  sides: readonly ComparisonSide[],
  known: ReadonlyMap<string, KnownFacts>,
): string[] {
  return sides.flatMap(({ name, bestFor }) => {
    const facts = known.get(toolKey(name));
    if (facts === undefined) return [];
    const unknown = (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).filter(
      // Where it equals the tagline, it is known, and left out.
      (field) => facts[field] === null && !(field === 'bestFor' && bestFor !== null),
    );
    if (unknown.length === 0) return [];
    return [
      `${listed(unknown.map((field) => FIELDS[field]))} of ${name} ${unknown.length === 1 ? 'is' : 'are'} unknown`,
    ];
  });
}
