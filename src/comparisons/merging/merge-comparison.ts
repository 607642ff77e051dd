import { isDeepStrictEqual } from 'node:util';
import { droppedVote, mergeVote } from '../checks/community-votes.ts';
import { contradictionsOf } from '../checks/contradictions.ts';
import {
  type Comparison,
  type ComparisonCopy,
  type ComparisonSide,
  LIMITS,
  toolKey,
  type VoteBounds,
} from '../comparison.ts';
import { type CutRule, fullerText } from './fuller-text.ts';
import { type MergedReviews, mergeReviews } from './merge-reviews.ts';

export interface Merge {
  merged: Comparison;
  /** Known facts, in words, that the newer copy omits and that stay. */
  kept: string[];
  /** Known facts, in words, that the newer copy contradicts and that are unknown now. */
  dropped: string[];
}

/** The independent fields of a tool, in words. The community's vote is not one: it spans two fields. */
const FIELDS = {
  category: 'category',
  tagline: 'tagline',
  description: 'description',
  verdict: 'verdict',
  panelShare: 'panel share',
  shipCount: 'ship count',
  skipCount: 'skip count',
  entry: 'entry',
  pricing: 'pricing',
  bestFor: 'best for',
} as const satisfies Partial<Record<keyof ComparisonSide, string>>;

const TEXT_RULE: CutRule = { minLength: 1, unmarked: 'whole words' };
/** For fields of a word or two, a longer value is a different value: "Free" and "Free trial". */
const VALUE_RULE: CutRule = { minLength: 1, unmarked: 'never' };
const VALUE_FIELDS: ReadonlySet<string> = new Set(['entry', 'category']);

/**
 * Merges a newer copy into a known comparison: what the copy says replaces the known, what it omits stays, field by
 * field and review by review. Tools are matched by name. A copy that contradicts what would stay is refused, with what
 * to do.
 */
export function mergeComparison(known: Comparison, copy: ComparisonCopy): Merge | { refused: string } {
  const { unclearVotes = [], ...incoming } = copy;
  const one = mergeTool(known, incoming.tools[0], unclearVotes[0]);
  if ('refused' in one) return one;
  const other = mergeTool(known, incoming.tools[1], unclearVotes[1]);
  if ('refused' in other) return other;
  const url = incoming.url ?? known.url;
  const publishedAt = incoming.publishedAt ?? known.publishedAt;
  return {
    merged: { ...incoming, url, publishedAt, tools: [one.side, other.side] },
    kept: [
      ...(url === incoming.url ? [] : ['the URL']),
      ...prefixed(one, one.kept),
      ...prefixed(other, other.kept),
    ],
    dropped: [...prefixed(one, one.dropped), ...prefixed(other, other.dropped)],
  };
}

interface MergedSide {
  side: ComparisonSide;
  kept: string[];
  dropped: string[];
}

function prefixed({ side }: MergedSide, words: readonly string[]): string[] {
  return words.length === 0 ? [] : [`${side.name}: ${words.join(', ')}`];
}

function mergeTool(
  { tools }: Comparison,
  incoming: ComparisonSide,
  bounds: VoteBounds | null = null,
): MergedSide | { refused: string } {
  const earlier = tools.find(({ name }) => toolKey(name) === toolKey(incoming.name));
  if (earlier === undefined) return { side: incoming, kept: [], dropped: [] };
  const known = withoutEmptyPanel(earlier, incoming);
  const { side, kept, dropped } = mergeFields(known, incoming, bounds);
  if (known !== earlier) dropped.push('that its panel has no reviewers');
  const reviews = mergeReviews(known.reviews, incoming.reviews);
  const filled = { ...side, reviews: reviews.reviews };
  const isUnchanged = isDeepStrictEqual(filled, known);
  if (isUnchanged || isConsistent(filled) || !isConsistent(known) || !isConsistent(incoming))
    return { side: filled, kept: [...kept, ...keptReviewWords(reviews)], dropped };
  const whole = isWholePanel(incoming) ? newPanel(side, incoming, reviews) : null;
  return whole === null || !isConsistent(whole) ? contradicted(filled) : { side: whole, kept, dropped };
}

function isConsistent(side: ComparisonSide): boolean {
  return side.reviews.length <= LIMITS.reviews && contradictionsOf(side).length === 0;
}

/** A copy with both counts and a review for each describes the whole panel. */
function isWholePanel({ shipCount, skipCount, reviews }: ComparisonSide): boolean {
  return shipCount !== null && skipCount !== null && reviews.length === shipCount + skipCount;
}

function newPanel(side: ComparisonSide, incoming: ComparisonSide, { reviews, kept }: MergedReviews) {
  const gone = new Set(kept);
  const { verdict, panelShare } = incoming;
  return { ...side, verdict, panelShare, reviews: reviews.filter((review) => !gone.has(review)) };
}

function contradicted(side: ComparisonSide): { refused: string } {
  const { name, reviews } = side;
  const problem =
    contradictionsOf(side)[0]?.message ??
    `${name} has ${reviews.length} reviews of at most ${LIMITS.reviews}`;
  return {
    refused: `This contradicts what an earlier import said and this one leaves out. ${problem}. State all that the panel of ${name} says: verdict, panelShare, shipCount, skipCount and every review.`,
  };
}

/** An empty panel is outdated once a copy has a share, a verdict or a review, even without counts. */
function withoutEmptyPanel(known: ComparisonSide, incoming: ComparisonSide): ComparisonSide {
  const { verdict, panelShare, shipCount, skipCount, reviews } = incoming;
  const isEmpty = known.shipCount === 0 && known.skipCount === 0 && known.reviews.length === 0;
  const saysMore = verdict !== null || panelShare !== null || reviews.length > 0;
  const hasCounts = shipCount !== null && skipCount !== null;
  return isEmpty && saysMore && !hasCounts ? { ...known, shipCount: null, skipCount: null } : known;
}

function mergeFields(known: ComparisonSide, incoming: ComparisonSide, bounds: VoteBounds | null): MergedSide {
  const vote = mergeVote(known, incoming, bounds);
  const side = { ...incoming, ...vote };
  const kept: string[] = [];
  for (const [field, words] of Object.entries(FIELDS) as [keyof typeof FIELDS, string][]) {
    const value = mergeField(known[field], incoming[field], VALUE_FIELDS.has(field) ? VALUE_RULE : TEXT_RULE);
    if (value !== incoming[field]) kept.push(words);
    Object.assign(side, { [field]: value });
  }
  const isVoteKept =
    vote.communityShare !== incoming.communityShare || vote.communityVotes !== incoming.communityVotes;
  const dropped = droppedVote(known, vote);
  return {
    side,
    kept: isVoteKept ? [...kept, 'community vote'] : kept,
    dropped: dropped === null ? [] : [dropped],
  };
}

function mergeField<T extends string | number>(
  known: T | null,
  incoming: T | null,
  rule: CutRule,
): T | string | null {
  if (incoming === null) return known;
  return typeof known === 'string' && typeof incoming === 'string'
    ? fullerText(known, incoming, rule)
    : incoming;
}

function keptReviewWords({ kept, filled }: MergedReviews): string[] {
  const by = (reviews: typeof kept) => reviews.map(({ reviewer }) => reviewer ?? 'unnamed').join(', ');
  return [
    ...(kept.length === 0 ? [] : [`reviews by ${by(kept)}`]),
    ...(filled.length === 0 ? [] : [`parts of the reviews by ${by(filled)}`]),
  ];
}
