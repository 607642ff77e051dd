import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Correction } from '../../comparisons/corrections/correction.ts';
import { byField, isFieldPath } from '../../comparisons/corrections/correction-fields.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { comparisonCorrections } from '../schema/index.ts';

const rowSchema = z.object({
  path: z.string().refine(isFieldPath),
  source: z.preprocess(
    (json) => (typeof json === 'string' ? JSON.parse(json) : json),
    z.union([z.string(), z.number(), z.null()]),
  ),
  correctedAt: z.int(),
  sourceChangedAt: z.int().nullable(),
});

export function readCorrections(db: SqliteDatabase, comparisonId: number): Correction[] {
  return db
    .select()
    .from(comparisonCorrections)
    .where(eq(comparisonCorrections.comparisonId, comparisonId))
    .all()
    .map((row) => rowSchema.parse(row))
    .sort((one, other) => byField(one.path, other.path));
}

/** Replaces all corrections of a comparison. */
export function writeCorrections(
  db: SqliteDatabase,
  comparisonId: number,
  corrections: readonly Correction[],
): void {
  db.delete(comparisonCorrections).where(eq(comparisonCorrections.comparisonId, comparisonId)).run();
  for (const { source, ...correction } of corrections)
    db.insert(comparisonCorrections)
      .values({ comparisonId, ...correction, source: JSON.stringify(source) })
      .run();
}
