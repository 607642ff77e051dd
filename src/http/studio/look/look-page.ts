import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Markup } from '../../pages/page.ts';
import { menu } from '../frame/components/buttons.ts';
import { pageHeading } from '../frame/components/page-heading.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { LOOK_ROUTE, lookForm } from './look-form.ts';
import { PREVIEW_VIEWS } from './look-preview.ts';
import type { LookView } from './look-view.ts';

const PREVIEW_FRAME = 'look-frame';

/** The form, and beside it an email or a page as it looks. @param notice Above both: what happened, and what to do. */
export function lookPage(context: Context<StudioEnv>, view: LookView, notice: Markup | false): Markup {
  return html`${pageHeading({
    title: 'Look',
    line: 'How your emails and your public pages look. Readers see a change on your pages at once, and in emails from the next one on. An approved issue keeps its look.',
    actions: [html`<span class="saved" id="saving" role="status"></span>`, backMenu(context, view)],
  })}
<div id="look-notice" data-live>${notice}</div>
<div class="writing">
<div class="seg switch" role="group" aria-label="Show"><label><input type="radio" name="pane" id="pane-write" checked>Settings</label><label><input type="radio" name="pane" id="pane-look">Preview</label></div>
<div class="cols write">${lookForm(context, view)}
${previewPart(context)}</div></div>`;
}

/** What can be taken back. The script shows the first once something was saved. */
function backMenu({ var: { path } }: Context<StudioEnv>, { opened, revision }: LookView): Markup {
  const items = [
    {
      words: 'Go back to how it was',
      note: 'When this page was opened',
      name: 'to',
      value: String(opened),
      id: 'look-as-opened',
      isHidden: opened === revision,
    },
    { words: 'Use the standard look', note: 'No logo, no words of your own', name: 'to', value: '0' },
  ];
  return html`<form id="look-back" method="post" action="${path(`${LOOK_ROUTE}/back`)}"><input type="hidden" name="revision" value="${revision}">${menu({ id: 'look-more', words: 'More', items })}</form>`;
}

function previewPart({ var: { path } }: Context<StudioEnv>): Markup {
  const route = path(`${LOOK_ROUTE}/preview`);
  const choices = (name: string, label: string, values: Readonly<Record<string, string>>) =>
    html`<div class="seg" role="group" aria-label="${label}">${Object.entries(values).map(([value, words], index) => html`<label><input type="radio" form="look" name="${name}" value="${value}"${index === 0 && html` checked`}>${words}</label>`)}</div>`;
  return html`<section class="pane" id="preview" aria-label="Preview">
<div class="tools" id="look-tools">${choices('view', 'What is shown', PREVIEW_VIEWS)}${choices('scheme', 'Colours', SCHEMES)}
<button class="btn slim" id="look-show" form="look" formaction="${route}" formtarget="${PREVIEW_FRAME}">Show</button></div>
<div class="screen"><iframe class="light" id="look-frame" name="${PREVIEW_FRAME}" sandbox="allow-same-origin" src="${route}?view=issue&amp;scheme=light" title="The email or page in this look"></iframe></div>
</section>`;
}

const SCHEMES = { light: 'Light', dark: 'Dark' } as const;
