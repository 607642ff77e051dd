import { DateTime } from 'luxon';
import type { PublishedComparison } from '../../../comparisons/comparison-store.ts';
import {
  type FieldPath,
  type FieldValue,
  fieldPathsOf,
  isFieldPath,
  reviewOf,
  sideOf,
  valueAt,
} from '../../../comparisons/corrections/correction-fields.ts';
import type { FieldChange } from '../../../comparisons/corrections/plan-correction.ts';
import { isDate } from '../../../comparisons/read-entry.ts';
import { localInstant } from '../../../schedule/slot.ts';
import { toIso } from '../../../shared/clock.ts';
import type { Form } from '../../bodies/form.ts';

const NUMBERS: ReadonlySet<string> = new Set([
  'panelShare',
  'shipCount',
  'skipCount',
  'communityShare',
  'communityVotes',
  'score',
]);

export const isNumberField = (field: string): boolean => NUMBERS.has(field);

/** The name and id of a field's control: `url`, `pricing-1`, `score-1-3`. */
export function controlName(path: FieldPath): string {
  const review = reviewOf(path);
  if (review !== null) return `${review.field}-${review.side + 1}-${review.index + 1}`;
  const place = sideOf(path);
  return place === null ? path : `${place.field}-${place.side + 1}`;
}

/** The texts of the form's controls. */
export type FormTexts = ReadonlyMap<FieldPath, string>;

/** A value as its control has it: dates are days in the newsletter's time zone. */
export function textOf(path: FieldPath, value: FieldValue, zone: string): string {
  if (value === null) return '';
  return path === 'publishedAt' ? dayOf(String(value), zone) : String(value);
}

export function textsOf(comparison: PublishedComparison, zone: string): FormTexts {
  return new Map(
    fieldPathsOf(comparison).map((path) => [path, textOf(path, valueAt(comparison, path), zone)]),
  );
}

/** Reviews are told apart by their place: the hidden control `reviewers` has who stood where. */
export const REVIEWERS = 'reviewers';

export function reviewersOf({ tools }: PublishedComparison): string {
  return JSON.stringify(tools.map(({ reviews }) => reviews.map(({ reviewer }) => reviewer)));
}

export interface ComparisonRequest {
  texts: FormTexts;
  changes: FieldChange[];
  /** An import changed who stands where since the page was made, so no review is changed. */
  hasOtherReviewers: boolean;
}

/**
 * Reads the form: what differs from the values that the page was made from (`was-…`). `take` names a field whose value
 * of the source is wanted again, `theirs` those where another editor's value stays.
 */
export function readComparisonForm(form: Form, known: PublishedComparison, zone: string): ComparisonRequest {
  const texts = new Map(textsOf(known, zone));
  const changes: FieldChange[] = [];
  const theirs = new Set((form.one('theirs') ?? '').split(' '));
  const taken = form.one('take') ?? '';
  const hasOtherReviewers = (form.one(REVIEWERS) ?? reviewersOf(known)) !== reviewersOf(known);
  for (const path of fieldPathsOf(known)) {
    if (hasOtherReviewers && reviewOf(path) !== null) continue;
    const name = controlName(path);
    const before = normal(form.one(`was-${name}`));
    const text = normal(form.one(name));
    if (before === null || text === null || theirs.has(path)) continue;
    const from = typedValue(path, before, zone);
    if (path === taken && isFieldPath(taken)) {
      changes.push({ path, from, takeSource: true });
      continue;
    }
    if (text.trim() === textOf(path, from, zone).trim()) continue;
    texts.set(path, text);
    changes.push({ path, from, to: typedValue(path, text, zone) });
  }
  return { texts, changes, hasOtherReviewers };
}

/** Browsers send CRLF. */
const normal = (text: string | undefined) => text?.replace(/\r\n?/g, '\n') ?? null;

/** What cannot be a value stays as it was typed, and the import's rules say what is wrong with it. */
function typedValue(path: FieldPath, typed: string, zone: string): FieldValue {
  const text = typed.trim();
  const field = reviewOf(path)?.field ?? sideOf(path)?.field ?? path;
  // What a name or a review must have is said by the rules, too.
  if (text === '') return field === 'name' || field === 'text' ? '' : null;
  if (path === 'publishedAt') return isDate(text) ? toIso(localInstant({ date: text, zone })) : text;
  if (!isNumberField(field)) return text;
  const [, digits] = /^(\d[\d,]*)(?: ?%)?$/.exec(text) ?? [];
  return digits === undefined ? text : Number(digits.replaceAll(',', ''));
}

function dayOf(iso: string, zone: string): string {
  return DateTime.fromISO(iso, { zone }).toISODate() ?? iso;
}
