import type { VoiceLimits } from './quotations/choose-voices.ts';
import type { FactLimits } from './tool-facts.ts';

/** How much an issue quotes and tells of each tool, in words. */
export interface DigestLimits {
  featured: VoiceLimits;
  others: VoiceLimits;
  facts: FactLimits;
}

const FULL: DigestLimits = {
  featured: { each: 28, both: 56 },
  others: { each: 20, both: 36 },
  facts: { price: 12, bestFor: 8, tagline: 14 },
};
const SHORTER = { featured: { each: 24, both: 44 }, others: { each: 17, both: 30 } };
const SHORTEST = { featured: { each: 20, both: 36 }, others: { each: 13, both: 24 } };
const NONE = { each: 0, both: 0 };

/** Longest first. Quotations give way first, then prices, what a tool is best for, and taglines. */
export const DIGEST_LIMITS: readonly DigestLimits[] = [
  FULL,
  { ...FULL, ...SHORTER },
  { ...FULL, ...SHORTEST },
  { ...SHORTEST, facts: { ...FULL.facts, price: 6 } },
  { ...SHORTEST, facts: { price: 6, bestFor: 5, tagline: 14 } },
  { ...SHORTEST, facts: { price: 6, bestFor: 0, tagline: 0 } },
  { featured: SHORTEST.featured, others: NONE, facts: { price: 6, bestFor: 0, tagline: 0 } },
  { featured: NONE, others: NONE, facts: { price: 0, bestFor: 0, tagline: 0 } },
];

/** What two minutes allow: 700 words for five comparisons, 1,100 for eight; more comparisons in proportion. */
export function wordBudget(comparisons: number): number {
  return Math.round(WORDS_OF_FRAME + WORDS_PER_COMPARISON * comparisons);
}

const WORDS_PER_COMPARISON = 400 / 3;
const WORDS_OF_FRAME = 100 / 3;
