import type { Context } from 'hono';
import { html } from 'hono/html';
import { linkProblem, linksIn } from '../../../render/mail-links.ts';
import type { Transport } from '../../../transport/transport.ts';
import type { Markup } from '../../pages/page.ts';
import { isolatedText } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { headersOf } from './message-headers.ts';
import type { Sample } from './read-preview.ts';

const VIEWS = {
  desktop: 'Desktop',
  phone: 'Phone',
  dark: 'Dark',
  text: 'Plain text',
  source: 'HTML source',
  headers: 'Headers',
  links: 'Links',
} as const;
export type PreviewView = keyof typeof VIEWS;

export function isPreviewView(text: string): text is PreviewView {
  return Object.hasOwn(VIEWS, text);
}

interface PreviewPart {
  slot: string;
  view: PreviewView;
  sample: Sample;
  version: string;
  transport: Transport['name'];
}

/** One recipient's copy in the chosen view. */
export function previewPart(context: Context<StudioEnv>, part: PreviewPart): Markup {
  const { slot, view } = part;
  const to = (other: string) => `${context.var.path('/studio')}?slot=${slot}&view=${other}#preview`;
  const tab = ([other, words]: [string, string]) =>
    html`<li><a href="${to(other)}"${other === view && html` aria-current="true"`}>${words}</a></li>`;
  return html`
<section class="sheet preview" id="preview" aria-labelledby="preview-heading">
<h2 id="preview-heading" class="apart">Preview: ${VIEWS[view]}</h2>
<nav class="tabs" aria-label="Ways to see it"><ul>${Object.entries(VIEWS).map(tab)}</ul></nav>
${viewOf(context, part)}
</section>`;
}

function viewOf(context: Context<StudioEnv>, part: PreviewPart): Markup {
  const { mail } = part.sample;
  switch (part.view) {
    case 'desktop':
      return frames(emailFrame(context, { ...part, width: 'desktop', scheme: 'light' }));
    case 'phone':
      return frames(emailFrame(context, { ...part, width: 'phone', scheme: 'light' }));
    case 'dark':
      return frames(
        emailFrame(context, { ...part, width: 'desktop', scheme: 'dark' }),
        emailFrame(context, { ...part, width: 'phone', scheme: 'dark' }),
      );
    case 'text':
      return source('The plain text', mail.text);
    case 'source':
      return source('The HTML', mail.html);
    case 'headers':
      return headersView(context, part);
    case 'links':
      return linksView(mail.html);
  }
}

const frames = (...each: Markup[]) => html`<div class="frames">${each}</div>`;

/** An email in a frame without scripts; its URL changes with its content. */
export function emailFrame(
  { var: { path } }: Context<StudioEnv>,
  {
    slot,
    version,
    width,
    scheme,
  }: { slot: string; version: string; width: 'desktop' | 'phone'; scheme: 'light' | 'dark' },
): Markup {
  const url = `${path(`/studio/preview/${slot}/mail`)}?scheme=${scheme}&v=${version}`;
  return html`<iframe class="${width} ${scheme}" id="frame-${width}-${scheme}" data-live-src sandbox="allow-same-origin" src="${url}" title="The mail on a ${width === 'phone' ? 'phone' : 'wide screen'}, ${scheme}"></iframe>`;
}

function source(label: string, text: string): Markup {
  return html`<pre class="source" id="source" data-live tabindex="0" role="region" aria-label="${label}">${text}</pre>`;
}

function headersView(
  { var: { path } }: Context<StudioEnv>,
  { slot, sample, transport }: PreviewPart,
): Markup {
  const kind =
    transport === 'outbox' ? 'message as it is written to the outbox' : 'request as it is made to Resend';
  return html`
<div class="stack" id="headers" data-live>
<div class="scroll" tabindex="0" role="region" aria-label="Headers"><table>
<tr><th scope="col">Header</th><th scope="col">Value</th></tr>
${headersOf(sample.handedOver, transport).map(([name, value]) => html`<tr><th scope="row">${name}</th><td><bdi>${value}</bdi></td></tr>`)}
</table></div>
<p><a href="${path(`/studio/preview/${slot}/message`)}" download>Keep the ${kind}</a>, ${sample.handedOver.length} bytes</p>
</div>`;
}

function linksView(mail: string): Markup {
  const links = linksIn(mail);
  return html`
<div class="scroll" id="links" data-live tabindex="0" role="region" aria-label="Links"><table>
<tr><th scope="col">Words</th><th scope="col">Address</th></tr>
${links.map((link) => {
  const obstacle = linkProblem(link);
  const shown = isolatedText(link.href);
  return html`<tr><td>${isolatedText(link.words)}</td><td>${
    obstacle === null
      ? html`<a href="${link.href}" target="_blank" rel="noopener noreferrer">${shown}</a>`
      : html`${shown} <span class="error">${obstacle}</span>`
  }</td></tr>`;
})}
</table></div>`;
}
