import { raw } from 'hono/html';

/**
 * Attributes that keep browsers and password managers from filling in the hidden field. None is certain to work, so a
 * filled-in field makes us ask once more and never drops a sign-up.
 *
 * - `autocomplete`: HTML, "Autofill"; `tabindex`: unreachable by keyboard.
 * - `data-1p-ignore`: 1Password, "Design your website to work best with 1Password" (developer.1password.com).
 * - `data-lpignore`: LastPass, which expects the value `true`.
 * - `data-bwignore`: Bitwarden; since August 2026 only if its user allows it (bitwarden/clients #22620).
 * - `data-form-type`: Dashlane, "Semantically Annotated Web Forms": `other` is a field it has nothing for.
 * - `data-protonpass-ignore`: Proton Pass.
 */
export const NO_AUTOFILL = raw(
  'tabindex="-1" autocomplete="off" data-1p-ignore data-lpignore="true" data-bwignore data-form-type="other" data-protonpass-ignore="true"',
);
