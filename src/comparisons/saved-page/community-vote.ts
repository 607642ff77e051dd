import { agreesWithShare } from '../checks/panel-problems.ts';
import { type ComparisonSide, LIMITS, type VoteBounds } from '../comparison.ts';
import { ANY_VOTES, unionOf, voteBoundsIn } from '../unclear-votes.ts';
import { lineKey } from './page-lines.ts';
import { isBlankValue, roundFigure } from './reviews/said-values.ts';

type CommunityVote = Pick<ComparisonSide, 'communityShare' | 'communityVotes'>;

const NO_VOTES = /^no (?:community )?votes?(?: yet| so far)?[.!]?$/;
const SHARE = /(?<![\d.,+-])(\d+(?:[.,]\d+)?)\s*%(?:\s*(ship|skip)\b)?/g;
const COUNT =
  /(?<![\d.,+-])(?:(\d{1,3}(?:[,. ]\d{3})+|\d+)|(\d+(?:[.,]\d+)?)\s*([km]))\s*(votes?|ship|skip)\b/g;
/** Words and marks between figures that add nothing. */
const BETWEEN = /^(?:[\s·•|/,;:()–—-]|\b(?:ship|skip|split|mixed|of|from|with|and)\b)*$/;

/**
 * The community's vote from all places that show it: `67%`, `67% · 12 votes`, `42% skip`, `7 ship / 5 skip`, `1.2k
 * votes`, `No community votes yet`. A dash or an empty figure is ignored. If a text contains anything else, or places
 * or figures contradict each other, the vote is unknown. A rounded count such as `1.2k votes` is checked against the
 * others but is itself unknown.
 */
export function communityVote(places: readonly (string | null)[]): CommunityVote {
  const keys = places.map((place) => lineKey(place ?? '')).filter((key) => !isBlankValue(key));
  const votes = keys
    .map((key) => (NO_VOTES.test(key) ? NO_VOTES_CAST : voteIn(key)))
    .filter((vote) => vote !== undefined);
  const shares = votes.flatMap(({ communityShare }) => communityShare ?? []);
  const counts = votes.flatMap(({ communityVotes }) => communityVotes ?? []);
  const exact = votes.flatMap(({ communityVotes, isRounded }) => (isRounded ? [] : (communityVotes ?? [])));
  const isMisunderstood = votes.length < keys.length && counts.every((count) => count === 0);
  if (isMisunderstood || !areClose(shares, 1) || !areClose(counts, ROUNDING * Math.max(0, ...counts)))
    return UNKNOWN;
  const [share = null, count = null] = [shares[0], exact[0]];
  return count === 0 && share !== null && share > 0
    ? UNKNOWN
    : { communityShare: share, communityVotes: count };
}

/** Bounds on the votes if there is no exact number; null if nothing is said, or the number is known. */
export function unclearVotesOf(places: readonly (string | null)[]): VoteBounds | null {
  const { communityShare, communityVotes } = communityVote(places);
  const keys = places.map((place) => lineKey(place ?? '')).filter((key) => !isBlankValue(key));
  if (communityVotes !== null || keys.length === 0) return null;
  const found = keys.flatMap((key) => voteBoundsIn(key.slice(0, LIMITS.line)) ?? []);
  if (found.length > 0) return unionOf(found);
  if (keys.every((key) => FIRST_TO_VOTE.test(key))) return { min: 0, max: 0 };
  return communityShare === null ? ANY_VOTES : null;
}

const FIRST_TO_VOTE = /^be the first\b|^no ?(?:body|one) (?:has )?voted\b/;

interface ParsedVote extends CommunityVote {
  isRounded?: boolean;
}

const UNKNOWN: CommunityVote = { communityShare: null, communityVotes: null };
const NO_VOTES_CAST: ParsedVote = { communityShare: null, communityVotes: 0 };

/** `1.2k votes` are 1,150 to 1,250. */
const ROUNDING = 0.05;

function areClose(figures: readonly number[], within: number): boolean {
  return Math.max(...figures) - Math.min(...figures) <= within || figures.length === 0;
}

/** Undefined if a text is not only figures, or if they do not add up. */
function voteIn(key: string): ParsedVote | undefined {
  if (key.length > LIMITS.line) return undefined;
  const shares = [...key.matchAll(SHARE)];
  const rest = key.replace(SHARE, ' ');
  const counts = [...rest.matchAll(COUNT)];
  if (!BETWEEN.test(rest.replace(COUNT, ' '))) return undefined;
  const count = (word: RegExp) => {
    const found = counts.find(([, , , , counted]) => word.test(counted ?? ''));
    return found === undefined ? null : countOf(found);
  };
  const [ship, skip, all, share] = [count(/ship/), count(/skip/), count(/vote/), shareIn(shares)];
  const isRounded = counts.some(([, figure]) => figure === undefined);
  if (ship === null || skip === null) return { communityShare: share, communityVotes: all, isRounded };
  const cast = ship + skip;
  const ofCast = cast === 0 || isRounded ? null : Math.round((100 * ship) / cast);
  const addsUp = all === null || all >= cast;
  const isNear = isRounded && Math.abs((100 * ship) / cast - (share ?? 0)) <= 100 * ROUNDING;
  const isShare = share === null || isNear || [cast, all ?? cast].some((of) => isShareOf(ship, of, share));
  return addsUp && isShare
    ? { communityShare: share ?? ofCast, communityVotes: all ?? cast, isRounded }
    : undefined;
}

/** Others may have voted besides ship and skip, and a share may be rounded either way. */
function isShareOf(ship: number, of: number, share: number): boolean {
  return of === 0 ? share === 0 : agreesWithShare({ ship, of }, share);
}

/** The ship share, if necessary computed from the skip share. */
function shareIn(shares: readonly RegExpExecArray[]): number | null {
  const [, ship] = shares.find(([, , word]) => word !== 'skip') ?? [];
  if (ship !== undefined) return roundFigure(ship);
  const skip = shares[0]?.[1];
  return skip === undefined ? null : 100 - roundFigure(skip);
}

function countOf([, figure, short = '', unit]: RegExpExecArray): number {
  if (figure !== undefined) return Number(figure.replace(/\D/g, ''));
  return Math.round(Number(short.replace(',', '.')) * (unit === 'k' ? 1_000 : 1_000_000));
}
