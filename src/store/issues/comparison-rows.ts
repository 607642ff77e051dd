import { and, asc, eq, inArray } from 'drizzle-orm';
import {
  type Comparison,
  type ComparisonCopy,
  type ComparisonSide,
  toolKey,
} from '../../comparisons/comparison.ts';
import type { PublishedComparison, SaveOutcome } from '../../comparisons/comparison-store.ts';
import type { Corrected } from '../../comparisons/corrections/plan-correction.ts';
import { type KnownComparison, planSave } from '../../comparisons/plan-save.ts';
import { inTx } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { comparisonSides, comparisons, reviews, tools } from '../schema/index.ts';
import { readCorrections, writeCorrections } from './correction-rows.ts';

/** See {@link ComparisonStore.saveComparison}. */
export function saveComparison(db: SqliteDatabase, comparison: ComparisonCopy, at: number): SaveOutcome {
  return inTx(db, () => {
    const row = rowOf(db, comparison.slug);
    if (row === undefined) return addComparison(db, comparison, at);
    const { outcome, stored } = planSave(readKnown(db, row, comparison), comparison, at);
    if (stored !== null) writeComparison(db, { row, ...stored, at });
    return outcome;
  });
}

/** See {@link ComparisonStore.foreseeSave}. */
export function foreseeSave(db: SqliteDatabase, comparison: ComparisonCopy, at: number): SaveOutcome {
  const row = rowOf(db, comparison.slug);
  if (row === undefined) return { kind: 'added' };
  return planSave(readKnown(db, row, comparison), comparison, at).outcome;
}

type Row = typeof comparisons.$inferSelect;

export function rowOf(db: SqliteDatabase, slug: string): Row | undefined {
  return db.select().from(comparisons).where(eq(comparisons.slug, slug)).get();
}

function addComparison(db: SqliteDatabase, comparison: Comparison, at: number): SaveOutcome {
  const publishedAt = comparison.publishedAt === null ? at : Date.parse(comparison.publishedAt);
  const { slug, url } = comparison;
  const added = db
    .insert(comparisons)
    .values({ slug, url, publishedAt, importedAt: at, updatedAt: at })
    .returning()
    .get();
  insertSides(db, added.id, comparison.tools);
  return { kind: 'added' };
}

/** A missing tool is as the copy has it. */
function readKnown(db: SqliteDatabase, row: Row, { tools: copied }: Comparison): KnownComparison {
  const sides = readSides(db, row.id);
  const [one = copied[0], other = copied[1]] = sides;
  const isComplete = sides.length === 2;
  const { slug, url } = row;
  return {
    comparison: { slug, url, publishedAt: toIso(row.publishedAt), tools: [one, other] },
    corrections: isComplete ? readCorrections(db, row.id) : [],
    isComplete,
  };
}

/** Replaces a comparison and its corrections. */
export function writeComparison(
  db: SqliteDatabase,
  { row, comparison, corrections, at }: Corrected & { row: Row; at: number },
): void {
  const publishedAt = Date.parse(comparison.publishedAt ?? toIso(row.publishedAt));
  db.update(comparisons)
    .set({ url: comparison.url, publishedAt, updatedAt: at })
    .where(eq(comparisons.id, row.id))
    .run();
  db.delete(comparisonSides).where(eq(comparisonSides.comparisonId, row.id)).run();
  insertSides(db, row.id, comparison.tools);
  writeCorrections(db, row.id, corrections);
}

function insertSides(db: SqliteDatabase, comparisonId: number, sides: readonly ComparisonSide[]): void {
  for (const [index, { reviews: sideReviews, ...tool }] of sides.entries()) {
    const side = index + 1;
    db.insert(comparisonSides)
      .values({ comparisonId, side, toolId: toolIdOf(db, tool.name), ...tool })
      .run();
    for (const [ordinal, review] of sideReviews.entries()) {
      db.insert(reviews)
        .values({ comparisonId, side, ordinal: ordinal + 1, ...review })
        .run();
    }
  }
}

function toolIdOf(db: SqliteDatabase, name: string): number {
  const key = toolKey(name);
  db.insert(tools).values({ key, name }).onConflictDoNothing().run();
  return db.select({ id: tools.id }).from(tools).where(eq(tools.key, key)).all()[0]?.id ?? 0;
}

/** See {@link ComparisonStore.readComparisons}. */
export function readComparisons(db: SqliteDatabase, slugs: readonly string[]): PublishedComparison[] {
  return readRows(db, slugs).map(({ comparison }) => comparison);
}

/** The complete ones of these, with their rows, in the order asked for. */
export function readRows(
  db: SqliteDatabase,
  slugs: readonly string[],
): { row: Row; comparison: PublishedComparison }[] {
  const found = db
    .select()
    .from(comparisons)
    .where(inArray(comparisons.slug, [...slugs]))
    .all();
  const rows = new Map(found.map((row) => [row.slug, row]));
  return slugs.flatMap((slug) => {
    const row = rows.get(slug);
    const sides = row === undefined ? [] : readSides(db, row.id);
    const [one, other] = sides;
    if (row === undefined || one === undefined || other === undefined) return [];
    const comparison = { slug, url: row.url, publishedAt: toIso(row.publishedAt) };
    return [{ row, comparison: { ...comparison, tools: [one, other] as [ComparisonSide, ComparisonSide] } }];
  });
}

function readSides(db: SqliteDatabase, comparisonId: number): ComparisonSide[] {
  const sides = db
    .select()
    .from(comparisonSides)
    .where(eq(comparisonSides.comparisonId, comparisonId))
    .orderBy(asc(comparisonSides.side))
    .all();
  return sides.map(({ comparisonId, side, toolId, ...tool }) => ({
    ...tool,
    reviews: db
      .select({
        reviewer: reviews.reviewer,
        score: reviews.score,
        verdict: reviews.verdict,
        text: reviews.text,
      })
      .from(reviews)
      .where(and(eq(reviews.comparisonId, comparisonId), eq(reviews.side, side)))
      .orderBy(asc(reviews.ordinal))
      .all(),
  }));
}

function toIso(instant: number): string {
  return new Date(instant).toISOString();
}
