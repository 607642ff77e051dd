import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Correction } from '../../comparisons/corrections/correction.ts';
import { byField, isFieldPath } from '../../comparisons/corrections/correction-fields.ts';
import type { Database, Steps } from '../engine.ts';
import { comparisonCorrections } from '../schema/index.ts';
import { all, change } from '../steps.ts';

const rowSchema = z.object({
  path: z.string().refine(isFieldPath),
  source: z.preprocess(
    (json) => (typeof json === 'string' ? JSON.parse(json) : json),
    z.union([z.string(), z.number(), z.null()]),
  ),
  correctedAt: z.int(),
  sourceChangedAt: z.int().nullable(),
});

/** @returns Of each of these comparisons, its corrections. */
export function* readCorrections(
  db: Database,
  comparisonIds: readonly number[],
): Steps<(comparisonId: number) => Correction[]> {
  const ofThese = db.words.inSet(comparisonCorrections.comparisonId, comparisonIds);
  const rows = yield* all(db.select().from(comparisonCorrections).where(ofThese));
  return (id) =>
    rows
      .filter(({ comparisonId }) => comparisonId === id)
      .map((row) => rowSchema.parse(row))
      .sort((one, other) => byField(one.path, other.path));
}

/** Replaces all corrections of a comparison. */
export function* writeCorrections(
  db: Database,
  comparisonId: number,
  corrections: readonly Correction[],
): Steps<void> {
  const { comparisonId: id } = comparisonCorrections;
  yield* change(db.delete(comparisonCorrections).where(eq(id, comparisonId)));
  for (const { source, ...correction } of corrections) {
    const row = { comparisonId, ...correction, source: JSON.stringify(source) };
    yield* change(db.insert(comparisonCorrections).values(row));
  }
}
