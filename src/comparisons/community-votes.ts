import type { ComparisonSide } from './comparison.ts';

type Vote = Pick<ComparisonSide, 'communityShare' | 'communityVotes'>;

/** A tool's vote without the share of a community in which nobody voted, which sites give as 0%. */
export function withoutEmptyShare<T extends Vote>(side: T): T {
  return side.communityVotes === 0 && side.communityShare === 0 ? { ...side, communityShare: null } : side;
}

/** What is wrong with a tool's vote: a share of nobody. A share without a number of votes is fine. */
export function voteProblem({ name, communityShare, communityVotes }: ComparisonSide): string | null {
  if (communityVotes !== 0 || communityShare === null) return null;
  return `${name}: communityShare is ${communityShare}, but communityVotes is 0: correct either, or leave out what is not known`;
}

/**
 * A share belongs to its number of votes: a newer copy that has only one of the two, and another one than is known,
 * leaves a whole vote as it was. A share shows that somebody has voted since a copy that knew of no votes.
 */
export function mergeVote(known: Vote, incoming: Vote): Vote {
  const share = incoming.communityShare ?? known.communityShare;
  const votes = incoming.communityVotes ?? known.communityVotes;
  const isWhole =
    incoming.communityVotes === 0 ||
    (share === incoming.communityShare && votes === incoming.communityVotes) ||
    (known.communityVotes === 0 && incoming.communityShare !== null);
  if (isWhole) return { communityShare: incoming.communityShare, communityVotes: incoming.communityVotes };
  const isSameVote =
    (share === known.communityShare || known.communityShare === null) &&
    (votes === known.communityVotes || known.communityVotes === null);
  return isSameVote
    ? { communityShare: share, communityVotes: votes }
    : { communityShare: known.communityShare, communityVotes: known.communityVotes };
}
