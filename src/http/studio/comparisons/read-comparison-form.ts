import { DateTime } from 'luxon';
import type { PublishedComparison } from '../../../comparisons/comparison-store.ts';
import {
  FIELD_PATHS,
  type FieldPath,
  type FieldValue,
  isFieldPath,
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
]);

export const isNumberField = (field: string): boolean => NUMBERS.has(field);

/** The name and id of a field's control: `url`, `pricing-1`. */
export function controlName(path: FieldPath): string {
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
  return new Map(FIELD_PATHS.map((path) => [path, textOf(path, valueAt(comparison, path), zone)]));
}

export interface ComparisonRequest {
  texts: FormTexts;
  changes: FieldChange[];
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
  for (const path of FIELD_PATHS) {
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
  return { texts, changes };
}

/** Browsers send CRLF. */
const normal = (text: string | undefined) => text?.replace(/\r\n?/g, '\n') ?? null;

/** What cannot be a value stays as it was typed, and the import's rules say what is wrong with it. */
function typedValue(path: FieldPath, typed: string, zone: string): FieldValue {
  const text = typed.trim();
  const field = sideOf(path)?.field ?? path;
  if (text === '') return field === 'name' ? '' : null;
  if (path === 'publishedAt') return isDate(text) ? toIso(localInstant({ date: text, zone })) : text;
  if (!isNumberField(field)) return text;
  const [, digits] = /^(\d[\d,]*)(?: ?%)?$/.exec(text) ?? [];
  return digits === undefined ? text : Number(digits.replaceAll(',', ''));
}

function dayOf(iso: string, zone: string): string {
  return DateTime.fromISO(iso, { zone }).toISODate() ?? iso;
}
