import { oneLine } from '../../shared/clean-text.ts';
import { type Review, toolKey } from '../comparison.ts';
import { type CutRule, comparable, fullerText, isPartOf, MIN_SURE_PREFIX } from './fuller-text.ts';

export interface MergedReviews {
  reviews: Review[];
  /** Known reviews that the newer copy lacks. */
  kept: Review[];
  /** Reviews whose reviewer, score, verdict or end of text the newer copy omits. */
  filled: Review[];
}

/** Merges reviews matched by text, then by reviewer, then by position. What the newer copy omits stays. */
export function mergeReviews(known: readonly Review[], incoming: readonly Review[]): MergedReviews {
  const matches = matchReviews(known, incoming);
  const merged = new Map(
    incoming.map((review) => [review, mergeReview(matches.get(review), review)] as const),
  );
  const replaced = new Map([...matches].map(([review, earlier]) => [earlier, review] as const));
  const kept = known.filter((review) => !replaced.has(review));
  const filled = [...merged].flatMap(([review, result]) => (leavesOut(review, result) ? [result] : []));
  const of = (review: Review) => merged.get(review) ?? review;
  if (kept.length === 0) return { reviews: incoming.map(of), kept, filled };
  const inKnownOrder = known.map((review) => of(replaced.get(review) ?? review));
  const added = incoming.filter((review) => !matches.has(review)).map(of);
  return { reviews: [...inKnownOrder, ...added], kept, filled };
}

/** Where each known review stands in a later version; null if it is not in there. */
export function reviewPlaces(known: readonly Review[], later: readonly Review[]): (number | null)[] {
  const places = new Map(
    [...matchReviews(known, later)].map(([review, earlier]) => [earlier, later.indexOf(review)]),
  );
  return known.map((review) => places.get(review) ?? null);
}

function matchReviews(known: readonly Review[], incoming: readonly Review[]): Map<Review, Review> {
  const matches = new Map<Review, Review>();
  const taken = new Set<Review>();
  const match = (isSame: (earlier: Review, review: Review) => boolean) => {
    for (const review of incoming) {
      const earlier = known.find((candidate) => !taken.has(candidate) && isSame(candidate, review));
      if (matches.has(review) || earlier === undefined) continue;
      matches.set(review, earlier);
      taken.add(earlier);
    }
  };
  const isNamedInRest = (review: Review) =>
    review.reviewer !== null && known.some((other) => !taken.has(other) && sameReviewer(other, review));
  const texts = new Map([...known, ...incoming].map((review) => [review, comparable(review.text)] as const));
  const isCopy = (earlier: Review, review: Review, rule: CutRule) => {
    const [before, now] = [texts.get(earlier), texts.get(review)];
    if (before === undefined || now === undefined) return false;
    return before.line === now.line || isPartOf(now, before, rule) || isPartOf(before, now, rule);
  };
  match((earlier, review) => {
    const rule = earlier.reviewer === null ? ANY_REVIEWER : SAME_REVIEWER;
    return sameReviewer(earlier, review) && isCopy(earlier, review, rule);
  });
  match((earlier, review) => earlier.reviewer !== null && isCopy(earlier, review, ANY_REVIEWER));
  // A reviewer known by name is not the unnamed one.
  match((earlier, review) => !isNamedInRest(review) && isCopy(earlier, review, ANY_REVIEWER));
  match((earlier, review) => earlier.reviewer !== null && sameReviewer(earlier, review));
  const [left, right] = [
    known.filter((review) => !taken.has(review)),
    incoming.filter((review) => !matches.has(review)),
  ];
  if (left.length === right.length) {
    match(
      (earlier, review) =>
        left.indexOf(earlier) === right.indexOf(review) &&
        (earlier.reviewer === null || review.reviewer === null),
    );
  }
  return matches;
}

function sameReviewer(one: Pick<Review, 'reviewer'>, other: Pick<Review, 'reviewer'>): boolean {
  return toolKey(one.reviewer ?? '') === toolKey(other.reviewer ?? '');
}

const SAME_REVIEWER: CutRule = { minLength: 1, unmarked: 'anywhere' };
/** A shorter text may match the beginning of another reviewer's by chance. */
const ANY_REVIEWER: CutRule = { minLength: MIN_SURE_PREFIX, unmarked: 'anywhere' };

/** A copy without the known score and verdict is no better source for the reviewer of the same text. */
function mergeReview(known: Review | undefined, incoming: Review): Review {
  if (known === undefined) return incoming;
  const text = fullerText(known.text, incoming.text, SAME_REVIEWER);
  const isPoorer =
    (text === known.text || comparable(text).line === comparable(known.text).line) &&
    incoming.score === null &&
    incoming.verdict === null &&
    (known.score !== null || known.verdict !== null);
  return {
    reviewer: (isPoorer ? known.reviewer : null) ?? incoming.reviewer ?? known.reviewer,
    score: incoming.score ?? known.score,
    verdict: incoming.verdict ?? known.verdict,
    text,
  };
}

function leavesOut(incoming: Review, merged: Review): boolean {
  const { reviewer, score, verdict, text } = merged;
  return (
    (incoming.reviewer === null && reviewer !== null) ||
    (incoming.score === null && score !== null) ||
    (incoming.verdict === null && verdict !== null) ||
    (incoming.text !== text && oneLine(incoming.text) !== oneLine(text))
  );
}
