import type { PublishedComparison } from '../../../comparisons/comparison-store.ts';
import type { FieldPath } from '../../../comparisons/corrections/correction-fields.ts';
import type { Corrected } from '../../../comparisons/corrections/plan-correction.ts';
import type { FormTexts } from './read-comparison-form.ts';

export const FORM_ID = 'comparison';

/** A comparison as its page shows it: as it is stored, and as the editor typed it. */
export interface ComparisonView extends Corrected<PublishedComparison> {
  texts: FormTexts;
  problems: ReadonlyMap<FieldPath, string>;
  /** Fields that somebody else changed meanwhile. */
  conflicts: readonly FieldPath[];
  zone: string;
}
