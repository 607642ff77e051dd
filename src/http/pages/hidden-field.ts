import { raw } from 'hono/html';

/**
 * What keeps browsers and password managers from filling in the field that people do not see. None of it is certain, so a
 * filled-in field is asked for once more and never drops a sign-up.
 *
 * - `autocomplete`: HTML, "Autofill"; `tabindex`: it cannot be reached by keyboard.
 * - `data-1p-ignore`: 1Password, "Design your website to work best with 1Password" (developer.1password.com).
 * - `data-lpignore`: LastPass, which looks for the value `true`.
 * - `data-bwignore`: Bitwarden, whatever its value; since August 2026 only where its user allows it (bitwarden/clients #22620).
 * - `data-form-type`: Dashlane, "Semantically Annotated Web Forms": `other` is a field that it has nothing for.
 * - `data-protonpass-ignore`: Proton Pass.
 */
export const UNFILLED = raw(
  'tabindex="-1" autocomplete="off" data-1p-ignore data-lpignore="true" data-bwignore data-form-type="other" data-protonpass-ignore="true"',
);
