import type { Comparison } from '../comparison.ts';
import { type FieldPath, type FieldValue, withValues } from './correction-fields.ts';

/** A field that an editor corrected: the comparison has their value, and this keeps the source's. */
export interface Correction {
  path: FieldPath;
  /** What the source says now; null if it does not say. */
  source: FieldValue;
  correctedAt: number;
  /** When the source's value changed after the correction; null if it did not. */
  sourceChangedAt: number | null;
}

/** The comparison as its source has it. */
export function sourceVersion<T extends Comparison>(comparison: T, corrections: readonly Correction[]): T {
  return withValues(
    comparison,
    corrections.map(({ path, source }) => [path, source]),
  );
}

/** In `verdicts comparisons show`, by path. The import leaves it out. */
export type CorrectedFields = Record<string, { source: FieldValue; correctedAt: string }>;

/** A comparison in the import's form; what was corrected by hand is named beside it, with what the source says. */
export function withCorrected<T extends Comparison>(
  comparison: T,
  corrections: readonly Correction[] = [],
): T & { corrected?: CorrectedFields } {
  if (corrections.length === 0) return comparison;
  const corrected = Object.fromEntries(
    corrections.map(({ path, source, correctedAt }) => [
      path,
      { source, correctedAt: new Date(correctedAt).toISOString() },
    ]),
  );
  return { ...comparison, corrected };
}
