import { and, asc, desc, eq, notExists } from 'drizzle-orm';
import type {
  ComparisonListing,
  ComparisonStore,
  OpenComparison,
} from '../../comparisons/comparison-store.ts';
import type { Database, Engine, Steps } from '../engine.ts';
import {
  comparisonHolds,
  comparisonSides,
  comparisons,
  issueItems,
  issues,
  itemOverrides,
} from '../schema/index.ts';
import { all, change, first } from '../steps.ts';
import { foreseeSave, readComparisons, rowOf, saveComparison } from './comparison-rows.ts';
import { outdateDrafts } from './correction-store.ts';
import { issueIdOf } from './issue-rows.ts';

export function createComparisonStore({ read, readAtOnce, write }: Engine): ComparisonStore {
  return {
    saveComparison: (comparison, at) => write((db) => saveComparison(db, comparison, at)),
    foreseeSave: (comparison, at) => readAtOnce((db) => foreseeSave(db, comparison, at)),
    setHold: (hold) => write((db) => setHold(db, hold)),
    readComparisons: (slugs) => readAtOnce(() => readComparisons(slugs)),
    listComparisons: () => read(listComparisons),
    openComparisons: (slot) => read((db) => openComparisons(db, slot)),
  };
}

/** The first or second side of every comparison. */
function sidesAt(db: Database, at: 1 | 2) {
  const { comparisonId, side, name, pricing } = comparisonSides;
  const sides = db.select({ comparisonId, name, pricing }).from(comparisonSides).where(eq(side, at));
  return sides.as(`side_${at}`);
}

function* listComparisons(db: Database): Steps<ComparisonListing[]> {
  const one = sidesAt(db, 1);
  const other = sidesAt(db, 2);
  const rows = yield* all(
    db
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
      .leftJoin(one, eq(one.comparisonId, comparisons.id))
      .leftJoin(other, eq(other.comparisonId, comparisons.id))
      .leftJoin(comparisonHolds, eq(comparisonHolds.comparisonId, comparisons.id))
      .leftJoin(issueItems, eq(issueItems.comparisonId, comparisons.id))
      .leftJoin(issues, eq(issues.id, issueItems.issueId))
      .orderBy(desc(comparisons.publishedAt), asc(comparisons.slug)),
  );
  return rows.map(({ one, other, onePricing, otherPricing, url, ...row }) => ({
    ...row,
    tools: one === null || other === null ? null : [one, other],
    held: row.heldAt !== null,
    hasUrl: url !== null,
    hasPricing: onePricing !== null && otherPricing !== null,
  }));
}

function* setHold(
  db: Database,
  { slug, isHeld, at }: Parameters<ComparisonStore['setHold']>[0],
): Steps<boolean> {
  const comparisonId = (yield* rowOf(slug))?.id;
  if (comparisonId === undefined || (isHeld && (yield* isTaken(db, comparisonId)))) return false;
  const changes = isHeld
    ? yield* change(db.insert(comparisonHolds).values({ comparisonId, heldAt: at }).onConflictDoNothing())
    : yield* change(db.delete(comparisonHolds).where(eq(comparisonHolds.comparisonId, comparisonId)));
  if (changes > 0) yield* outdateDrafts(db);
  return changes > 0;
}

/** Whether a frozen issue contains it. */
function* isTaken(db: Database, comparisonId: number): Steps<boolean> {
  const item = db.select().from(issueItems).where(eq(issueItems.comparisonId, comparisonId)).limit(1);
  return (yield* first(item)) !== undefined;
}

function* openComparisons(db: Database, slot: string): Steps<OpenComparison[]> {
  const issueId = issueIdOf(db, slot);
  const ofSlot = and(eq(itemOverrides.comparisonId, comparisons.id), eq(itemOverrides.issueId, issueId));
  const rows = yield* all(
    db
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
      .leftJoin(itemOverrides, ofSlot)
      .where(notExists(db.select().from(issueItems).where(eq(issueItems.comparisonId, comparisons.id))))
      .orderBy(asc(comparisons.publishedAt), asc(comparisons.slug)),
  );
  return rows.map(({ sides, heldAt, leftOut, pinned, featured, ...row }) => ({
    ...row,
    complete: sides === 2,
    held: heldAt !== null,
    leftOut: leftOut ?? false,
    pinned: pinned ?? false,
    featured: featured ?? false,
  }));
}
