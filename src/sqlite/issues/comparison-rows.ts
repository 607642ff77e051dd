import { isDeepStrictEqual } from 'node:util';
import { and, asc, eq, inArray } from 'drizzle-orm';
import {
  type Comparison,
  type ComparisonCopy,
  type ComparisonSide,
  toolKey,
} from '../../comparisons/comparison.ts';
import type { PublishedComparison, SaveOutcome } from '../../comparisons/comparison-store.ts';
import { mergeComparison } from '../../comparisons/merging/merge-comparison.ts';
import { comparisonSlug } from '../../comparisons/slug.ts';
import { inTx } from '../in-tx.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { comparisonSides, comparisons, reviews, tools } from '../schema/index.ts';

/** See {@link ComparisonStore.saveComparison}. */
export function saveComparison(db: SqliteDatabase, comparison: ComparisonCopy, at: number): SaveOutcome {
  return inTx(db, () => {
    const row = db.select().from(comparisons).where(eq(comparisons.slug, comparison.slug)).get();
    return row === undefined
      ? addComparison(db, comparison, at)
      : updateComparison(db, { row, comparison, at });
  });
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

interface ComparisonUpdate {
  row: typeof comparisons.$inferSelect;
  comparison: ComparisonCopy;
  at: number;
}

function updateComparison(db: SqliteDatabase, { row, comparison, at }: ComparisonUpdate): SaveOutcome {
  const sides = readSides(db, row.id);
  const [one = comparison.tools[0], other = comparison.tools[1]] = sides;
  const { slug, url } = row;
  const known: Comparison = { slug, url, publishedAt: toIso(row.publishedAt), tools: [one, other] };
  const isComplete = sides.length === 2;
  if (isComplete && isLossySlug(known, comparison)) return { kind: 'slug-taken' };
  const merge = mergeComparison(known, comparison);
  if ('refused' in merge) return { kind: 'contradicts-known', message: merge.refused };
  const { merged, kept, dropped } = merge;
  if (isComplete && isDeepStrictEqual(merged, known)) return { kind: 'unchanged', kept, dropped };
  const publishedAt = Date.parse(merged.publishedAt ?? toIso(row.publishedAt));
  db.update(comparisons)
    .set({ url: merged.url, publishedAt, updatedAt: at })
    .where(eq(comparisons.id, row.id))
    .run();
  db.delete(comparisonSides).where(eq(comparisonSides.comparisonId, row.id)).run();
  insertSides(db, row.id, merged.tools);
  return { kind: 'updated', kept, dropped };
}

/** Different names that make the same slug ("Ask!" and "Ask?"), with neither slug given by its source. */
function isLossySlug(known: Comparison, incoming: Comparison): boolean {
  const keys = (comparison: Comparison) => comparison.tools.map(({ name }) => toolKey(name)).join('\n');
  const isDerived = (comparison: Comparison) => comparisonSlug(comparison.tools) === incoming.slug;
  return keys(known) !== keys(incoming) && isDerived(known) && isDerived(incoming);
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
    return [{ slug, url: row.url, publishedAt: toIso(row.publishedAt), tools: [one, other] }];
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
