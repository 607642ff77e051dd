import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type {
  ComparisonListing,
  ComparisonStore,
  OpenComparison,
} from '../../comparisons/comparison-store.ts';
import type { SqliteDatabase } from '../open-database.ts';
import {
  comparisonHolds,
  comparisonSides,
  comparisons,
  issueItems,
  issues,
  itemOverrides,
} from '../schema/index.ts';
import { readComparisons, saveComparison, sideCount } from './comparison-rows.ts';

export function createSqliteComparisonStore(db: SqliteDatabase): ComparisonStore {
  return {
    saveComparison: async (comparison, at) => saveComparison(db, comparison, at),
    readComparisons: async (slugs) => readComparisons(db, slugs),
    listComparisons: async () => listComparisons(db),
    openComparisons: async (slot) => openComparisons(db, slot),
  };
}

function listComparisons(db: SqliteDatabase): ComparisonListing[] {
  const nameAt = (position: number) =>
    sql<
      string | null
    >`(select name from ${comparisonSides} where comparison_id = ${comparisons.id} and position = ${position})`;
  const rows = db
    .select({
      slug: comparisons.slug,
      publishedAt: comparisons.publishedAt,
      one: nameAt(1),
      other: nameAt(2),
      slot: issues.slot,
      heldAt: comparisonHolds.heldAt,
    })
    .from(comparisons)
    .leftJoin(comparisonHolds, eq(comparisonHolds.comparisonId, comparisons.id))
    .leftJoin(issueItems, eq(issueItems.comparisonId, comparisons.id))
    .leftJoin(issues, eq(issues.id, issueItems.issueId))
    .orderBy(desc(comparisons.publishedAt), asc(comparisons.slug))
    .all();
  return rows.map(({ one, other, heldAt, ...row }) => ({
    ...row,
    tools: one === null || other === null ? null : [one, other],
    held: heldAt !== null,
  }));
}

function openComparisons(db: SqliteDatabase, slot: string): OpenComparison[] {
  const rows = db
    .select({
      slug: comparisons.slug,
      publishedAt: comparisons.publishedAt,
      sides: sideCount,
      heldAt: comparisonHolds.heldAt,
      pinned: itemOverrides.pinned,
      featured: itemOverrides.featured,
      position: itemOverrides.position,
    })
    .from(comparisons)
    .leftJoin(comparisonHolds, eq(comparisonHolds.comparisonId, comparisons.id))
    .leftJoin(
      itemOverrides,
      and(
        eq(itemOverrides.comparisonId, comparisons.id),
        eq(itemOverrides.issueId, sql`(select id from issues where slot = ${slot})`),
      ),
    )
    .where(sql`not exists (select 1 from ${issueItems} where ${issueItems.comparisonId} = ${comparisons.id})`)
    .orderBy(asc(comparisons.publishedAt), asc(comparisons.slug))
    .all();
  return rows.map(({ sides, heldAt, pinned, featured, ...row }) => ({
    ...row,
    complete: sides === 2,
    held: heldAt !== null,
    pinned: pinned ?? false,
    featured: featured ?? false,
  }));
}
