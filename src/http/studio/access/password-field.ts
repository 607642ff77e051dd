import { html } from 'hono/html';
import type { Markup } from '../../pages/page.ts';

/** Lets people see what they typed; served without a session. */
export const PASSWORD_SCRIPT = 'show-password.js';

/** No `maxlength` and no handlers, so that password managers work. {@link PASSWORD_SCRIPT} shows the button. */
export function passwordField(): Markup {
  return html`<div><label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" autocapitalize="none" spellcheck="false" required autofocus>
<button type="button" class="plain" aria-controls="password" aria-pressed="false" hidden>Show the password</button></div>`;
}
