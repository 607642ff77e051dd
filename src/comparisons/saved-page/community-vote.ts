import { type ComparisonSide, LIMITS } from '../comparison.ts';
import { lineKey } from './page-lines.ts';
import { rounded, saysNothing } from './said-values.ts';

type CommunityVote = Pick<ComparisonSide, 'communityShare' | 'communityVotes'>;

const NO_VOTES = /^no (?:community )?votes?(?: yet| so far)?[.!]?$/;
const SHARE = /(?<![\d.,+-])(\d+(?:[.,]\d+)?)\s*%(?:\s*(ship|skip)\b)?/g;
const COUNT =
  /(?<![\d.,+-])(?:(\d{1,3}(?:[,. ]\d{3})+|\d+)|(\d+(?:[.,]\d+)?)\s*([km]))\s*(votes?|ship|skip)\b/g;
/** What may stand between figures and says no more than they do. */
const BETWEEN = /^(?:[\s·•|/,;:()–—-]|\b(?:ship|skip|split|mixed|of|from|with|and)\b)*$/;

/**
 * The community's vote from all places that show it: `67%`, `67% · 12 votes`, `42% skip`, `7 ship / 5 skip`,
 * `1.2k votes`, `No community votes yet`. A dash or an empty figure says nothing, and of a text with anything else in it
 * nothing is believed, so that the votes are unknown.
 */
export function communityOf(places: readonly (string | null)[]): CommunityVote {
  const keys = places.map((place) => lineKey(place ?? '')).filter((key) => !saysNothing(key));
  const votes = keys.filter((key) => !NO_VOTES.test(key)).map(voteIn);
  const known = votes.filter((vote) => vote !== undefined);
  return {
    communityShare: known.find(({ communityShare }) => communityShare !== null)?.communityShare ?? null,
    communityVotes:
      keys.length > 0 && votes.length === 0
        ? 0
        : (known.find(({ communityVotes }) => communityVotes !== null)?.communityVotes ?? null),
  };
}

/** The vote that a text tells, undefined where it is not made of figures alone. */
function voteIn(key: string): CommunityVote | undefined {
  if (key.length > LIMITS.line) return undefined;
  const shares = [...key.matchAll(SHARE)];
  const rest = key.replace(SHARE, ' ');
  const counts = [...rest.matchAll(COUNT)];
  if (!BETWEEN.test(rest.replace(COUNT, ' '))) return undefined;
  const count = (word: RegExp) => {
    const found = counts.find(([, , , , counted]) => word.test(counted ?? ''));
    return found === undefined ? null : countOf(found);
  };
  const [ship, skip] = [count(/ship/), count(/skip/)];
  const cast = ship === null || skip === null ? null : ship + skip;
  const ofCast = cast === null || cast === 0 ? null : Math.round(((ship ?? 0) / cast) * 100);
  return { communityShare: shareIn(shares) ?? ofCast, communityVotes: count(/vote/) ?? cast };
}

/** The share that says ship; where only the other one is told, what it leaves. */
function shareIn(shares: readonly RegExpExecArray[]): number | null {
  const [, ship] = shares.find(([, , word]) => word !== 'skip') ?? [];
  if (ship !== undefined) return rounded(ship);
  const skip = shares[0]?.[1];
  return skip === undefined ? null : 100 - rounded(skip);
}

/** `1,240` or `1.2k` as a number. */
function countOf([, figure, short = '', unit]: RegExpExecArray): number {
  if (figure !== undefined) return Number(figure.replace(/\D/g, ''));
  return Math.round(Number(short.replace(',', '.')) * (unit === 'k' ? 1_000 : 1_000_000));
}
