import type { Context } from 'hono';
import { html } from 'hono/html';
import { accentColours } from '../../../look/accent.ts';
import { logoRoute, shownSize } from '../../../look/logo.ts';
import { LOOK_LIMITS } from '../../../look/look.ts';
import type { LookField } from '../../../look/look-fields.ts';
import type { Markup } from '../../pages/page.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import type { LookValues } from './read-look-form.ts';

export const LOOK_ROUTE = '/studio/look';
export const PREVIEW_FRAME = 'look-frame';

export interface LookView {
  values: LookValues;
  revision: number;
  problems: Readonly<Record<string, string>>;
}

interface FieldWords {
  label: string;
  hint: string;
  isLong?: boolean;
}

const most = (limit: number) => `At most ${limit} characters.`;

const WORDS: Readonly<Record<LookField, FieldWords>> = {
  accent: { label: 'Accent colour', hint: 'Of the stripe and the button, such as #2440b0.' },
  tagline: { label: 'Tagline', hint: `Beside the name on your pages. ${most(LOOK_LIMITS.tagline)}` },
  siteUrl: { label: 'Your site', hint: 'Linked in footers, with https://' },
  privacyUrl: { label: 'Privacy page', hint: 'Linked in footers, with https://' },
  footerText: {
    label: 'Footer text',
    hint: `In emails and on pages. ${most(LOOK_LIMITS.footerText)}`,
    isLong: true,
  },
  'signUp.heading': { label: 'Heading', hint: most(LOOK_LIMITS.heading) },
  'signUp.text': { label: 'Text', hint: most(LOOK_LIMITS.text), isLong: true },
  'signUp.button': { label: 'Button', hint: most(LOOK_LIMITS.button) },
  'signUp.note': {
    label: 'Note',
    hint: `Below the words of consent, which always stand there. ${most(LOOK_LIMITS.text)}`,
    isLong: true,
  },
  'signUp.thanks': {
    label: 'After a sign-up',
    hint: `On the page that says to check the inbox. ${most(LOOK_LIMITS.text)}`,
    isLong: true,
  },
  'confirmation.subject': { label: 'Subject', hint: most(LOOK_LIMITS.subject) },
  'confirmation.heading': { label: 'Heading', hint: most(LOOK_LIMITS.heading) },
  'confirmation.text': {
    label: 'Text',
    hint: `After the sentence that says what was asked for. ${most(LOOK_LIMITS.text)}`,
    isLong: true,
  },
  'confirmation.button': { label: 'Button', hint: most(LOOK_LIMITS.button) },
  'confirmation.welcome': {
    label: 'Once confirmed',
    hint: `On the page that follows. ${most(LOOK_LIMITS.text)}`,
    isLong: true,
  },
};

const GROUPS = [
  { title: 'Brand', fields: ['accent', 'tagline'] },
  { title: 'Links', fields: ['siteUrl', 'privacyUrl'] },
  { title: 'Footer', fields: ['footerText'] },
  {
    title: 'Sign-up page',
    fields: ['signUp.heading', 'signUp.text', 'signUp.button', 'signUp.note', 'signUp.thanks'],
  },
  {
    title: 'Email that asks to confirm',
    fields: [
      'confirmation.subject',
      'confirmation.heading',
      'confirmation.text',
      'confirmation.button',
      'confirmation.welcome',
    ],
  },
] as const satisfies readonly { title: string; fields: readonly LookField[] }[];

/** The form; it works without scripts, and keeps everything when it is shown again. */
export function lookForm(context: Context<StudioEnv>, view: LookView): Markup {
  const { path } = context.var;
  const { values, revision } = view;
  return html`
<form id="look" class="stack" method="post" action="${path(LOOK_ROUTE)}" enctype="multipart/form-data" novalidate>
${GROUPS.map(
  ({ title, fields }) => html`
<fieldset class="sheet fields"><legend class="apart">${title}</legend><h2 aria-hidden="true">${title}</h2>
${title === 'Brand' && logoField(context, view)}
${fields.map((field) => textField(field, view))}
${title === 'Links' && socialFields(view)}
</fieldset>`,
)}
<input type="hidden" name="revision" value="${revision}">
${values.png !== null && html`<input type="hidden" name="logo-unsaved" value="${Buffer.from(values.png).toString('base64')}">`}
<p class="row"><button>Save</button>
<button class="quiet" formaction="${path(`${LOOK_ROUTE}/preview`)}?view=issue" formtarget="${PREVIEW_FRAME}">Preview the issue</button>
<button class="quiet" formaction="${path(`${LOOK_ROUTE}/preview`)}?view=sign-up" formtarget="${PREVIEW_FRAME}">Preview the sign-up page</button></p>
</form>`;
}

function described(id: string, problem: string | undefined) {
  const ids = `${id}-hint${problem === undefined ? '' : ` ${id}-problem`}`;
  return html` aria-describedby="${ids}"${problem !== undefined && html` aria-invalid="true"`}`;
}

const problemPart = (id: string, problem: string | undefined) =>
  problem !== undefined && html`<p class="error" id="${id}-problem">${problem}</p>`;

function textField(field: LookField, { values, problems }: LookView): Markup {
  const { label, hint, isLong } = WORDS[field];
  const id = field.replace('.', '-');
  const value = values.fields[field];
  const problem = problems[field];
  return html`<div><label for="${id}">${label}</label>
${
  isLong === true
    ? html`<textarea id="${id}" name="${field}" rows="3"${described(id, problem)}>${value}</textarea>`
    : html`<input type="text" id="${id}" name="${field}" value="${value}"${described(id, problem)}>`
}
${problemPart(id, problem)}
<p class="hint" id="${id}-hint">${hint}${field !== 'accent' && field in EMPTY_MEANS && ' Empty: ours stands there.'}</p>
${field === 'accent' && problem === undefined && accentNotes(value)}</div>`;
}

/** Fields for which there are words of our own. */
const EMPTY_MEANS: Partial<Record<LookField, true>> = {
  'signUp.heading': true,
  'signUp.text': true,
  'signUp.button': true,
  'confirmation.subject': true,
  'confirmation.heading': true,
  'confirmation.button': true,
};

function accentNotes(accent: string): Markup {
  const isColour = /^#[0-9a-f]{6}$/.test(accent);
  const notes = isColour ? accentColours(accent).notes : [];
  return html`${notes.map((note) => html`<p class="notice small" role="status">${note}</p>`)}`;
}

function logoField({ var: { path } }: Context<StudioEnv>, { values, problems }: LookView): Markup {
  const { logo, png, alt } = values;
  const size = logo === null ? null : shownSize(logo);
  const src =
    logo === null
      ? ''
      : png === null
        ? path(logoRoute(logo.hash))
        : `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  return html`<div>
${size !== null && html`<p class="row"><img class="logo" src="${src}" width="${size.width}" height="${size.height}" alt="Your logo"> <label class="choice"><input type="checkbox" name="logo-remove" value="1"> Remove it</label></p>`}
<label for="logo">Logo</label>
<input type="file" id="logo" name="logo" accept="image/png,image/jpeg,image/svg+xml"${described('logo', problems.logo)}>
${problemPart('logo', problems.logo)}
<p class="hint" id="logo-hint">PNG, JPEG or SVG, at most 1 MiB. Shown 30 pixels high, at most 220 wide.</p></div>
<div><label for="logo-alt">Read aloud instead of the logo</label>
<input type="text" id="logo-alt" name="logo-alt" value="${alt}" aria-describedby="logo-alt-hint">
<p class="hint" id="logo-alt-hint">Empty: the newsletter’s name.</p></div>`;
}

function socialFields({ values, problems }: LookView): Markup {
  const pairs = Array.from(
    { length: LOOK_LIMITS.socialLinks },
    (_, index) => values.socialLinks[index] ?? { label: '', url: '' },
  );
  return html`<fieldset><legend class="label">Social links</legend>
${problemPart('social', problems.socialLinks)}
${pairs.map(({ label, url }, index) => {
  const problem = problems[`socialLinks.${index}.label`] ?? problems[`socialLinks.${index}.url`];
  const id = `social-${index}`;
  const wrong = problem !== undefined && html` aria-invalid="true" aria-describedby="${id}-problem"`;
  return html`<div class="pair"><input type="text" name="social-label" value="${label}" aria-label="Name of link ${index + 1}" placeholder="Mastodon"${wrong}>
<input type="text" inputmode="url" name="social-url" value="${url}" aria-label="Address of link ${index + 1}" placeholder="https://…"${wrong}></div>
${problemPart(id, problem)}`;
})}
<p class="hint">Empty ones are not shown.</p></fieldset>`;
}
