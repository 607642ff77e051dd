import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Site } from '../../pages/site.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import { isCrossSiteGet } from './csrf-check.ts';
import { PASSWORD_SCRIPT, passwordField } from './password-field.ts';

export const SIGN_IN_ROUTE = '/studio/sign-in';

/** Shown in place of the requested page. After a cross-site link it reloads once, to get our cookie. */
export function signInPage(
  context: Context<StudioEnv>,
  { site, wrong }: { site: Site; wrong?: { to: string } },
) {
  return answerStudioPage(context, site, {
    title: 'Sign in',
    status: 401,
    scripts: [PASSWORD_SCRIPT],
    head: isCrossSiteGet(context) && html`<meta http-equiv="refresh" content="0">`,
    headers: { 'WWW-Authenticate': 'Form realm="studio"' },
    body: html`
<form class="sheet narrow fields" method="post" action="${context.var.path(SIGN_IN_ROUTE)}">
<h1>Sign in</h1>
<input type="hidden" name="to" value="${wrong?.to ?? pageAfter(context)}">
${wrong && html`<p class="error" role="alert">That is not the password. It stands in the program’s settings as STUDIO_PASSWORD.</p>`}
${passwordField()}
<button>Sign in</button>
</form>`,
  });
}

/** Only a GET can be redirected back to. */
function pageAfter({ req }: Context): string {
  return req.method === 'GET' && req.path !== SIGN_IN_ROUTE ? req.path : '/studio';
}
