import { html } from 'hono/html';
import type { Markup } from '../../pages/page.ts';

/** Lets people see what they typed; served without a session. */
export const PASSWORD_SCRIPT = 'show-password.js';

/**
 * A password field that leaves password managers alone: no `maxlength`, no handlers. The button stays hidden without
 * {@link PASSWORD_SCRIPT}.
 */
export function passwordField(): Markup {
  return html`<div><label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" autocapitalize="none" spellcheck="false" required autofocus>
<button type="button" class="plain" aria-controls="password" aria-pressed="false" hidden>Show the password</button></div>`;
}
