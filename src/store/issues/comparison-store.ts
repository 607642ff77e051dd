import { and, asc, desc, eq, notExists, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type {
  ComparisonListing,
  ComparisonStore,
  OpenComparison,
} from '../../comparisons/comparison-store.ts';
import { inTx } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import {
  comparisonHolds,
  comparisonSides,
  comparisons,
  issueItems,
  issues,
  itemOverrides,
} from '../schema/index.ts';
import { foreseeSave, readComparisons, rowOf, saveComparison } from './comparison-rows.ts';
import { outdateDrafts } from './correction-store.ts';
import { issueIdOf } from './issue-rows.ts';

export function createComparisonStore(db: SqliteDatabase): ComparisonStore {
  return {
    saveComparison: async (comparison, at) => saveComparison(db, comparison, at),
    foreseeSave: async (comparison, at) => foreseeSave(db, comparison, at),
    setHold: async (hold) => setHold(db, hold),
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
      onePricing: one.pricing,
      otherPricing: other.pricing,
      url: comparisons.url,
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
  return rows.map(({ one, other, onePricing, otherPricing, url, ...row }) => ({
    ...row,
    tools: one === null || other === null ? null : [one, other],
    held: row.heldAt !== null,
    hasUrl: url !== null,
    hasPricing: onePricing !== null && otherPricing !== null,
  }));
}

function setHold(
  db: SqliteDatabase,
  { slug, isHeld, at }: Parameters<ComparisonStore['setHold']>[0],
): boolean {
  return inTx(db, () => {
    const comparisonId = rowOf(db, slug)?.id;
    if (comparisonId === undefined || (isHeld && isTaken(db, comparisonId))) return false;
    const { changes } = isHeld
      ? db.insert(comparisonHolds).values({ comparisonId, heldAt: at }).onConflictDoNothing().run()
      : db.delete(comparisonHolds).where(eq(comparisonHolds.comparisonId, comparisonId)).run();
    if (changes > 0) outdateDrafts(db);
    return changes > 0;
  });
}

/** Whether a frozen issue contains it. */
function isTaken(db: SqliteDatabase, comparisonId: number): boolean {
  return db.select().from(issueItems).where(eq(issueItems.comparisonId, comparisonId)).get() !== undefined;
}

function openComparisons(db: SqliteDatabase, slot: string): OpenComparison[] {
  const rows = db
    .select({
      slug: comparisons.slug,
      publishedAt: comparisons.publishedAt,
      sides: db.$count(comparisonSides, eq(comparisonSides.comparisonId, comparisons.id)),
      heldAt: comparisonHolds.heldAt,
      leftOut: itemOverrides.leftOut,
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
  return rows.map(({ sides, heldAt, leftOut, pinned, featured, ...row }) => ({
    ...row,
    complete: sides === 2,
    held: heldAt !== null,
    leftOut: leftOut ?? false,
    pinned: pinned ?? false,
    featured: featured ?? false,
  }));
}
