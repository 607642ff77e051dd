import { asc, eq, sql } from 'drizzle-orm';
import { type ComparisonSide, toolKey } from '../../comparisons/comparison.ts';
import type { Database, Steps } from '../engine.ts';
import { comparisonSides, reviews, tools } from '../schema/index.ts';
import { all, change, first, prepared } from '../steps.ts';

const sidesOf = prepared((db) => {
  const { comparisonId, side } = comparisonSides;
  const ofThese = db.words.inSet(comparisonId, sql.placeholder('ids'));
  return db.select().from(comparisonSides).where(ofThese).orderBy(asc(comparisonId), asc(side));
});

const reviewsOf = prepared((db) => {
  const { comparisonId, side, ordinal, ...review } = reviews;
  const { reviewer, score, verdict, text } = review;
  return db
    .select({ comparisonId, side, review: { reviewer, score, verdict, text } })
    .from(reviews)
    .where(db.words.inSet(comparisonId, sql.placeholder('ids')))
    .orderBy(asc(comparisonId), asc(side), asc(ordinal));
});

/** @returns Of each of these comparisons, its sides, in order. */
export function* readSides(
  comparisonIds: readonly number[],
): Steps<(comparisonId: number) => ComparisonSide[]> {
  const ids = JSON.stringify(comparisonIds);
  const sides = new Map<string, ComparisonSide>();
  const byComparison = new Map<number, ComparisonSide[]>(comparisonIds.map((id) => [id, []]));
  for (const { comparisonId, side, toolId, ...tool } of yield* all(sidesOf, { ids })) {
    const found = { ...tool, reviews: [] };
    sides.set(`${comparisonId}/${side}`, found);
    byComparison.get(comparisonId)?.push(found);
  }
  if (sides.size > 0)
    for (const { comparisonId, side, review } of yield* all(reviewsOf, { ids }))
      sides.get(`${comparisonId}/${side}`)?.reviews.push(review);
  return (comparisonId) => byComparison.get(comparisonId) ?? [];
}

export function* insertSides(
  db: Database,
  comparisonId: number,
  sides: readonly ComparisonSide[],
): Steps<void> {
  for (const [index, { reviews: sideReviews, ...tool }] of sides.entries()) {
    const side = index + 1;
    const toolId = yield* toolIdOf(db, tool.name);
    yield* change(db.insert(comparisonSides).values({ comparisonId, side, toolId, ...tool }));
    const rows = sideReviews.map((review, at) => ({ comparisonId, side, ordinal: at + 1, ...review }));
    if (rows.length > 0) yield* change(db.insert(reviews).values(rows));
  }
}

function* toolIdOf(db: Database, name: string): Steps<number> {
  const key = toolKey(name);
  yield* change(db.insert(tools).values({ key, name }).onConflictDoNothing());
  const tool = yield* first(db.select({ id: tools.id }).from(tools).where(eq(tools.key, key)));
  return tool?.id ?? 0;
}
