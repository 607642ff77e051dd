import { html } from 'hono/html';
import { consentText } from '../../../subscribers/sign-ups/consent-text.ts';
import type { SignUpForm } from '../../../subscribers/sign-ups/read-sign-up.ts';
import { MAX_NAME_LENGTH } from '../../../subscribers/subscriber.ts';
import { HONEYPOT, type SignUpField } from '../../sign-up-body.ts';
import { isOneMoreStep } from '../../sign-up-checks/challenge-route.ts';
import { displayLine, HOME, type Markup, page } from '../page.ts';
import type { Site } from '../site.ts';
import { testMailboxNote } from '../test-mailbox-note.ts';
import { EMBED_SCRIPT_ROUTE } from './embed-page.ts';
import { NO_AUTOFILL } from './hidden-field.ts';

export interface RejectedSignUp {
  form: SignUpForm;
  field: SignUpField;
  reason: string;
  /** Where the form redirects, if not to our own page. */
  redirectTo: string | null;
}

export interface SignUpFormParts {
  stamp: string | null;
  isScripted: boolean;
  email?: string | null;
  rejected?: RejectedSignUp | undefined;
}

const OWN_SOURCE = 'page';

/** The form as it was filled in, with the reason why it is shown again. */
export function signUpPage(site: Site, parts: SignUpFormParts & { rejected: RejectedSignUp }): Markup {
  const { name } = site.newsletter;
  const { rejected } = parts;
  return page(site, {
    title: 'Sign up',
    description: `Get ${displayLine(name)} by email, once a week.`,
    mayBeFramed: true,
    body: html`
<p>Get <bdi>${name}</bdi> by email, once a week. Read <a href="${site.path('/issues')}">past issues</a> first, if you like.</p>
${(rejected.field === 'source' || rejected.field === 'redirect') && html`<p class="error" role="alert">${rejected.reason}</p>`}
${needsOnlyResubmit(rejected) && html`<p class="notice" role="status">${rejected.reason}</p>`}
${rejected.field === 'origin' && openInNewTab(site, rejected)}
${signUpForm(site, parts)}
${formScript(site, parts)}`,
  });
}

export const formScript = (site: Site, { isScripted }: SignUpFormParts) =>
  isScripted && html`<script src="${site.path(EMBED_SCRIPT_ROUTE)}" defer></script>`;

/** Some frames are so restricted that no form in them, ours included, sends its origin. */
function openInNewTab(site: Site, { form }: RejectedSignUp): Markup {
  const href = `${site.path('/subscribe')}?${new URLSearchParams({ email: form.email })}`;
  return html`
<p class="hint">If you end up here again, <a href="${href}" target="_blank" rel="noopener noreferrer">open our sign-up page in a new tab</a>.</p>`;
}

/** The entries are fine, but the form must be submitted once more. */
const needsOnlyResubmit = ({ field }: RejectedSignUp) => field === 'origin' || isOneMoreStep(field);

export function signUpForm(site: Site, { stamp, isScripted, email, rejected }: SignUpFormParts): Markup {
  const { button, note } = site.look().signUp;
  const source = rejected?.field === 'source' ? OWN_SOURCE : (rejected?.form.source ?? OWN_SOURCE);
  return html`
<form class="fields" method="post" action="${site.path('/subscribe')}" target="_self"${isScripted && html` data-verdicts`}>
<input type="hidden" name="source" value="${source}">
${stamp !== null && html`<input type="hidden" name="stamp" value="${stamp}">`}
${typeof rejected?.redirectTo === 'string' && html`<input type="hidden" name="redirect" value="${rejected.redirectTo}">`}
${field({ name: 'email', label: 'Your email address', attributes: EMAIL, given: email, rejected })}
${field({ name: 'name', label: html`Your name <span class="hint">(optional)</span>`, attributes: NAME, rejected })}
${rejected === undefined && HONEYPOT_FIELD}
<p class="hint">${displayLine(consentText(site.newsletter.name))}</p>
${note !== null && html`<p class="hint own">${note}</p>`}
${isScripted && rejected?.field !== 'proof' && NEEDS_SCRIPT}
<button>${button ?? 'Sign up'}</button>
</form>`;
}

/** Omitted when the form is shown again: a browser that filled it in once would do so each time. */
const HONEYPOT_FIELD = html`<div class="apart" aria-hidden="true">
<label for="${HONEYPOT}">Leave this empty</label>
<input type="text" id="${HONEYPOT}" name="${HONEYPOT}" ${NO_AUTOFILL}>
</div>`;

const NEEDS_SCRIPT = html`<noscript><p class="error">This form needs JavaScript: your browser has to compute something first, which keeps programs from signing up thousands of people. Turn JavaScript on, and reload this page.</p></noscript>`;

const EMAIL = html`type="email" autocomplete="email" required`;
const NAME = html`type="text" autocomplete="name" maxlength="${MAX_NAME_LENGTH}"`;

function field({
  name,
  label,
  attributes,
  given,
  rejected,
}: {
  name: 'email' | 'name';
  label: string | Markup;
  attributes: Markup;
  given?: string | null | undefined;
  rejected: RejectedSignUp | undefined;
}): Markup {
  const isWrong = rejected?.field === name;
  return html`
<div>
<label for="${name}">${label}</label>
<input ${attributes} id="${name}" name="${name}" value="${rejected?.form[name] ?? given ?? ''}"${isWrong && html` aria-invalid="true" aria-describedby="${name}-error" autofocus`}>
${isWrong && html`<p class="error" id="${name}-error">${rejected.reason}</p>`}
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
${testMailboxNote(site)}
${site.look().signUp.thanks !== null && html`<p class="own">${site.look().signUp.thanks}</p>`}
<p class="hint">If nothing arrives within a few minutes, look in your spam folder, or <a href="${site.path(HOME)}">sign up again</a>.</p>`,
  });
}
