import { html } from 'hono/html';
import { consentText } from '../../../subscribers/sign-ups/consent-text.ts';
import { HONEYPOT } from '../../sign-up-body.ts';
import type { SignUpChecks } from '../../sign-up-checks/sign-up-checks.ts';
import { displayLine, HOME, type Markup } from '../page.ts';
import type { Site } from '../site.ts';
import { NO_AUTOFILL } from './hidden-field.ts';

export interface Invitation {
  heading: string;
  text: string;
  /** Tells the forms of a page apart. */
  id: string;
  /** What the consent record names as the form. */
  source: string;
  /** Where the whole form is; by default, the sign-up page. */
  formAt?: string;
}

/**
 * A short sign-up form for pages that are the same for everyone, and cached. A sign-up check needs a form that was made
 * for its reader: then a link to the sign-up page stands there.
 */
export function invitation(
  site: Site,
  { heading, text, id, source, formAt = site.path(HOME) }: Invitation,
  signUpChecks: Pick<SignUpChecks, 'has'>,
): Markup {
  const isPlain = !signUpChecks.has('time-trap') && !signUpChecks.has('proof-of-work');
  return html`<section class="join" aria-labelledby="join-${id}">
<h2 id="join-${id}">${heading}</h2>
<p>${text}</p>
${isPlain ? form(site, { id, source }) : html`<p><a class="button" href="${formAt}">Sign up</a></p>`}
</section>`;
}

function form(site: Site, { id, source }: Pick<Invitation, 'id' | 'source'>): Markup {
  return html`<form method="post" action="${site.path('/subscribe')}">
<input type="hidden" name="source" value="${source}">
<label for="email-${id}">Your email address</label>
<div class="field"><input type="email" id="email-${id}" name="email" autocomplete="email" required><button>${site.look().signUp.button ?? 'Sign up'}</button></div>
<div class="apart" aria-hidden="true"><label for="${HONEYPOT}-${id}">Leave this empty</label><input type="text" id="${HONEYPOT}-${id}" name="${HONEYPOT}" ${NO_AUTOFILL}></div>
<p class="hint">${displayLine(consentText(site.newsletter.name))}</p>
</form>`;
}
