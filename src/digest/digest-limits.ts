import type { VoiceLimits } from './quotations/choose-voices.ts';
import type { FactLimits } from './sections/tool-facts.ts';

/** How much an issue quotes and tells of each tool, in words. */
export interface DigestLimits {
  featured: VoiceLimits;
  others: VoiceLimits;
  facts: FactLimits;
  /** Of the one line that says what a tool is, in comparisons that are not featured. 0 leaves it out. */
  about: number;
}

const FULL: DigestLimits = {
  featured: { each: 28, both: 56 },
  others: { each: 20, both: 36 },
  facts: { price: 12, bestFor: 8, tagline: 14 },
  about: 14,
};
const SHORTER = { featured: { each: 24, both: 44 }, others: { each: 17, both: 30 } };
const SHORTEST = { featured: { each: 20, both: 36 }, others: { each: 17, both: 25 } };
const BRIEF = { featured: { each: 17, both: 30 }, others: { each: 14, both: 20 } };
const NONE = { each: 0, both: 0 };

/** What is left when nothing else fits: answers, sentences, scores. */
export const LEAST_LIMITS: DigestLimits = {
  featured: NONE,
  others: NONE,
  facts: { price: 0, bestFor: 0, tagline: 0 },
  about: 0,
};

const FEW_FACTS = { facts: { price: 6, bestFor: 0, tagline: 0 }, about: 0 };
const NO_FACTS = { facts: LEAST_LIMITS.facts, about: 0 };

/**
 * Longest first. What the tools are that are not featured gives way first, then what a tool is best for and taglines,
 * with shorter and shorter quotations; then prices, and the quotations of what is not featured last.
 */
export const DIGEST_LIMITS: readonly [DigestLimits, ...DigestLimits[]] = [
  FULL,
  { ...FULL, about: 8 },
  { ...FULL, about: 5 },
  { ...FULL, about: 0 },
  { ...FULL, ...SHORTER, about: 0 },
  { ...SHORTER, facts: { ...FULL.facts, price: 6 }, about: 0 },
  { ...SHORTER, facts: { price: 6, bestFor: 5, tagline: 14 }, about: 0 },
  { ...SHORTER, ...FEW_FACTS },
  { ...SHORTEST, ...FEW_FACTS },
  { ...BRIEF, ...FEW_FACTS },
  // An argument is worth more than a price: a few words of an editor must not cost all of them.
  { ...BRIEF, ...NO_FACTS },
  { featured: BRIEF.featured, others: { each: 14, both: 14 }, ...NO_FACTS },
  { featured: BRIEF.featured, others: NONE, ...FEW_FACTS },
  LEAST_LIMITS,
];

/** What two minutes allow: 300 words for one comparison, 700 for five, 1,100 for eight. */
export function wordBudget(comparisons: number): number {
  const more = Math.max(0, comparisons - 5);
  return Math.round(200 + 100 * Math.min(5, comparisons) + (400 / 3) * more);
}
