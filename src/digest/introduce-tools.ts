import { type ComparisonSide, toolKey } from '../comparisons/comparison.ts';
import type { PublishedComparison } from '../comparisons/comparison-store.ts';
import type { ToolIntroduction } from './digest.ts';

/** By `toolKey`. Each fact comes from the latest publication that states it. */
export function introduceTools(comparisons: readonly PublishedComparison[]): Map<string, ToolIntroduction> {
  const newestFirst = comparisons.toSorted(
    (one, other) => Date.parse(other.publishedAt) - Date.parse(one.publishedAt),
  );
  const mentions = new Map<string, ComparisonSide[]>();
  for (const side of newestFirst.flatMap(({ tools }) => tools)) {
    const key = toolKey(side.name);
    mentions.set(key, [...(mentions.get(key) ?? []), side]);
  }
  return new Map([...mentions].map(([key, sides]) => [key, introductionFrom(sides)]));
}

function introductionFrom(sides: readonly ComparisonSide[]): ToolIntroduction {
  const fact = (name: 'category' | 'tagline' | 'entry' | 'pricing' | 'bestFor') => {
    return sides.map((side) => side[name]).find((text) => text !== null) ?? null;
  };
  return {
    category: fact('category'),
    tagline: fact('tagline'),
    community: latestVote(sides.map(communityOf)),
    entry: fact('entry'),
    pricing: fact('pricing'),
    bestFor: fact('bestFor'),
  };
}

type Vote = ToolIntroduction['community'];

/** No one voted only if the newest publication says so and no other has a vote. */
function latestVote(votes: readonly Vote[]): Vote {
  const [newest = null] = votes;
  const cast = votes.find((vote) => vote !== null && vote.votes !== 0);
  return cast ?? (newest?.votes === 0 ? newest : null);
}

/** A share of no votes is impossible, so unknown. */
function communityOf({ communityShare, communityVotes }: ComparisonSide): Vote {
  if (communityShare === null && communityVotes === null) return null;
  if (communityVotes === 0) return communityShare === null || communityShare === 0 ? NO_VOTES : null;
  return { share: communityShare, votes: communityVotes };
}

const NO_VOTES: Vote = { share: null, votes: 0 };
