import { html } from 'hono/html';
import type { PublishedComparison } from '../../../comparisons/comparison-store.ts';
import {
  type FieldPath,
  type ReviewField,
  reviewOf,
  type SideField,
  sideOf,
} from '../../../comparisons/corrections/correction-fields.ts';
import type { Corrected } from '../../../comparisons/corrections/plan-correction.ts';
import type { Markup } from '../../pages/page.ts';
import { isolatedText } from '../frame/format.ts';
import type { FormTexts } from './read-comparison-form.ts';

export const FORM_ID = 'comparison';

/** A comparison as its page shows it: as it is stored, and as the editor typed it. */
export interface ComparisonView extends Corrected<PublishedComparison> {
  texts: FormTexts;
  problems: ReadonlyMap<FieldPath, string>;
  /** Fields that somebody else changed meanwhile. */
  conflicts: readonly FieldPath[];
  /** An import changed whose reviews there are, so none of those that were typed is kept. */
  hasOtherReviewers: boolean;
  zone: string;
}

/** A field's name, of a tool, a review or the comparison. */
export function fieldOf(path: FieldPath): 'url' | 'publishedAt' | SideField | ReviewField {
  return reviewOf(path)?.field ?? sideOf(path)?.field ?? (path as 'url' | 'publishedAt');
}

/** Whose field it is: the tool, or the tool and its reviewer; null for the whole comparison. */
export function ownerOf(path: FieldPath, { comparison: { tools } }: ComparisonView): Markup | null {
  const review = reviewOf(path);
  const side = review?.side ?? sideOf(path)?.side;
  if (side === undefined) return null;
  const tool = isolatedText(tools[side].name);
  if (review === null) return tool;
  return html`${tool}, ${reviewerWords(tools[side].reviews[review.index]?.reviewer ?? null, review.index)}`;
}

/** "Builder", or "reviewer 3" where nobody is named. */
export function reviewerWords(reviewer: string | null, index: number): Markup {
  return reviewer === null ? html`reviewer ${index + 1}` : isolatedText(reviewer);
}
