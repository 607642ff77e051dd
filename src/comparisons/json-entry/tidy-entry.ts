import { LIMITS, type VoteBounds } from '../comparison.ts';
import { type EntryPath, type EntryProblem, pathText } from '../explain-issues.ts';
import { roundedVotes } from '../unclear-votes.ts';
import { blankToNull, parseCount, parseScore, parseVerdict } from './parse-values.ts';
import { plainText } from './plain-text.ts';
import { convertShares } from './share-scale.ts';

type Fields = Record<string, unknown>;

/** Shown on pages in place of a missing review. */
const NO_REVIEW = /^no reviews?(?: yet| given)?\.?$/i;

const MAX_NAMED = 5;

const LINES = ['category', 'tagline', 'description', 'entry', 'pricing', 'bestFor'];

export interface TidyEntry {
  value: unknown;
  /** Messages continue after the path. */
  problems: EntryProblem[];
  warnings: EntryProblem[];
  /** Per tool, the index of each remaining review in the source. */
  reviewIndices: number[][];
  /** Per tool, bounds on the votes if the source gives no exact number. */
  unclearVotes: (VoteBounds | null)[];
}

/** Prepares an entry for the schema, as pages write it. What is not understood stays, to be refused. */
export function tidyEntry(entry: unknown): TidyEntry {
  const tidy: TidyEntry = { value: entry, problems: [], warnings: [], reviewIndices: [], unclearVotes: [] };
  if (!isFields(entry)) return tidy;
  const { slug, ...rest } = entry;
  const value: Fields = { ...rest, url: blankToNull(rest.url), publishedAt: blankToNull(rest.publishedAt) };
  if (blankToNull(slug) != null) value.slug = slug;
  tidy.value = value;
  if (!Array.isArray(value.tools)) return tidy;
  const markupPaths: EntryPath[] = [];
  const tools = value.tools.map((side: unknown, tool) =>
    isFields(side) ? tidySide(side, { tool, markupPaths, tidy }) : side,
  );
  const sides = tools.filter(isFields);
  if (sides.length === tools.length) tidy.problems.push(...convertShares(sides));
  value.tools = tools;
  if (markupPaths.length > 0) tidy.warnings.push(markupWarning(markupPaths));
  return tidy;
}

interface Place {
  tool: number;
  markupPaths: EntryPath[];
  tidy: TidyEntry;
}

function tidySide(side: Fields, { tool, markupPaths, tidy }: Place): Fields {
  const at = ['tools', tool];
  const result: Fields = { ...side, name: withoutMarkup(side.name, [...at, 'name'], markupPaths) };
  for (const field of LINES) {
    if (field in side)
      result[field] = blankToNull(withoutMarkup(blankToNull(side[field]), [...at, field], markupPaths));
  }
  for (const field of ['shipCount', 'skipCount', 'communityVotes']) result[field] = parseCount(side[field]);
  for (const field of ['panelShare', 'communityShare']) result[field] = blankToNull(side[field]);
  const bounds = typeof result.communityVotes === 'string' ? roundedVotes(result.communityVotes) : null;
  tidy.unclearVotes[tool] = bounds;
  if (bounds !== null) {
    tidy.warnings.push(votesWarning([...at, 'communityVotes'], result.communityVotes));
    result.communityVotes = null;
  }
  result.verdict = parseVerdict(side.verdict);
  const reviews = blankToNull(side.reviews) ?? [];
  result.reviews = Array.isArray(reviews) ? tidyReviews(reviews, { tool, markupPaths, tidy }) : reviews;
  return result;
}

function tidyReviews(reviews: readonly unknown[], place: Place): unknown[] {
  const indices: number[] = [];
  const kept = reviews.flatMap((review, index) => {
    const tidied = isFields(review) ? tidyReview(review, index, place) : review;
    if (tidied === null && review !== null) return [];
    indices.push(index);
    return [tidied];
  });
  place.tidy.reviewIndices[place.tool] = indices;
  return kept;
}

/** Null for an empty review: no text, score or verdict. */
function tidyReview(review: Fields, index: number, { tool, markupPaths, tidy }: Place): Fields | null {
  const at = ['tools', tool, 'reviews', index];
  const [score, verdict] = [parseScore(review.score), parseVerdict(review.verdict)];
  const said = blankToNull(review.text);
  const isEmpty = said == null || (typeof said === 'string' && NO_REVIEW.test(said.trim()));
  if (isEmpty && score == null && verdict == null) return null;
  const stated = Number(review.score);
  if (stated <= 10 && typeof score === 'number' && stated !== score)
    tidy.warnings.push(scoreWarning([...at, 'score'], stated));
  return {
    ...review,
    reviewer: blankToNull(withoutMarkup(blankToNull(review.reviewer), [...at, 'reviewer'], markupPaths)),
    score,
    verdict,
    text: withoutMarkup(review.text, [...at, 'text'], markupPaths),
  };
}

function markupWarning(paths: readonly EntryPath[]): EntryProblem {
  const named = paths.slice(0, MAX_NAMED).map(pathText).join(', ');
  const more = paths.length > MAX_NAMED ? ` and ${paths.length - MAX_NAMED} more` : '';
  return {
    path: paths[0] ?? [],
    message: `HTML, Markdown or entities were turned into plain text in ${named}${more}. Send text without markup.`,
  };
}

function votesWarning(path: EntryPath, votes: unknown): EntryProblem {
  const message = `${pathText(path)}: ${JSON.stringify(votes)} is not an exact number, so the number of votes is unknown. Send it in full, such as 1240.`;
  return { path, message };
}

function scoreWarning(path: EntryPath, score: number): EntryProblem {
  const message = `${pathText(path)}: ${score} was read as ${Math.round(score)} out of 100. If it is out of 10, send ${Math.round(10 * score)}.`;
  return { path, message };
}

/** Skips texts that the schema refuses for their length. */
function withoutMarkup(value: unknown, path: EntryPath, markupPaths: EntryPath[]): unknown {
  if (typeof value !== 'string' || value.length > 5 * LIMITS.text) return value;
  const plain = plainText(value);
  if (plain !== value) markupPaths.push(path);
  return plain;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
