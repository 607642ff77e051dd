import { isDeepStrictEqual } from 'node:util';
import { contradictionsOf } from './checks/contradictions.ts';
import { type Comparison, type ComparisonCopy, toolKey } from './comparison.ts';
import type { SaveOutcome } from './comparison-store.ts';
import { type Correction, sourceVersion } from './corrections/correction.ts';
import {
  type FieldPath,
  fieldWords,
  reviewOf,
  reviewPath,
  sideOf,
  sidePath,
  valueAt,
  withValues,
} from './corrections/correction-fields.ts';
import type { Corrected } from './corrections/plan-correction.ts';
import { mergeComparison } from './merging/merge-comparison.ts';
import { reviewPlaces } from './merging/merge-reviews.ts';
import { comparisonSlug } from './slug.ts';

export interface KnownComparison<T extends Comparison = Comparison> extends Corrected<T> {
  /** False if a tool is missing; `comparison` then has the copy's in its place. */
  isComplete: boolean;
}

export interface SavePlan {
  outcome: SaveOutcome;
  /** What is to be stored; null if nothing changes. */
  stored: Corrected | null;
}

/**
 * Merges a copy into what the source said before, and puts what was corrected by hand back on top: an import never
 * overwrites a correction, and says what the source has instead.
 */
export function planSave(known: KnownComparison, copy: ComparisonCopy, at: number): SavePlan {
  const source = sourceVersion(known.comparison, known.corrections);
  if (known.isComplete && isLossySlug(source, copy)) return { outcome: { kind: 'slug-taken' }, stored: null };
  const merge = mergeComparison(source, copy);
  if ('refused' in merge)
    return { outcome: { kind: 'contradicts-known', message: merge.refused }, stored: null };
  const { merged, kept } = merge;
  const carried = carryOver(known, source, merged);
  const values = carried.map(({ to, value }) => [to, value] as const);
  const comparison = withValues(merged, values);
  const isSaid = (path: FieldPath) => {
    const inCopy = followed(path, source, copy);
    return inCopy !== null && valueAt(copy, inCopy) !== null;
  };
  const overruled = carried.flatMap(({ from, to, value }) =>
    !isSaid(from) || valueAt(merged, to) === value
      ? []
      : [
          `${fieldWords(to, merged)} stays ${shown(value)}, although this copy says ${shown(valueAt(merged, to))}`,
        ],
  );
  const lost = known.corrections.filter(({ path }) => !carried.some(({ from }) => from === path));
  const dropped = [
    ...merge.dropped,
    ...lost.map(({ path }) => `${fieldWords(path, source)}, as it was corrected`),
  ];
  const words = { kept, dropped, overruled: [...overruled, ...misfits(merged, comparison)] };
  if (known.isComplete && isDeepStrictEqual(merged, source))
    return { outcome: { kind: 'unchanged', ...words }, stored: null };
  const corrections = carried.map(({ to, correction }) => ({
    ...correction,
    path: to,
    source: valueAt(merged, to),
    sourceChangedAt: valueAt(merged, to) === correction.source ? correction.sourceChangedAt : at,
  }));
  return { outcome: { kind: 'updated', ...words }, stored: { comparison, corrections } };
}

interface Carried {
  correction: Correction;
  from: FieldPath;
  /** Where the tool stands in the newer copy. */
  to: FieldPath;
  value: ReturnType<typeof valueAt>;
}

/**
 * A correction follows its tool, and its review. It ends where that tool or review is gone, or the tool would be called
 * like the other.
 */
function carryOver(known: KnownComparison, source: Comparison, merged: Comparison): Carried[] {
  const all = known.corrections.flatMap((correction): Carried[] => {
    const to = followed(correction.path, source, merged);
    if (to === null) return [];
    return [{ correction, from: correction.path, to, value: valueAt(known.comparison, correction.path) }];
  });
  const names = withValues(
    merged,
    all.map(({ to, value }) => [to, value]),
  ).tools.map(({ name }) => toolKey(name));
  return names[0] === names[1] ? all.filter(({ to }) => sideOf(to)?.field !== 'name') : all;
}

/** The field's path in a later version; null if that has no such tool or review. */
function followed(path: FieldPath, { tools }: Comparison, later: Comparison): FieldPath | null {
  const [place, review] = [sideOf(path), reviewOf(path)];
  const known = place ?? review;
  if (known === null) return path;
  const { name, reviews } = tools[known.side];
  const at = later.tools.findIndex((tool) => toolKey(tool.name) === toolKey(name));
  if (at === -1) return null;
  const side = at === 0 ? 0 : 1;
  if (place !== null) return sidePath(side, place.field);
  if (review === null) return null;
  const index = reviewPlaces(reviews, later.tools[side].reviews)[review.index] ?? null;
  return index === null ? null : reviewPath(side, index, review.field);
}

/** What only a correction makes contradictory: the copy has another panel than the one that was corrected. */
function misfits({ tools: merged }: Comparison, { tools: corrected }: Comparison): string[] {
  return corrected.flatMap((side, index) => {
    const before = merged[index === 0 ? 0 : 1];
    if (contradictionsOf(before).length > 0) return [];
    return contradictionsOf(side).map(({ message }) => `with it, ${message}`);
  });
}

/** Longer values are cut in messages. */
const MAX_SHOWN = 100;

function shown(value: unknown): string {
  if (value === null) return 'nothing';
  const isLong = typeof value === 'string' && value.length > MAX_SHOWN;
  return JSON.stringify(isLong ? `${value.slice(0, MAX_SHOWN)}…` : value);
}

/** Different names that make the same slug ("Ask!" and "Ask?"), with neither slug given by its source. */
function isLossySlug(known: Comparison, incoming: Comparison): boolean {
  const keys = (comparison: Comparison) => comparison.tools.map(({ name }) => toolKey(name)).join('\n');
  const isDerived = (comparison: Comparison) => comparisonSlug(comparison.tools) === incoming.slug;
  return keys(known) !== keys(incoming) && isDerived(known) && isDerived(incoming);
}
