import { html } from 'hono/html';
import { REVIEW_VERDICTS, VERDICTS, type Verdict } from '../../../comparisons/comparison.ts';
import type { PublishedComparison } from '../../../comparisons/comparison-store.ts';
import {
  type FieldPath,
  reviewOf,
  sideOf,
  valueAt,
} from '../../../comparisons/corrections/correction-fields.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { field, fieldNotes } from '../frame/components/field.ts';
import { isolatedText } from '../frame/format.ts';
import { type ComparisonView, fieldOf, ownerOf } from './comparison-view.ts';
import { FIELD_HINTS, FIELD_LABELS, MISSING_WORDS, shortDay, VERDICT_WORDS } from './comparison-words.ts';
import { controlName, isNumberField, textOf } from './read-comparison-form.ts';
import { derivedVerdictWords } from './verdict-words.ts';

/** A field with its label, what is missing or wrong, and what the source says where it was corrected. */
export function control(path: FieldPath, view: ComparisonView): Markup {
  const { comparison, texts, problems, zone } = view;
  const name = fieldOf(path);
  const owner = ownerOf(path, view);
  const id = controlName(path);
  const value = texts.get(path) ?? '';
  const current = valueAt(comparison, path);
  const changed = sourceChange(path, view);
  const isMissing = current === null && value === '';
  const derived = isMissing ? derivedVerdict(path, comparison) : undefined;
  const given = {
    name: id,
    label:
      owner === null ? FIELD_LABELS[name] : html`<span class="apart">${owner}: </span>${FIELD_LABELS[name]}`,
    value,
    error: problems.get(path),
    warning: changed ?? (isMissing && derived === undefined ? missingWords(path) : undefined),
    hint: correctedHint(path, view, changed !== undefined) ?? derived ?? FIELD_HINTS[name],
  };
  // What the page was made from, so that nobody else's change is overwritten.
  const was = path === 'publishedAt' ? String(current ?? '') : textOf(path, current, zone);
  const before = html`<input type="hidden" name="was-${id}" value="${was}">`;
  if (name === 'verdict') {
    const verdicts = reviewOf(path) === null ? VERDICTS : REVIEW_VERDICTS;
    return html`${verdictField({ ...given, verdicts })}${before}`;
  }
  return html`${field({ ...given, ...shapeOf(name, value) })}${before}`;
}

/** What readers learn of a tool whose verdict is not given. */
function derivedVerdict(path: FieldPath, { tools }: PublishedComparison): string | undefined {
  const place = sideOf(path);
  if (place === null || place.field !== 'verdict') return undefined;
  return derivedVerdictWords(tools[place.side]) ?? undefined;
}

/** Only a panel's verdict is missed by readers, not each reviewer's. */
function missingWords(path: FieldPath): string | undefined {
  return reviewOf(path) === null ? MISSING_WORDS[fieldOf(path)] : undefined;
}

function shapeOf(name: keyof typeof FIELD_LABELS, value: string) {
  if (name === 'url') return { type: 'url' as const, placeholder: 'https://…' };
  if (name === 'publishedAt')
    return { type: /^\d{4}-\d\d-\d\d$/.test(value) ? ('date' as const) : ('text' as const) };
  if (name === 'description' || name === 'text') return { rows: 3 };
  return isNumberField(name) ? { attributes: html`inputmode="numeric"` } : {};
}

function verdictField({
  name,
  label,
  value,
  error,
  warning,
  hint,
  verdicts,
}: Parameters<typeof field>[0] & { verdicts: readonly Verdict[] }): Markup {
  const options = [
    ...verdicts.map((verdict) => [verdict, VERDICT_WORDS[verdict]] as const),
    ['', 'Not known'] as const,
  ];
  const isOther = !options.some(([known]) => known === value);
  return html`<div class="field"><div class="top"><label for="${name}">${label}</label></div>
<select id="${name}" name="${name}" aria-describedby="${name}-notes${hint !== undefined && ` ${name}-hint`}"${error !== undefined && html` aria-invalid="true"`}>${options.map(([of, words]) => html`<option value="${of}"${of === value && html` selected`}>${words}</option>`)}${isOther && html`<option value="${value}" selected>${value}</option>`}</select>
${fieldNotes({ name, error, warning })}
${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}</div>`;
}

/** What the source says instead since a field was corrected. */
export function sourceChange(
  path: FieldPath,
  { corrections, comparison, zone }: ComparisonView,
): Markup | undefined {
  const correction = corrections.find((one) => one.path === path);
  if (correction === undefined || correction.sourceChangedAt === null) return undefined;
  if (correction.source === valueAt(comparison, path)) return undefined;
  return html`On ${shortDay(correction.sourceChangedAt, zone)} your site sent ${quoted(textOf(path, correction.source, zone))}. Your correction stays.`;
}

function correctedHint(
  path: FieldPath,
  { corrections, comparison, zone }: ComparisonView,
  isSaid: boolean,
): Markup | undefined {
  const correction = corrections.find((one) => one.path === path);
  if (correction === undefined) return undefined;
  const { source, correctedAt } = correction;
  const said =
    source === valueAt(comparison, path)
      ? html` Your site says the same.`
      : source === null
        ? html` Your site does not say it.`
        : html` Your site says ${quoted(textOf(path, source, zone))}.`;
  const take = button({
    words: source === null ? 'Take the correction back' : 'Take what the site says',
    name: 'take',
    value: path,
    kind: 'quiet',
    isSlim: true,
  });
  return html`Corrected by hand on ${shortDay(correctedAt, zone)}.${!isSaid && said} ${take}`;
}

const MAX_QUOTED = 200;

function quoted(text: string): Markup {
  return html`“${isolatedText(text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text)}”`;
}
