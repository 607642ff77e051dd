import type { PublishedComparison } from './comparison-store.ts';
import type { Corrected, CorrectionPlan, FieldChange } from './corrections/plan-correction.ts';

/**
 * The port to what editors corrected by hand. A corrected value is the comparison's value wherever comparisons are
 * read; the source's is kept beside it. Every method is atomic.
 */
export interface CorrectionStore {
  /** Of those that are complete, in the order asked for. */
  readCorrected(slugs: readonly string[]): Promise<Corrected<PublishedComparison>[]>;

  /**
   * Corrects fields, or takes the source's values again (`planCorrection`). Issues that are frozen stay as they are; a
   * draft that is being fixed at the same moment is composed anew.
   *
   * @returns `unknown` if there is no such comparison, or one of its tools is missing.
   */
  correctComparison(request: {
    slug: string;
    changes: readonly FieldChange[];
    at: number;
  }): Promise<CorrectionOutcome>;
}

export type CorrectionOutcome =
  | Exclude<CorrectionPlan, { kind: 'corrected' }>
  | { kind: 'corrected' | 'unknown' };
