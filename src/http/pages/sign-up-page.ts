import { html } from 'hono/html';
import { consentText } from '../../subscribers/sign-ups/consent-text.ts';
import type { SignUpForm } from '../../subscribers/sign-ups/read-sign-up.ts';
import { MAX_NAME_LENGTH } from '../../subscribers/subscriber.ts';
import { type SignUpField, TRAP } from '../sign-up-body.ts';
import { isOneMoreStep } from '../sign-up-checks/challenge-route.ts';
import { EMBED_SCRIPT } from './embed-page.ts';
import { UNFILLED } from './hidden-field.ts';
import { displayLine, HOME, type Markup, page } from './page.ts';
import type { Site } from './site.ts';

/** What was entered, and what is wrong with it. */
export interface WrongSignUp {
  form: SignUpForm;
  field: SignUpField;
  reason: string;
  /** Where the form redirects, if not to our own page. */
  leadsTo: string | null;
}

export interface SignUpFormParts {
  stamp: string | null;
  isScripted: boolean;
  email?: string | null;
  wrong?: WrongSignUp | undefined;
}

/** Our own form's source in the record of consent. */
const OWN_SOURCE = 'page';

/** The sign-up page; with `wrong`, the form as it was filled in. */
export function signUpPage(site: Site, parts: SignUpFormParts): Markup {
  const { name } = site.newsletter;
  const { wrong, isScripted } = parts;
  return page(site, {
    title: 'Sign up',
    description: `Get ${displayLine(name)} by email, once a week.`,
    ...(wrong === undefined ? { route: HOME } : { mayBeFramed: true }),
    body: html`
<p>Get <bdi>${name}</bdi> by email, once a week. Read <a href="${site.path('/issues')}">past issues</a> first, if you like.</p>
${(wrong?.field === 'source' || wrong?.field === 'redirect') && html`<p class="error" role="alert">${wrong.reason}</p>`}
${wrong !== undefined && asksForOnePress(wrong) && html`<p class="notice" role="status">${wrong.reason}</p>`}
${wrong?.field === 'origin' && byItself(site, wrong)}
${signUpForm(site, parts)}
${isScripted && html`<script src="${site.path(EMBED_SCRIPT)}" defer></script>`}`,
  });
}

/** Some frames are so restricted that no form in them, ours included, sends its origin. */
function byItself(site: Site, { form }: WrongSignUp): Markup {
  const href = `${site.path('/subscribe')}?${new URLSearchParams({ email: form.email })}`;
  return html`
<p class="hint">If you end up here again, <a href="${href}" target="_blank" rel="noopener noreferrer">open our sign-up page in a new tab</a>.</p>`;
}

/** The entries are fine, but the form must be submitted once more. */
const asksForOnePress = ({ field }: WrongSignUp) => field === 'origin' || isOneMoreStep(field);

function signUpForm(site: Site, { stamp, isScripted, email, wrong }: SignUpFormParts): Markup {
  const source = wrong?.field === 'source' ? OWN_SOURCE : (wrong?.form.source ?? OWN_SOURCE);
  return html`
<form class="fields" method="post" action="${site.path('/subscribe')}" target="_self"${isScripted && html` data-verdicts`}>
<input type="hidden" name="source" value="${source}">
${stamp !== null && html`<input type="hidden" name="stamp" value="${stamp}">`}
${typeof wrong?.leadsTo === 'string' && html`<input type="hidden" name="redirect" value="${wrong.leadsTo}">`}
${field({ name: 'email', label: 'Your email address', attributes: EMAIL, given: email, wrong })}
${field({ name: 'name', label: html`Your name <span class="hint">(optional)</span>`, attributes: NAME, wrong })}
${wrong === undefined && TRAP_PART}
<p class="hint">${displayLine(consentText(site.newsletter.name))}</p>
${isScripted && wrong?.field !== 'proof' && NEEDS_SCRIPT}
<button>Sign up</button>
</form>`;
}

/** Omitted when the form is shown again: a browser that filled it in once would do so each time. */
const TRAP_PART = html`<div class="apart" aria-hidden="true">
<label for="${TRAP}">Leave this empty</label>
<input type="text" id="${TRAP}" name="${TRAP}" ${UNFILLED}>
</div>`;

const NEEDS_SCRIPT = html`<noscript><p class="error">This form needs JavaScript: your browser has to compute something first, which keeps programs from signing up thousands of people. Turn JavaScript on, and reload this page.</p></noscript>`;

const EMAIL = html`type="email" autocomplete="email" required`;
const NAME = html`type="text" autocomplete="name" maxlength="${MAX_NAME_LENGTH}"`;

function field({
  name,
  label,
  attributes,
  given,
  wrong,
}: {
  name: 'email' | 'name';
  label: string | Markup;
  attributes: Markup;
  given?: string | null | undefined;
  wrong: WrongSignUp | undefined;
}): Markup {
  const isWrong = wrong?.field === name;
  return html`
<div>
<label for="${name}">${label}</label>
<input ${attributes} id="${name}" name="${name}" value="${wrong?.form[name] ?? given ?? ''}"${isWrong && html` aria-invalid="true" aria-describedby="${name}-error" autofocus`}>
${isWrong && html`<p class="error" id="${name}-error">${wrong.reason}</p>`}
</div>`;
}

export interface Mistyped {
  typed: string;
  meant: string;
}

/** Shown after every sign-up, whatever is known about the address. */
export function checkYourInboxPage(site: Site, mistyped: Mistyped | null): Markup {
  return page(site, {
    title: 'Check your inbox',
    mayBeFramed: true,
    body: html`
${mistyped !== null && html`<p class="notice">You typed an address at ${mistyped.typed}. Did you mean ${mistyped.meant}? If so, <a href="${site.path(HOME)}">sign up again</a> with the right one.</p>`}
<p>We have sent you an email with a link, unless your address is already subscribed. Open the link to confirm that you want <bdi>${site.newsletter.name}</bdi>.</p>
<p class="hint">If nothing arrives within a few minutes, look in your spam folder, or <a href="${site.path(HOME)}">sign up again</a>.</p>`,
  });
}
