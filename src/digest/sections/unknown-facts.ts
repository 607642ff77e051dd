import { type ComparisonSide, toolKey } from '../../comparisons/comparison.ts';
import type { ToolFacts, UnknownFacts } from '../digest.ts';
import { listed } from '../plain-words.ts';

/** What the community thinks is left out: it may well not exist yet. */
const FIELDS = {
  category: { words: 'no category', field: 'category' },
  tagline: { words: 'no tagline', field: 'tagline' },
  price: { words: 'no price', field: 'pricing' },
  bestFor: { words: 'no “best for”', field: 'bestFor' },
} as const;

type KnownFacts = ToolFacts & { category: string | null };

/** One entry for each tool of which something is unknown. */
export function unknownFacts(
  sides: readonly ComparisonSide[],
  known: ReadonlyMap<string, KnownFacts>,
): UnknownFacts[] {
  return sides.flatMap(({ name, bestFor }) => {
    const facts = known.get(toolKey(name));
    if (facts === undefined) return [];
    const unknown = (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).filter(
      // Where it equals the tagline, it is known, and left out.
      (field) => facts[field] === null && !(field === 'bestFor' && bestFor !== null),
    );
    if (unknown.length === 0) return [];
    const list = (part: 'words' | 'field') => listed(unknown.map((fact) => FIELDS[fact][part]));
    return [{ tool: name, words: list('words'), fields: list('field'), count: unknown.length }];
  });
}
