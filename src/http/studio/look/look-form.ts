import type { Context } from 'hono';
import { html } from 'hono/html';
import { accentColours } from '../../../look/accent.ts';
import type { LookField } from '../../../look/look-fields.ts';
import type { Markup } from '../../pages/page.ts';
import { field, fieldGroup } from '../frame/components/field.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { SETTINGS_ROUTE } from '../settings/settings-form.ts';
import { logoField, logoWords } from './logo-field.ts';
import type { LookView } from './look-view.ts';
import { GROUPS, WORDS } from './look-words.ts';
import { socialFields } from './social-fields.ts';

export const LOOK_ROUTE = '/studio/look';

/**
 * The form; it works without scripts, and keeps everything when it is shown again. The script exchanges what has
 * `data-live`, and takes over what fields say of themselves.
 */
export function lookForm(context: Context<StudioEnv>, view: LookView): Markup {
  const { path } = context.var;
  const { values, revision, opened } = view;
  return html`
<form id="look" class="written stack" method="post" action="${path(LOOK_ROUTE)}" enctype="multipart/form-data" novalidate>
${fieldGroup({ id: 'brand', title: 'Brand', body: brandFields(context, view) })}
${GROUPS.map(({ id, title, fields }) =>
  fieldGroup({
    id,
    title,
    body: html`${fields.map((name) => textField(name, view))}${id === 'links' && socialFields(view)}`,
  }),
)}
<input type="hidden" name="revision" value="${revision}">
<input type="hidden" name="opened" value="${opened}">
<div id="look-unsaved" data-live>${values.png !== null && html`<input type="hidden" name="logo-unsaved" value="${Buffer.from(values.png).toString('base64')}">`}</div>
<p class="actions" id="look-save"><button class="btn primary">Save</button></p>
</form>`;
}

function brandFields(context: Context<StudioEnv>, view: LookView): Markup {
  const settings = context.var.path(SETTINGS_ROUTE);
  return html`${textField('tagline', view)}
<div class="pair">${logoField(context, view)}${textField('accent', view)}</div>
${logoWords(view)}
<p class="hint">The newsletter’s name and its postal address are under <a href="${settings}">Settings</a>.</p>`;
}

function textField(name: LookField, { values, problems }: LookView): Markup {
  const { label, hint, most, isLong } = WORDS[name];
  const value = values.fields[name];
  const error = problems[name];
  return field({
    name,
    label,
    value,
    error,
    hint: name === 'accent' ? html`${hint} ${accentEffect(error === undefined ? value : '')}` : hint,
    autocomplete: 'off',
    isLive: true,
    ...(most !== null && { limit: most }),
    ...(name === 'accent' && { placeholder: STANDARD_ACCENT }),
    ...(isLong === true && { rows: 3 }),
    ...((name === 'siteUrl' || name === 'privacyUrl') && { type: 'url' }),
  });
}

const STANDARD_ACCENT = accentColours(null).brand.light;

/** What becomes of the colour. */
function accentEffect(accent: string): Markup {
  const notes = /^#[0-9a-f]{6}$/.test(accent) ? accentColours(accent).notes : [];
  return html`<span id="accent-effect" data-live>${notes.join(' ')}</span>`;
}
