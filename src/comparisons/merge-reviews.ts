import { oneLine } from '../clean-text.ts';
import { type Review, toolKey } from './comparison.ts';

export interface MergedReviews {
  reviews: Review[];
  /** Known reviews that the newer copy does not have. */
  kept: Review[];
  /** Reviews of which the newer copy leaves out the reviewer, the score, the verdict or the end of the text. */
  filled: Review[];
}

/**
 * The reviews of one tool, from what is known and a newer copy. A review is recognised by its text, else by its
 * reviewer, else by its place where one of the two names nobody. A newer review replaces the known one, but what it
 * leaves out stays, and so do known reviews that the newer copy does not have.
 */
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
  const lines = new Map<Review, string>();
  const lineOf = (review: Review) => {
    const line = lines.get(review) ?? looseLine(review.text);
    lines.set(review, line);
    return line;
  };
  const sameText = (earlier: Review, review: Review) => {
    if (earlier.text === review.text) return true;
    const [before, now] = [lineOf(earlier), lineOf(review)];
    return before === now || isCutFrom(now, before) || isCutFrom(before, now);
  };
  match((earlier, review) => sameText(earlier, review) && sameReviewer(earlier, review));
  match(sameText);
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

/** A text on one line, whatever quotation marks, apostrophes and dashes a copy of it has. */
function looseLine(text: string): string {
  return oneLine(text)
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’‚]/g, "'")
    .replace(/[‐-―]/g, '-');
}

/** The known text where the newer one is only its beginning, cut at an ellipsis, or the same but for white space. */
export function fullerText(known: string, incoming: string): string {
  if (known === incoming) return known;
  const [before, now] = [oneLine(known), oneLine(incoming)];
  return before === now || isCutFrom(now, before) ? known : incoming;
}

/** What is shorter may begin another text by chance. */
const SHORTEST_BEGINNING = 20;

function isCutFrom(text: string, whole: string): boolean {
  const end = ['…', '...'].find((ellipsis) => text.endsWith(ellipsis));
  if (end === undefined || text === whole) return false;
  const beginning = text.slice(0, -end.length).trimEnd();
  return beginning.length >= SHORTEST_BEGINNING && whole.startsWith(beginning);
}

/** A copy with neither a score nor a verdict, where both are known, does not know better who wrote the same text. */
function mergeReview(known: Review | undefined, incoming: Review): Review {
  if (known === undefined) return incoming;
  const text = fullerText(known.text, incoming.text);
  const isPoorer =
    (text === known.text || looseLine(text) === looseLine(known.text)) &&
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
