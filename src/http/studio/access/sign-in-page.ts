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
import { carrying, type UnsentForm } from './unsent-form.ts';

export const SIGN_IN_ROUTE = '/studio/sign-in';

interface SignIn {
  site: Site;
  wrong?: { to: string };
  /** What came when the session had ended. */
  unsent?: UnsentForm | null;
}

/** Shown in place of the requested page. After a cross-site link it reloads once, to get our cookie. */
export function signInPage(context: Context<StudioEnv>, { site, wrong, unsent = null }: SignIn) {
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
${unsent !== null && html`<p>Your session has ended. Nothing was saved or done yet, and what you wrote is kept: sign in, then go on.</p>`}
${wrong && notice({ tone: 'bad', what: 'That is not the password.' })}
${passwordField({ isWrong: wrong !== undefined })}
${button({ words: 'Sign in', kind: 'primary' })}
${fold({ id: 'forgotten', title: 'Forgot it?', body: html`<p class="muted small">The person who runs the server finds it as <code>STUDIO_PASSWORD</code> in its settings.</p>` })}
<input type="hidden" name="to" value="${wrong?.to ?? pageAfter(context, unsent)}">${unsent !== null && carrying(unsent)}</form>`,
  });
}

/** Where to go on: at the page that was asked for, or by sending the form again. */
function pageAfter({ req }: Context, unsent: UnsentForm | null): string {
  const isKept = (req.method === 'GET' && req.path !== SIGN_IN_ROUTE) || unsent !== null;
  return isKept ? encodeURI(req.path) + new URL(req.url).search : '/studio';
}
