import type { Comparison, ComparisonCopy, ComparisonSide, VoteBounds } from './comparison.ts';

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
 * The vote after a newer copy. Its share and its number of votes belong together: where the newer copy contradicts
 * either, nothing stays of the vote that was known, so that no share is shown beside the number of another vote, and no
 * "no votes yet" where the copy says that people voted. Otherwise the newer copy and what was known complete each other.
 *
 * @param bounds What the newer copy says of the number where it does not give it; null if it says nothing.
 */
export function mergeVote(known: Vote, incoming: Vote, bounds: VoteBounds | null): Vote {
  const { communityShare, communityVotes } = incoming;
  const isContradicted =
    differ(known.communityShare, communityShare) ||
    differ(known.communityVotes, communityVotes) ||
    (known.communityVotes === 0 && communityShare !== null) ||
    (known.communityShare !== null && communityVotes === 0) ||
    isOutside(known.communityVotes, bounds);
  if (isContradicted) return { communityShare, communityVotes };
  return {
    communityShare: communityShare ?? known.communityShare,
    communityVotes: communityVotes ?? known.communityVotes,
  };
}

function differ(known: number | null, incoming: number | null): boolean {
  return known !== null && incoming !== null && known !== incoming;
}

function isOutside(votes: number | null, bounds: VoteBounds | null): boolean {
  return votes !== null && bounds !== null && (votes < bounds.least || votes > bounds.most);
}

/** What was known of a vote and is not any more, in words; null if nothing was lost. */
export function droppedVote(known: Vote, merged: Vote): string | null {
  const { communityShare: share, communityVotes: votes } = known;
  const isLost =
    (share !== null && merged.communityShare === null) || (votes !== null && merged.communityVotes === null);
  if (!isLost) return null;
  if (votes === 0) return 'that nobody has voted yet';
  const parts = [share === null ? [] : [`${share}%`], votes === null ? [] : [`${votes} votes`]].flat();
  return `the community vote of ${parts.join(' of ')}`;
}

/** A comparison together with what its source says of numbers of votes that it does not give exactly. */
export function withUnclearVotes(
  comparison: Comparison,
  unclearVotes: NonNullable<ComparisonCopy['unclearVotes']>,
): ComparisonCopy {
  return unclearVotes.every((bounds) => bounds === null) ? comparison : { ...comparison, unclearVotes };
}
