import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Site } from '../../pages/site.ts';
import { button } from '../frame/components/buttons.ts';
import { fold } from '../frame/components/facts.ts';
import { notice } from '../frame/components/notice.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage, brandName } from '../frame/studio-page.ts';
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
<form class="card stack" method="post" action="${context.var.path(SIGN_IN_ROUTE)}">
<p class="brand">${brandName(site)}</p>
<h1>Sign in to the studio</h1>
<input type="hidden" name="to" value="${wrong?.to ?? pageAfter(context)}">
${wrong && notice({ tone: 'bad', what: 'That is not the password.' })}
${passwordField({ isWrong: wrong !== undefined })}
${button({ words: 'Sign in', kind: 'primary' })}
${fold({ id: 'forgotten', title: 'Forgot it?', body: html`<p class="muted small">The person who runs the server finds it as <code>STUDIO_PASSWORD</code> in its settings.</p>` })}
</form>`,
  });
}

/** Only a GET can be redirected back to. */
function pageAfter({ req }: Context): string {
  return req.method === 'GET' && req.path !== SIGN_IN_ROUTE ? req.path : '/studio';
}
