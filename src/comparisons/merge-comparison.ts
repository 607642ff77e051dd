import { isDeepStrictEqual } from 'node:util';
import { mergeVote } from './community-votes.ts';
import { type Comparison, type ComparisonSide, LIMITS, toolKey } from './comparison.ts';
import { contradictionsOf } from './contradictions.ts';
import { type CutRule, fullerText } from './fuller-text.ts';
import { type MergedReviews, mergeReviews } from './merge-reviews.ts';

/** A newer copy of a comparison together with what was known of it. */
export interface Merge {
  merged: Comparison;
  /** What the newer copy does not say and stays, in words. */
  kept: string[];
}

/** The fields of a tool that stand for themselves, in words; the community's vote is one of two fields. */
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

const TEXT: CutRule = { shortest: 1, unmarked: 'whole words' };
/** Fields of a word or two: one that begins another is another value, such as "Free" and "Free trial". */
const VALUE: CutRule = { shortest: 1, unmarked: 'never' };
const VALUES: ReadonlySet<string> = new Set(['entry', 'category']);

/**
 * What is known of a comparison after a newer copy of it: what the copy says replaces what was known, and what it does
 * not say stays, field by field and review by review. A tool is recognised by its name. A copy is refused, with what to
 * do, where it contradicts what would stay.
 */
export function mergeComparison(known: Comparison, incoming: Comparison): Merge | { refused: string } {
  const one = mergeTool(known, incoming.tools[0]);
  if ('refused' in one) return one;
  const other = mergeTool(known, incoming.tools[1]);
  if ('refused' in other) return other;
  const url = incoming.url ?? known.url;
  const publishedAt = incoming.publishedAt ?? known.publishedAt;
  return {
    merged: { ...incoming, url, publishedAt, tools: [one.side, other.side] },
    kept: [...(url === incoming.url ? [] : ['the URL']), ...keptWords(one), ...keptWords(other)],
  };
}

interface MergedSide {
  side: ComparisonSide;
  kept: string[];
}

function keptWords({ side, kept }: MergedSide): string[] {
  return kept.length === 0 ? [] : [`${side.name}: ${kept.join(', ')}`];
}

function mergeTool({ tools }: Comparison, incoming: ComparisonSide): MergedSide | { refused: string } {
  const known = tools.find(({ name }) => toolKey(name) === toolKey(incoming.name));
  if (known === undefined) return { side: incoming, kept: [] };
  const { side, kept } = mergeFields(known, incoming);
  const reviews = mergeReviews(known.reviews, incoming.reviews);
  const filled = { ...side, reviews: reviews.reviews };
  const isUnchanged = isDeepStrictEqual(filled, known);
  if (isUnchanged || isSound(filled) || !isSound(known) || !isSound(incoming))
    return { side: filled, kept: [...kept, ...reviewWords(reviews)] };
  const whole = isWholePanel(incoming) ? newPanel(side, incoming, reviews) : null;
  return whole === null || !isSound(whole) ? contradicted(filled) : { side: whole, kept };
}

/** Whether the database takes it and everything in it can be true. */
function isSound(side: ComparisonSide): boolean {
  return side.reviews.length <= LIMITS.reviews && contradictionsOf(side).length === 0;
}

/** Whether a copy states both counts and has a review for each: the panel then has no other reviewer. */
function isWholePanel({ shipCount, skipCount, reviews }: ComparisonSide): boolean {
  return shipCount !== null && skipCount !== null && reviews.length === shipCount + skipCount;
}

/** The panel as the newer copy states it, with what is known of the same reviews. */
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

function mergeFields(known: ComparisonSide, incoming: ComparisonSide): MergedSide {
  const vote = mergeVote(known, incoming);
  const side = { ...incoming, ...vote };
  const kept: string[] = [];
  for (const [field, words] of Object.entries(FIELDS) as [keyof typeof FIELDS, string][]) {
    const value = mergeField(known[field], incoming[field], VALUES.has(field) ? VALUE : TEXT);
    if (value !== incoming[field]) kept.push(words);
    Object.assign(side, { [field]: value });
  }
  const isVoteKept =
    vote.communityShare !== incoming.communityShare || vote.communityVotes !== incoming.communityVotes;
  return { side, kept: isVoteKept ? [...kept, 'community vote'] : kept };
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

function reviewWords({ kept, filled }: MergedReviews): string[] {
  const by = (reviews: typeof kept) => reviews.map(({ reviewer }) => reviewer ?? 'unnamed').join(', ');
  return [
    ...(kept.length === 0 ? [] : [`reviews by ${by(kept)}`]),
    ...(filled.length === 0 ? [] : [`parts of the reviews by ${by(filled)}`]),
  ];
}
