import type { Comparison, ComparisonSide } from '../comparison.ts';

/** A value that can be corrected; null is unknown. */
export type FieldValue = string | number | null;

/** The fields of a tool that can be corrected by hand, in words. */
export const SIDE_FIELDS = {
  name: 'name',
  verdict: 'verdict',
  panelShare: 'panel share',
  shipCount: 'ship count',
  skipCount: 'skip count',
  pricing: 'pricing',
  bestFor: 'best for',
  category: 'category',
  entry: 'entry',
  tagline: 'tagline',
  description: 'description',
  communityShare: 'community share',
  communityVotes: 'community votes',
} as const;
export type SideField = keyof typeof SIDE_FIELDS;

/** Of a review; who wrote it, and which reviews there are, the source alone says. */
export const REVIEW_FIELDS = ['verdict', 'score', 'text'] as const;
export type ReviewField = (typeof REVIEW_FIELDS)[number];
export type ReviewPath = `tools[${0 | 1}].reviews[${number}].${ReviewField}`;

/** As the import's `path` names a field. */
export type FieldPath = 'url' | 'publishedAt' | `tools[${0 | 1}].${SideField}` | ReviewPath;

export const reviewPath = (side: 0 | 1, index: number, field: ReviewField): ReviewPath =>
  `tools[${side}].reviews[${index}].${field}`;

export const sidePath = (side: 0 | 1, field: SideField): FieldPath => `tools[${side}].${field}`;

/** Every field that can be corrected, but for reviews, in the order in which they are shown. */
export const FIELD_PATHS: readonly FieldPath[] = [
  'url',
  'publishedAt',
  ...([0, 1] as const).flatMap((side) =>
    (Object.keys(SIDE_FIELDS) as SideField[]).map((field) => sidePath(side, field)),
  ),
];

/** Every field of this comparison that can be corrected, with its reviews. */
export function fieldPathsOf({ tools }: Pick<Comparison, 'tools'>): FieldPath[] {
  const ofReviews = ([0, 1] as const).flatMap((side) =>
    tools[side].reviews.flatMap((_, index) => REVIEW_FIELDS.map((field) => reviewPath(side, index, field))),
  );
  return [...FIELD_PATHS, ...ofReviews];
}

export const isFieldPath = (text: string): text is FieldPath =>
  (FIELD_PATHS as readonly string[]).includes(text) || reviewOf(text) !== null;

/** Sorts paths as their fields are shown. */
export function byField(one: FieldPath, other: FieldPath): number {
  const [first, second] = [one, other].map((path) =>
    reviewOf(path) === null ? FIELD_PATHS.indexOf(path) : LAST,
  );
  return (first ?? 0) - (second ?? 0) || one.localeCompare(other, 'en', { numeric: true });
}

const LAST = FIELD_PATHS.length;

export interface ReviewPlace {
  side: 0 | 1;
  /** From 0, in the comparison's order. */
  index: number;
  field: ReviewField;
}

/** Where a field of a review is; null for other fields. */
export function reviewOf(path: string): ReviewPlace | null {
  const [, side, index, field] = /^tools\[([01])\]\.reviews\[(\d{1,2})\]\.(\w+)$/.exec(path) ?? [];
  const known = REVIEW_FIELDS.find((one) => one === field);
  return known === undefined ? null : { side: side === '0' ? 0 : 1, index: Number(index), field: known };
}

/** The tool's side and the field's name; null for the fields of the whole comparison, and of reviews. */
export function sideOf(path: FieldPath): { side: 0 | 1; field: SideField } | null {
  const [, side, field] = /^tools\[([01])\]\.(\w+)$/.exec(path) ?? [];
  return field === undefined ? null : { side: side === '0' ? 0 : 1, field: field as SideField };
}

/** Null also for a review that the comparison does not have. */
export function valueAt(comparison: Comparison, path: FieldPath): FieldValue {
  const review = reviewOf(path);
  if (review !== null) return comparison.tools[review.side].reviews[review.index]?.[review.field] ?? null;
  const place = sideOf(path);
  return place === null
    ? comparison[path as 'url' | 'publishedAt']
    : comparison.tools[place.side][place.field];
}

/** The comparison with other values in some of its fields. They are not checked. */
export function withValues<T extends Comparison>(
  comparison: T,
  values: Iterable<readonly [FieldPath, unknown]>,
): T {
  const [one, other] = comparison.tools;
  const changed: T = { ...comparison, tools: [{ ...one }, { ...other }] };
  for (const [path, value] of values) {
    const [place, review] = [sideOf(path), reviewOf(path)];
    if (review !== null) changeReview(changed.tools[review.side], review, value);
    else if (place === null) Object.assign(changed, { [path]: value });
    else Object.assign(changed.tools[place.side], { [place.field]: value });
  }
  return changed;
}

/** Reviews are shared with the comparison that was copied, so the list is replaced. */
function changeReview(side: ComparisonSide, { index, field }: ReviewPlace, value: unknown): void {
  side.reviews = side.reviews.map((review, at) => (at === index ? { ...review, [field]: value } : review));
}

/** "the URL", "the date of publication", "Loom: pricing" or "Loom: verdict of Skeptic". */
export function fieldWords(path: FieldPath, { tools }: Pick<Comparison, 'tools'>): string {
  const review = reviewOf(path);
  if (review !== null) {
    const { name, reviews } = tools[review.side];
    return `${name}: ${review.field} of ${reviews[review.index]?.reviewer ?? `review ${review.index + 1}`}`;
  }
  const place = sideOf(path);
  if (place === null) return path === 'url' ? 'the URL' : 'the date of publication';
  return `${tools[place.side].name}: ${SIDE_FIELDS[place.field]}`;
}
