import type { ComparisonSide } from '../../comparisons/comparison.ts';
import { toolKey } from '../../comparisons/comparison.ts';
import type { PublishedComparison } from '../../comparisons/comparison-store.ts';
import { countWords } from '../count-words.ts';
import type { ToolFacts } from '../digest.ts';

/** How much of each fact an email shows, in words. 0 leaves it out. */
export interface FactLimits {
  price: number;
  bestFor: number;
  tagline: number;
}

export const NO_FACTS: ToolFacts = { tagline: null, price: null, bestFor: null, community: null };

/** By `toolKey`. Each fact comes from the latest publication that states it. */
export function knownFacts(
  comparisons: readonly PublishedComparison[],
): Map<string, ToolFacts & { category: string | null }> {
  const newestFirst = comparisons.toSorted(
    (one, other) => Date.parse(other.publishedAt) - Date.parse(one.publishedAt),
  );
  const mentions = new Map<string, ComparisonSide[]>();
  for (const side of newestFirst.flatMap(({ tools }) => tools)) {
    const key = toolKey(side.name);
    mentions.set(key, [...(mentions.get(key) ?? []), side]);
  }
  return new Map([...mentions].map(([key, sides]) => [key, factsFrom(sides)]));
}

function factsFrom(sides: readonly ComparisonSide[]): ToolFacts & { category: string | null } {
  const fact = (name: 'category' | 'tagline' | 'entry' | 'pricing' | 'bestFor') =>
    sides.map((side) => side[name]).find((text) => text !== null) ?? null;
  const [tagline, bestFor] = [fact('tagline'), fact('bestFor')];
  return {
    category: fact('category'),
    tagline,
    price: fact('pricing') ?? fact('entry'),
    bestFor: bestFor?.trim() === tagline?.trim() ? null : bestFor,
    community: latestVote(sides.map(communityOf)),
  };
}

/** Shortened to a number of words; the web view has the whole text. */
export function shortFacts({ tagline, price, bestFor, community }: ToolFacts, limits: FactLimits): ToolFacts {
  return {
    tagline: tagline === null ? null : cutFact(tagline, limits.tagline),
    price: price === null ? null : cutFact(price, limits.price),
    bestFor: bestFor === null ? null : cutFact(bestFor, limits.bestFor),
    community,
  };
}

/** Of a tool that is not featured: what it is in one line, its tagline or what it is best for, whichever is shorter. */
export function briefFacts(facts: ToolFacts, about: number, limits: FactLimits): ToolFacts {
  const { tagline, bestFor } = facts;
  const lines = [tagline, bestFor].filter((text) => text !== null);
  const [shortest = null] = lines.toSorted((one, other) => countWords(one) - countWords(other));
  const cut = shortest === null ? null : cutFact(shortest, about);
  const said = cut?.endsWith('…') ? null : cut;
  return {
    ...shortFacts(facts, limits),
    tagline: shortest === tagline ? said : null,
    bestFor: shortest === tagline ? null : said,
  };
}

/** Where a text may end, the best first: a list's parts, then clauses. */
const ENDS = [
  /;\s/g,
  /,\s/g,
  /\s\(/g,
  /\s(?=(?:and|or|but|that|who|whose|which|where|because|so|without|with|through|up to|plus|for)\s)/g,
];
const MIN_WORDS_BEFORE_CLAUSE = 3;

/** Cuts before a semicolon, else a comma, a bracket, a clause, else after a word; null if nothing may be shown. */
export function cutFact(text: string, maxWords: number): string | null {
  if (maxWords <= 0) return null;
  if (countWords(text) <= maxWords) return text;
  for (const [rank, end] of ENDS.entries()) {
    const heads = [...text.matchAll(end)].map(({ index }) => text.slice(0, index).trimEnd());
    const isClause = rank === ENDS.length - 1;
    const least = isClause ? MIN_WORDS_BEFORE_CLAUSE : 1;
    const head = heads.findLast((part) => countWords(part) >= least && countWords(part) <= maxWords);
    if (head !== undefined) return isClause ? `${head}…` : head;
  }
  const words = text.split(/\s+/);
  const kept = words.filter((_, index) => countWords(words.slice(0, index + 1).join(' ')) <= maxWords);
  const whole = kept.join(' ').replace(LEANING_END, '');
  return whole === '' ? null : `${whole}…`;
}

/** Words that lean on the next one, and figures whose unit would come next. */
const LEANING_END =
  /(?:\s+(?:an?|the|of|for|with|through|up|to|per|and|or|in|on|at|by|from|than|as|that|[$€£]?\d[\d.,]*))+$/i;

type Vote = ToolFacts['community'];

/** No one voted only if the newest publication says so and no other has a vote. */
function latestVote(votes: readonly Vote[]): Vote {
  const [newest = null] = votes;
  const cast = votes.find((vote) => vote !== null && vote.votes !== 0);
  return cast ?? (newest?.votes === 0 ? newest : null);
}

/** A share of no votes is impossible, so unknown. */
export function communityOf({ communityShare, communityVotes }: ComparisonSide): Vote {
  if (communityShare === null && communityVotes === null) return null;
  if (communityVotes === 0) return communityShare === null || communityShare === 0 ? NO_VOTES : null;
  return { share: communityShare, votes: communityVotes };
}

const NO_VOTES: Vote = { share: null, votes: 0 };
