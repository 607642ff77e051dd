import { and, asc, desc, eq, notExists, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
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
import { readComparisons, saveComparison } from './comparison-rows.ts';
import { issueIdOf } from './issue-rows.ts';

export function createSqliteComparisonStore(db: SqliteDatabase): ComparisonStore {
  return {
    saveComparison: async (comparison, at) => saveComparison(db, comparison, at),
    readComparisons: async (slugs) => readComparisons(db, slugs),
    listComparisons: async () => listComparisons(db),
    openComparisons: async (slot) => openComparisons(db, slot),
  };
}

const one = alias(comparisonSides, 'one');
const other = alias(comparisonSides, 'other');

const isSide = (of: typeof one | typeof other, side: number): SQL | undefined =>
  and(eq(of.comparisonId, comparisons.id), eq(of.side, side));

function listComparisons(db: SqliteDatabase): ComparisonListing[] {
  const rows = db
    .select({
      slug: comparisons.slug,
      publishedAt: comparisons.publishedAt,
      one: one.name,
      other: other.name,
      slot: issues.slot,
      heldAt: comparisonHolds.heldAt,
    })
    .from(comparisons)
    .leftJoin(one, isSide(one, 1))
    .leftJoin(other, isSide(other, 2))
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
      sides: db.$count(comparisonSides, eq(comparisonSides.comparisonId, comparisons.id)),
      heldAt: comparisonHolds.heldAt,
      pinned: itemOverrides.pinned,
      featured: itemOverrides.featured,
      position: itemOverrides.position,
    })
    .from(comparisons)
    .leftJoin(comparisonHolds, eq(comparisonHolds.comparisonId, comparisons.id))
    .leftJoin(
      itemOverrides,
      and(eq(itemOverrides.comparisonId, comparisons.id), eq(itemOverrides.issueId, issueIdOf(db, slot))),
    )
    .where(notExists(db.select().from(issueItems).where(eq(issueItems.comparisonId, comparisons.id))))
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
