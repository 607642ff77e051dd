import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Look } from '../../../look/look.ts';
import { fieldOf } from '../../../look/look-fields.ts';
import type { LookPart } from '../../../look/merge-look.ts';
import type { Markup } from '../../pages/page.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { LOOK_ROUTE } from './look-form.ts';
import { partWords } from './look-words.ts';

export const WRONG = html`<p class="notice bad" role="alert"><b>Nothing was saved yet.</b> Put right what is marked below, then save again.</p>`;

export const NOT_BACK = html`<p class="notice bad" role="alert"><b>Nothing was done:</b> somebody else changed the look while this page was open. It stands below as it is now.</p>`;

export const NO_LONGER_KEPT = html`<p class="notice bad" role="alert"><b>Nothing was done:</b> that look is no longer kept. Earlier looks stay for 30 days. To keep one for longer, run <code>verdicts look export</code>.</p>`;

const SAVED = {
  form: 'Saved. Readers see it on your pages at once, and in emails from the next one on.',
  back: 'The look is as it was then.',
} as const;

/** What was done, with a button that takes it back. @param before The revision to go back to. */
export function savedNotice(
  { var: { path } }: Context<StudioEnv>,
  { did, before, revision }: { did: string; before: number; revision: number },
): Markup {
  return html`<form class="notice good row" method="post" action="${path(`${LOOK_ROUTE}/back`)}">
<p role="status">${did === 'back' ? SAVED.back : SAVED.form}</p>
${
  Number.isSafeInteger(before) &&
  before < revision &&
  html`<input type="hidden" name="revision" value="${revision}"><button class="quiet small-button" name="to" value="${before}">Undo</button>`
}</form>`;
}

/** What somebody else made of the parts that are typed below, and whose is to stay. */
export function conflictNotice(parts: readonly LookPart[], theirs: Look): Markup {
  return html`<div class="notice bad stack" role="alert">
<p><b>Somebody else changed the look meanwhile.</b> Nothing of yours was saved yet; it stands below. This is theirs:</p>
<dl class="facts">${parts.map((part) => html`<dt>${partWords(part)}</dt><dd class="typed"><bdi>${valueWords(theirs, part)}</bdi></dd>`)}</dl>
<p class="row"><button form="look" id="keep-mine">Keep mine</button><button class="quiet" form="look" name="theirs" value="${parts.join(' ')}">Use theirs</button></p></div>`;
}

function valueWords(look: Look, part: LookPart): string {
  const words = {
    logo: () =>
      look.logo === null ? '' : `Another logo${look.logo.alt === null ? '' : `, “${look.logo.alt}”`}`,
    socialLinks: () => look.socialLinks.map(({ label, url }) => `${label}: ${url}`).join('\n'),
  };
  const value = part === 'logo' || part === 'socialLinks' ? words[part]() : fieldOf(look, part);
  return value === '' ? 'nothing' : value;
}
