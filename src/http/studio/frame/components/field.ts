import { html } from 'hono/html';
import type { Markup } from '../../../pages/page.ts';
import { icon } from './icons.ts';

export interface Field {
  /** The control's id and name. */
  name: string;
  label: string | Markup;
  value?: string;
  /** Rows of a text area; without, one line. */
  rows?: number;
  type?: 'text' | 'email' | 'url' | 'password' | 'search' | 'number' | 'date';
  /** In characters: shows a counter that turns red beyond it. Typing is never cut off. */
  limit?: number;
  error?: string | undefined;
  warning?: string | Markup | undefined;
  hint?: string | Markup | undefined;
  placeholder?: string;
  isRequired?: boolean;
  /** Fixed elsewhere: shown, not changed. */
  isReadOnly?: boolean;
  autocomplete?: string;
  /** Its error and warning are replaced in place when the page updates itself. */
  isLive?: boolean;
  /** More attributes of the control, such as `inputmode`. */
  attributes?: Markup;
}

/** How long a text is, as our limits count: in Unicode characters. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** Label, counter, control, then error, warning and hint, which the control names by `aria-describedby`. */
export function field(given: Field): Markup {
  const { name, label, limit, value = '', hint } = given;
  const length = lengthOf(value);
  return html`<div class="field"${limit !== undefined && html` data-limit="${limit}"`}><div class="top"><label for="${name}">${label}</label>${limit !== undefined && html`<span class="count${length > limit && ' over'}" id="${name}-count">${length} of ${limit}</span>`}</div>
${control(given)}
${fieldNotes(given)}
${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}</div>`;
}

/** The error and the warning of a field; replaced while one types. */
export function fieldNotes({
  name,
  error,
  warning,
  isLive = false,
}: Pick<Field, 'name' | 'error' | 'warning' | 'isLive'>): Markup {
  return html`<div id="${name}-notes"${isLive && html` data-live`}>${error !== undefined && html`<p class="error" id="${name}-error">${icon('octagon', 18)}<span>${error}</span></p>`}${warning !== undefined && html`<p class="warning" id="${name}-warning">${icon('triangle', 18)}<span>${warning}</span></p>`}</div>`;
}

function control(given: Field): Markup {
  const { name, value = '', rows, type = 'text', error, placeholder } = given;
  const own = html`id="${name}" name="${name}"${placeholder !== undefined && html` placeholder="${placeholder}"`}${given.isRequired === true && html` required`}${given.isReadOnly === true && html` readonly`}${given.autocomplete !== undefined && html` autocomplete="${given.autocomplete}"`} aria-describedby="${describedBy(given)}"${error !== undefined && html` aria-invalid="true"`}${given.attributes !== undefined && html` ${given.attributes}`}`;
  // A text area swallows a line break at its beginning.
  return rows === undefined
    ? html`<input ${own} type="${type}" value="${value}">`
    : html`<textarea ${own} rows="${rows}">
${value}</textarea>`;
}

function describedBy({ name, hint, limit }: Field): string {
  const ids = [`${name}-notes`, hint !== undefined && `${name}-hint`, limit !== undefined && `${name}-count`];
  return ids.filter((id) => id !== false).join(' ');
}

/** Fields that belong together, as a card; its heading is read before each of them. */
export function fieldGroup({ id, title, body }: { id: string; title: string; body: Markup }): Markup {
  return html`<div class="card" id="${id}" role="group" aria-labelledby="${id}-heading"><h2 id="${id}-heading">${title}</h2>
<div class="stack">${body}</div></div>`;
}

/** A choice as a card: what it is in bold, what it costs beneath. Nothing is chosen beforehand where it has a price. */
export function option({
  name,
  value,
  words,
  note,
  isChecked = false,
  isRequired = false,
}: {
  name: string;
  value: string;
  words: string;
  note?: string | Markup;
  isChecked?: boolean;
  isRequired?: boolean;
}): Markup {
  return html`<label class="option"><input type="radio" name="${name}" value="${value}"${isChecked && html` checked`}${isRequired && html` required`}><span><b>${words}</b>${note !== undefined && html`<span class="small muted">${note}</span>`}</span></label>`;
}
