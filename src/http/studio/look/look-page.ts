import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Markup } from '../../pages/page.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import type { LookView } from './look-field.ts';
import { LOOK_ROUTE, lookForm } from './look-form.ts';
import { PREVIEW_VIEWS } from './look-preview.ts';

const PREVIEW_FRAME = 'look-frame';

/** The form, and beside it an email or a page as it looks. @param notice Above both: what happened, and what to do. */
export function lookPage(context: Context<StudioEnv>, view: LookView, notice: Markup | false): Markup {
  return html`<div class="title look-title"><h1>Look</h1>
<p class="reason">How your emails and your public pages look. Readers see a change on your pages at once, and in emails from the next one on. An issue that is approved keeps its look.</p>
<div class="end row"><span class="hint" id="saving" role="status"></span>${backMenu(context, view)}</div></div>
<div id="look-notice" data-fresh>${notice}</div>
<div class="look">
<fieldset class="seg switch"><legend class="apart">Show</legend>
<label><input type="radio" name="pane" id="pane-write" checked>Settings</label><label><input type="radio" name="pane" id="pane-look">Preview</label></fieldset>
${lookForm(context, view)}
${previewPart(context)}
</div>`;
}

/** What can be taken back. The script shows the first once something was saved. */
function backMenu({ var: { path } }: Context<StudioEnv>, { opened, revision }: LookView): Markup {
  return html`<details class="menu" id="look-more"><summary class="button quiet">More</summary>
<form id="look-back" class="list" method="post" action="${path(`${LOOK_ROUTE}/back`)}">
<input type="hidden" name="revision" value="${revision}">
<button class="plain" name="to" value="${opened}" id="look-as-opened"${opened === revision && html` hidden`}>Go back to how it was<span class="small">when this page was opened</span></button>
<button class="plain" name="to" value="0">Use the standard look<span class="small">no logo, no words of your own</span></button>
</form></details>`;
}

function previewPart({ var: { path } }: Context<StudioEnv>): Markup {
  const route = path(`${LOOK_ROUTE}/preview`);
  const choice = (name: string, [value, words]: [string, string], isFirst: boolean) =>
    html`<label><input type="radio" form="look" name="${name}" value="${value}"${isFirst && html` checked`}>${words}</label>`;
  return html`<section class="sheet preview" aria-labelledby="look-preview">
<h2 id="look-preview" class="apart">Preview</h2>
<div class="tools" id="look-tools">
<fieldset class="seg"><legend class="apart">What is shown</legend>${Object.entries(PREVIEW_VIEWS).map((entry, index) => choice('view', entry, index === 0))}</fieldset>
<fieldset class="seg"><legend class="apart">Colour scheme</legend>${Object.entries(SCHEMES).map((entry, index) => choice('scheme', entry, index === 0))}</fieldset>
<button class="quiet" id="look-show" form="look" formaction="${route}" formtarget="${PREVIEW_FRAME}">Show</button>
</div>
<iframe class="light" id="look-frame" name="${PREVIEW_FRAME}" sandbox="allow-same-origin" src="${route}?view=issue&amp;scheme=light" title="The email or page in this look"></iframe>
</section>`;
}

const SCHEMES = { light: 'Light', dark: 'Dark' } as const;
