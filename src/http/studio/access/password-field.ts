import { html } from 'hono/html';
import type { Markup } from '../../pages/page.ts';

/** Lets people look at what they typed. It is needed before anybody is signed in. */
export const PASSWORD_SCRIPT = 'show-password.js';

/**
 * The field in which the password is given. Nothing is pasted, filled in or shortened other than by the person: no `maxlength`,
 * no handlers. The button waits for {@link PASSWORD_SCRIPT}, without which it could do nothing.
 */
export function passwordField(): Markup {
  return html`<div><label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" autocapitalize="none" spellcheck="false" required autofocus>
<button type="button" class="plain" aria-controls="password" aria-pressed="false" hidden>Show the password</button></div>`;
}
