import { html } from 'hono/html';
import type { Markup } from '../../pages/page.ts';

/** Lets people see what they typed; served without a session. */
export const PASSWORD_SCRIPT = 'show-password.js';

/** No `maxlength` and no handlers, so that password managers work. {@link PASSWORD_SCRIPT} shows the button. */
export function passwordField({ isWrong = false } = {}): Markup {
  return html`<div class="field"><label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" autocapitalize="none" spellcheck="false" required autofocus${isWrong && html` aria-invalid="true"`}>
<button type="button" class="btn quiet slim" aria-controls="password" aria-pressed="false" hidden>Show the password</button></div>`;
}
