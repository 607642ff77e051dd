import { eq, sql } from 'drizzle-orm';
import type { Comparison, ComparisonCopy, ComparisonSide } from '../../comparisons/comparison.ts';
import type { PublishedComparison, SaveOutcome } from '../../comparisons/comparison-store.ts';
import type { Corrected } from '../../comparisons/corrections/plan-correction.ts';
import { type KnownComparison, planSave } from '../../comparisons/plan-save.ts';
import type { Database, Steps } from '../engine.ts';
import { comparisonSides, comparisons } from '../schema/index.ts';
import { all, change, first, prepared } from '../steps.ts';
import { insertSides, readSides } from './comparison-sides.ts';
import { readCorrections, writeCorrections } from './correction-rows.ts';

/** See {@link ComparisonStore.saveComparison}. */
export function* saveComparison(db: Database, comparison: ComparisonCopy, at: number): Steps<SaveOutcome> {
  const row = yield* rowOf(comparison.slug);
  if (row === undefined) return yield* addComparison(db, comparison, at);
  const { outcome, stored } = planSave(yield* readKnown(db, row, comparison), comparison, at);
  if (stored !== null) yield* writeComparison(db, { row, ...stored, at });
  return outcome;
}

/** See {@link ComparisonStore.foreseeSave}. */
export function* foreseeSave(db: Database, comparison: ComparisonCopy, at: number): Steps<SaveOutcome> {
  const row = yield* rowOf(comparison.slug);
  if (row === undefined) return { kind: 'added' };
  return planSave(yield* readKnown(db, row, comparison), comparison, at).outcome;
}

type Row = typeof comparisons.$inferSelect;

const bySlugs = prepared((db) =>
  db
    .select()
    .from(comparisons)
    .where(db.words.inSet(comparisons.slug, sql.placeholder('slugs'))),
);

export function rowOf(slug: string): Steps<Row | undefined> {
  return first(bySlugs, { slugs: JSON.stringify([slug]) });
}

function* addComparison(db: Database, comparison: Comparison, at: number): Steps<SaveOutcome> {
  const publishedAt = comparison.publishedAt === null ? at : Date.parse(comparison.publishedAt);
  const { slug, url } = comparison;
  const row = { slug, url, publishedAt, importedAt: at, updatedAt: at };
  const added = yield* first(db.insert(comparisons).values(row).returning());
  if (added === undefined) throw new Error('An inserted row is returned.');
  yield* insertSides(db, added.id, comparison.tools);
  return { kind: 'added' };
}

/** A missing tool is as the copy has it. */
function* readKnown(db: Database, row: Row, { tools: copied }: Comparison): Steps<KnownComparison> {
  const sides = (yield* readSides([row.id]))(row.id);
  const [one = copied[0], other = copied[1]] = sides;
  const isComplete = sides.length === 2;
  const { slug, url } = row;
  return {
    comparison: { slug, url, publishedAt: toIso(row.publishedAt), tools: [one, other] },
    corrections: isComplete ? (yield* readCorrections(db, [row.id]))(row.id) : [],
    isComplete,
  };
}

/** Replaces a comparison and its corrections. */
export function* writeComparison(
  db: Database,
  { row, comparison, corrections, at }: Corrected & { row: Row; at: number },
): Steps<void> {
  const publishedAt = Date.parse(comparison.publishedAt ?? toIso(row.publishedAt));
  const values = { url: comparison.url, publishedAt, updatedAt: at };
  yield* change(db.update(comparisons).set(values).where(eq(comparisons.id, row.id)));
  yield* change(db.delete(comparisonSides).where(eq(comparisonSides.comparisonId, row.id)));
  yield* insertSides(db, row.id, comparison.tools);
  yield* writeCorrections(db, row.id, corrections);
}

/** See {@link ComparisonStore.readComparisons}. */
export function* readComparisons(slugs: readonly string[]): Steps<PublishedComparison[]> {
  return (yield* readRows(slugs)).map(({ comparison }) => comparison);
}

/** The complete ones of these, with their rows, in the order asked for. */
export function* readRows(slugs: readonly string[]): Steps<{ row: Row; comparison: PublishedComparison }[]> {
  const found = yield* all(bySlugs, { slugs: JSON.stringify(slugs) });
  const sidesOf = yield* readSides(found.map(({ id }) => id));
  const rows = new Map(found.map((row) => [row.slug, row]));
  return slugs.flatMap((slug) => {
    const row = rows.get(slug);
    if (row === undefined) return [];
    const [one, other] = sidesOf(row.id);
    if (one === undefined || other === undefined) return [];
    const comparison = { slug, url: row.url, publishedAt: toIso(row.publishedAt) };
    return [{ row, comparison: { ...comparison, tools: [one, other] as [ComparisonSide, ComparisonSide] } }];
  });
}

function toIso(instant: number): string {
  return new Date(instant).toISOString();
}
