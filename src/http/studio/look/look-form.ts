import type { Context } from 'hono';
import { html } from 'hono/html';
import { accentColours } from '../../../look/accent.ts';
import type { LookField } from '../../../look/look-fields.ts';
import type { Markup } from '../../pages/page.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { logoField } from './logo-field.ts';
import { described, type LookView, problemPart } from './look-field.ts';
import { GROUPS, WORDS } from './look-words.ts';
import { socialFields } from './social-fields.ts';

export const LOOK_ROUTE = '/studio/look';

/**
 * The form; it works without scripts, and keeps everything when it is shown again. The script exchanges what has
 * `data-fresh`, and takes over what fields say of themselves.
 */
export function lookForm(context: Context<StudioEnv>, view: LookView): Markup {
  const { values, revision, opened } = view;
  return html`
<form id="look" class="written stack" method="post" action="${context.var.path(LOOK_ROUTE)}" enctype="multipart/form-data" novalidate>
${GROUPS.map(
  ({ title, fields }) => html`
<fieldset class="sheet fields"><legend class="apart">${title}</legend><h2 aria-hidden="true">${title}</h2>
${title === 'Brand' && logoField(context, view)}
${fields.map((field) => textField(field, view))}
${title === 'Links' && socialFields(view)}
</fieldset>`,
)}
<input type="hidden" name="revision" value="${revision}">
<input type="hidden" name="opened" value="${opened}">
<div id="look-unsaved" data-fresh>${values.png !== null && html`<input type="hidden" name="logo-unsaved" value="${Buffer.from(values.png).toString('base64')}">`}</div>
<p class="row" id="look-save"><button>Save</button></p>
</form>`;
}

function textField(field: LookField, { values, problems }: LookView): Markup {
  const { label, hint, most, isLong } = WORDS[field];
  const id = field.replace('.', '-');
  const value = values.fields[field];
  const problem = problems[field];
  const attributes = html`id="${id}" name="${field}"${most !== null && html` data-most="${most}"`}${described(id, problem)}`;
  return html`<div class="field"><div class="top"><label for="${id}">${label}</label>${most !== null && html` <span class="count" id="${id}-count">${counted(value, most)}</span>`}</div>
${
  isLong === true
    ? html`<textarea ${attributes} rows="3">
${value}</textarea>`
    : html`<input type="${field === 'siteUrl' || field === 'privacyUrl' ? 'url' : 'text'}" ${attributes} value="${value}" autocomplete="off">`
}
<div id="${id}-said" data-fresh>${problemPart(id, problem)}
<p class="hint" id="${id}-hint">${hint}</p>
${field === 'accent' && problem === undefined && accentNotes(value)}</div></div>`;
}

const counted = (text: string, most: number) => `${[...text].length} of ${most}`;

/** What becomes of the colour; a swatch of each scheme, with the text on it. */
function accentNotes(accent: string): Markup {
  if (!/^#[0-9a-f]{6}$/.test(accent)) return html``;
  const { notes } = accentColours(accent);
  return html`${notes.map((note) => html`<p class="notice small">${note}</p>`)}`;
}
