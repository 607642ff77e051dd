import type { Context } from 'hono';
import { html } from 'hono/html';
import { VERDICTS } from '../../../comparisons/comparison.ts';
import {
  type FieldPath,
  type SideField,
  sideOf,
  sidePath,
  valueAt,
} from '../../../comparisons/corrections/correction-fields.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { field, fieldNotes } from '../frame/components/field.ts';
import { isolatedText } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { type ComparisonView, FORM_ID } from './comparison-view.ts';
import { FIELD_HINTS, FIELD_LABELS, MISSING_WORDS, shortDay, VERDICT_WORDS } from './comparison-words.ts';
import { controlName, isNumberField, textOf } from './read-comparison-form.ts';
import { comparisonRoute } from './routes.ts';
import { derivedVerdictWords } from './verdict-words.ts';

/** Every field, each with what is missing or wrong, and what the source says where it was corrected. */
export function comparisonForm({ var: { path } }: Context<StudioEnv>, view: ComparisonView): Markup {
  const { comparison } = view;
  const side = (
    index: 0 | 1,
  ) => html`<section class="card stack" aria-labelledby="tool-${index + 1}"><h2 id="tool-${index + 1}">${isolatedText(comparison.tools[index].name)}</h2>
${sideFields(index, view)}</section>`;
  return html`<form id="${FORM_ID}" class="stack" method="post" action="${path(comparisonRoute(comparison.slug))}" novalidate>
<section class="card" aria-label="The comparison"><div class="pair"><div>${control('url', view)}</div><div>${control('publishedAt', view)}</div></div></section>
<div class="cols halves">${side(0)}${side(1)}</div>
</form>`;
}

/** In the order in which they are shown; two beside one another. */
const ROWS: readonly (readonly SideField[])[] = [
  ['name'],
  ['verdict', 'panelShare'],
  ['shipCount', 'skipCount'],
  ['pricing'],
  ['bestFor'],
  ['category', 'entry'],
  ['tagline'],
  ['description'],
  ['communityShare', 'communityVotes'],
];

function sideFields(side: 0 | 1, view: ComparisonView): Markup {
  return html`${ROWS.map((row) => {
    const controls = row.map(
      (name) => html`<div>${anchor(side, name, view)}${control(sidePath(side, name), view)}</div>`,
    );
    return row.length === 1 ? controls : html`<div class="pair">${controls}</div>`;
  })}`;
}

/** `#pricing` leads to the tool that lacks it, else to the first. */
function anchor(side: 0 | 1, name: SideField, { comparison: { tools } }: ComparisonView): Markup | false {
  const target = tools[0][name] !== null && tools[1][name] === null ? 1 : 0;
  return side === target && html`<span class="anchor" id="${name}"></span>`;
}

function control(path: FieldPath, view: ComparisonView): Markup {
  const { comparison, texts, problems, zone } = view;
  const place = sideOf(path);
  const name = place?.field ?? (path as 'url' | 'publishedAt');
  const id = controlName(path);
  const value = texts.get(path) ?? '';
  const current = valueAt(comparison, path);
  const changed = sourceChange(path, view);
  const isMissing = current === null && value === '';
  const derived =
    name === 'verdict' && place !== null && isMissing
      ? (derivedVerdictWords(comparison.tools[place.side]) ?? undefined)
      : undefined;
  const given = {
    name: id,
    label:
      place === null
        ? FIELD_LABELS[name]
        : html`<span class="apart">${isolatedText(comparison.tools[place.side].name)}: </span>${FIELD_LABELS[name]}`,
    value,
    error: problems.get(path),
    warning: changed ?? (isMissing && derived === undefined ? MISSING_WORDS[name] : undefined),
    hint: correctedHint(path, view, changed !== undefined) ?? derived ?? FIELD_HINTS[name],
  };
  // What the page was made from, so that nobody else's change is overwritten.
  const was = path === 'publishedAt' ? String(current ?? '') : textOf(path, current, zone);
  const before = html`<input type="hidden" name="was-${id}" value="${was}">`;
  if (name === 'verdict') return html`${verdictField(given)}${before}`;
  return html`${field({ ...given, ...shapeOf(name, value) })}${before}`;
}

function shapeOf(name: keyof typeof FIELD_LABELS, value: string) {
  if (name === 'url') return { type: 'url' as const, placeholder: 'https://…' };
  if (name === 'publishedAt')
    return { type: /^\d{4}-\d\d-\d\d$/.test(value) ? ('date' as const) : ('text' as const) };
  if (name === 'description') return { rows: 3 };
  return isNumberField(name) ? { attributes: html`inputmode="numeric"` } : {};
}

function verdictField({ name, label, value, error, warning, hint }: Parameters<typeof field>[0]): Markup {
  const options = [
    ...VERDICTS.map((verdict) => [verdict, VERDICT_WORDS[verdict]] as const),
    ['', 'Not given'] as const,
  ];
  const isOther = !options.some(([known]) => known === value);
  return html`<div class="field"><div class="top"><label for="${name}">${label}</label></div>
<select id="${name}" name="${name}" aria-describedby="${name}-notes${hint !== undefined && ` ${name}-hint`}"${error !== undefined && html` aria-invalid="true"`}>${options.map(([of, words]) => html`<option value="${of}"${of === value && html` selected`}>${words}</option>`)}${isOther && html`<option value="${value}" selected>${value}</option>`}</select>
${fieldNotes({ name, error, warning })}
${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}</div>`;
}

/** What the source says instead since a field was corrected. */
function sourceChange(
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
