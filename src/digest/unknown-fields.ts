import type { DigestSide, ToolIntroduction } from './digest.ts';

/** What the community thinks is left out: it may well not exist yet. */
const FIELDS = {
  category: 'the category',
  tagline: 'the tagline',
  entry: 'the entry',
  pricing: 'the pricing',
  bestFor: 'what it is best for',
} as const satisfies Partial<Record<keyof ToolIntroduction, string>>;

/** One clause per tool; a tool introduced earlier is left out. */
export function unknownFields(sides: readonly DigestSide[]): string[] {
  return sides.flatMap(({ name, introduction }) => {
    if (introduction === null) return [];
    const unknown = (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).filter(
      (field) => introduction[field] === null,
    );
    if (unknown.length === 0) return [];
    return [
      `${listed(unknown.map((field) => FIELDS[field]))} of ${name} ${unknown.length === 1 ? 'is' : 'are'} unknown`,
    ];
  });
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
