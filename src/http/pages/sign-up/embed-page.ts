import { html, raw } from 'hono/html';
import { consentText } from '../../../subscribers/sign-ups/consent-text.ts';
import { MAX_NAME_LENGTH } from '../../../subscribers/subscriber.ts';
import { HONEYPOT } from '../../sign-up-body.ts';
import { displayLine, type Markup, page } from '../page.ts';
import type { Site } from '../site.ts';
import { NO_AUTOFILL } from './hidden-field.ts';

export const EMBED_ROUTE = '/embed';
export const EMBED_SCRIPT_ROUTE = '/embed.js';

/** Like `.apart` in our style sheet, for pages that do not load it. */
const OFF_SCREEN = raw(' style="position:absolute;left:-10000px;width:1px;height:1px;overflow:hidden"');

/** The sign-up form to paste into the site's own page. It works without its script and without any styling. */
export function snippet(site: Site): Markup {
  return html`${form(site, { action: site.url('/subscribe'), source: 'site', apart: OFF_SCREEN })}
<script src="${site.url(EMBED_SCRIPT_ROUTE)}" defer></script>
`;
}

/** Labels wrap their inputs, so no ids are needed and a page can contain the form twice. */
function form(
  site: Site,
  { action, source, apart }: { action: string; source: string; apart: Markup | '' },
): Markup {
  const { button, note } = site.look().signUp;
  return html`<form class="verdicts-form" method="post" action="${action}" data-verdicts>
<input type="hidden" name="source" value="${source}">
<div><label>Your email address <input type="email" name="email" autocomplete="email" required></label></div>
<div><label>Your name (optional) <input type="text" name="name" autocomplete="name" maxlength="${MAX_NAME_LENGTH}"></label></div>
<div class="verdicts-apart"${apart} aria-hidden="true"><label>Leave this empty <input type="text" name="${HONEYPOT}" ${NO_AUTOFILL}></label></div>
<p class="verdicts-consent">${displayLine(consentText(site.newsletter.name))}</p>
${note !== null && html`<p class="verdicts-consent">${note}</p>`}
<button>${button ?? 'Sign up'}</button>
</form>`;
}

const ROWS = 19;

/** Explains the snippet to site owners, with a working example. */
export function embedPage(site: Site): Markup {
  const code = String(snippet(site));
  const { origin } = new URL(site.newsletter.publicUrl);
  return page(site, {
    title: 'A sign-up form for your page',
    description: `The sign-up form of ${displayLine(site.newsletter.name)} for your own site: a plain form to copy, which works without scripts.`,
    route: EMBED_ROUTE,
    body: html`
${originNotice(site)}
<p><label for="snippet">Copy this into your page</label>
<textarea id="snippet" class="code" readonly rows="${ROWS}" spellcheck="false">${code}</textarea></p>
<p>It is a plain form. The script only keeps people on your page; without it, they come to ours. Change the value of <code>source</code> to tell your forms apart.</p>
<p>To take people to a page of your own afterwards, add <code>${'<input type="hidden" name="redirect" value="https://your-site.example/thanks">'}</code>.</p>
<p>If your page has a Content-Security-Policy, add <code>script-src ${origin}; connect-src ${origin}; form-action ${origin}</code>. To take people to a page of your own, add its origin to <code>form-action</code> too.</p>
<h2>Try it</h2>
${form(site, { action: site.path('/subscribe'), source: 'embed', apart: '' })}
<script src="${site.path(EMBED_SCRIPT_ROUTE)}" defer></script>`,
  });
}

function originNotice({ allowedOrigins }: Site): Markup {
  return allowedOrigins.length === 0
    ? html`<p class="notice">So far, the form works only on our own pages. To use it on yours, ask for its origin, such as <code>https://your-site.example</code>, to be added to <code>ALLOWED_ORIGINS</code> of this newsletter.</p>`
    : html`<p>The form works on pages whose origin is listed in the setting <code>ALLOWED_ORIGINS</code>.</p>`;
}
