import type { Comparison, ComparisonCopy, ComparisonSide, VoteBounds } from '../comparison.ts';

type Vote = Pick<ComparisonSide, 'communityShare' | 'communityVotes'>;

/** Drops the 0% that sites show for a vote that no one cast. */
export function withoutEmptyShare<T extends Vote>(side: T): T {
  return side.communityVotes === 0 && side.communityShare === 0 ? { ...side, communityShare: null } : side;
}

/** A share without any votes is wrong; a share with an unknown number of votes is fine. */
export function voteProblem({ name, communityShare, communityVotes }: ComparisonSide): string | null {
  if (communityVotes !== 0 || communityShare === null) return null;
  return `${name}: communityShare is ${communityShare}, but communityVotes is 0: correct one of them, or leave out what is not known`;
}

/**
 * Merges a newer copy's vote. Share and count belong together: if the newer copy contradicts either, nothing of the
 * known vote stays, so that no share appears beside another vote's count. Otherwise they complete each other.
 *
 * @param bounds The newer copy's bounds on the count if it gives none exactly.
 */
export function mergeVote(known: Vote, incoming: Vote, bounds: VoteBounds | null): Vote {
  const { communityShare, communityVotes } = incoming;
  const isContradicted =
    contradict(known.communityShare, communityShare) ||
    contradict(known.communityVotes, communityVotes) ||
    (known.communityVotes === 0 && communityShare !== null) ||
    (known.communityShare !== null && communityVotes === 0) ||
    isOutside(known.communityVotes, bounds);
  if (isContradicted) return { communityShare, communityVotes };
  return {
    communityShare: communityShare ?? known.communityShare,
    communityVotes: communityVotes ?? known.communityVotes,
  };
}

function contradict(known: number | null, incoming: number | null): boolean {
  return known !== null && incoming !== null && known !== incoming;
}

function isOutside(votes: number | null, bounds: VoteBounds | null): boolean {
  return votes !== null && bounds !== null && (votes < bounds.min || votes > bounds.max);
}

export function droppedVote(known: Vote, merged: Vote): string | null {
  const { communityShare: share, communityVotes: votes } = known;
  const isLost =
    (share !== null && merged.communityShare === null) || (votes !== null && merged.communityVotes === null);
  if (!isLost) return null;
  if (votes === 0) return 'that nobody has voted yet';
  const parts = [share === null ? [] : [`${share}%`], votes === null ? [] : [`${votes} votes`]].flat();
  return `the community vote of ${parts.join(' of ')}`;
}

export function withUnclearVotes(
  comparison: Comparison,
  unclearVotes: NonNullable<ComparisonCopy['unclearVotes']>,
): ComparisonCopy {
  return unclearVotes.every((bounds) => bounds === null) ? comparison : { ...comparison, unclearVotes };
}
