import type { Context } from 'hono';
import { html } from 'hono/html';
import { DateTime } from 'luxon';
import { linkProblem, linksIn } from '../../../render/mail-links.ts';
import type { Transport } from '../../../transport/transport.ts';
import { displayLine, type Markup } from '../../pages/page.ts';
import { menu } from '../frame/components/buttons.ts';
import { dataTable } from '../frame/components/data-table.ts';
import { isolatedText } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { headersOf } from '../preview/message-headers.ts';
import { SENDS_NOW } from '../preview/preview-routes.ts';
import type { Sample, StudioPreview } from '../preview/read-preview.ts';

const VIEWS = {
  desktop: 'Desktop',
  phone: 'Phone',
  dark: 'Dark',
  text: 'Text',
  'phone-dark': 'Phone, dark',
  source: 'HTML source',
  headers: 'Headers',
  links: 'All links',
} as const;
export type PreviewView = keyof typeof VIEWS;

/** Side by side; the others are in a menu. */
const FIRST: readonly PreviewView[] = ['desktop', 'phone', 'dark', 'text'];
const REST: readonly PreviewView[] = ['phone-dark', 'source', 'headers', 'links'];

/** The view of `?view=`, by default on a desktop. */
export function viewIn({ req }: Context): PreviewView {
  const given = req.query('view') ?? '';
  return Object.hasOwn(VIEWS, given) ? (given as PreviewView) : 'desktop';
}

export interface PreviewPane {
  slot: string;
  preview: StudioPreview | null;
  view: PreviewView;
  /** The page that the views are links of. */
  base: string;
  transport: Transport['name'];
  /** When the email is shown to arrive. */
  at: number;
  zone: string;
  /** It bears the date of being sent now. */
  sendsNow?: boolean;
}

/** One reader's copy as it will arrive, in the chosen view, as high as the window. */
export function previewPane(context: Context<StudioEnv>, pane: PreviewPane): Markup {
  const { preview, view, slot } = pane;
  const sample = preview?.sample ?? null;
  if (preview === null || sample === null)
    return html`<section class="pane" id="preview" data-live-whole aria-label="Preview"><p class="none muted" id="nothing" data-live>There is nothing to show yet.</p></section>`;
  const to = (other: PreviewView) =>
    `${pane.base}${pane.base.includes('?') ? '&' : '?'}view=${other}#preview`;
  const current = (other: PreviewView) => other === view && html` aria-current="true"`;
  const links = linksIn(sample.mail.html);
  const broken = links.filter((link) => linkProblem(link) !== null).length;
  return html`<section class="pane" id="preview" data-live-whole aria-label="Preview: ${VIEWS[view]}">
<div class="tools"><nav class="seg" aria-label="How to show it">${FIRST.map((other) => html`<a data-view href="${to(other)}"${current(other)}>${VIEWS[other]}</a>`)}</nav>
${menu({
  id: 'views',
  label: 'More views',
  items: [
    ...REST.map((other) => ({
      words: VIEWS[other],
      href: to(other),
      ...(other === 'links' && { note: `${links.length}, ${broken === 0 ? 'none' : broken} broken` }),
    })),
    {
      words: 'Open in a new tab',
      href: `${context.var.path(`/studio/preview/${slot}/mail`)}${asSent(pane)}`,
      isNewTab: true,
    },
  ],
})}</div>
<div class="envelope" id="inbox" data-live>${envelope(pane, sample, preview.issue.copy?.preheader ?? '')}</div>
${viewOf(context, { ...pane, preview, sample })}
</section>`;
}

const asSent = ({ sendsNow = false }: PreviewPane) => (sendsNow ? `?${SENDS_NOW}=1` : '');

/** As a mailbox lists it. */
function envelope({ at, zone }: PreviewPane, { mail }: Sample, preheader: string): Markup {
  const { from, subject } = mail;
  const name = displayLine(from.name ?? from.email);
  return html`<span class="face" aria-hidden="true">${[...name][0] ?? ''}</span>
<p><b><bdi>${name}</bdi></b> <span class="muted small"><bdi>${from.email}</bdi></span></p><p class="muted small">${DateTime.fromMillis(at, { zone }).toFormat('HH:mm')}</p>
<p class="wide-2"><b>${isolatedText(subject)}</b></p><p class="wide-2 muted small">${isolatedText(preheader)}</p>`;
}

interface Shown extends PreviewPane {
  preview: StudioPreview;
  sample: Sample;
}

function viewOf(context: Context<StudioEnv>, shown: Shown): Markup {
  const { mail } = shown.sample;
  switch (shown.view) {
    case 'desktop':
      return frame(context, shown, { width: 'desktop', scheme: 'light' });
    case 'phone':
      return frame(context, shown, { width: 'phone', scheme: 'light' });
    case 'dark':
      return frame(context, shown, { width: 'desktop', scheme: 'dark' });
    case 'phone-dark':
      return frame(context, shown, { width: 'phone', scheme: 'dark' });
    case 'text':
      return source('The plain text', mail.text);
    case 'source':
      return source('The HTML', mail.html);
    case 'headers':
      return headersView(context, shown);
    case 'links':
      return linksView(mail.html);
  }
}

/** An email in a frame without scripts; its URL changes with its content. */
function frame(
  { var: { path } }: Context<StudioEnv>,
  { slot, preview: { version }, sendsNow = false }: Shown,
  { width, scheme }: { width: 'desktop' | 'phone'; scheme: 'light' | 'dark' },
): Markup {
  const url = `${path(`/studio/preview/${slot}/mail`)}?scheme=${scheme}&v=${version}${sendsNow ? `&${SENDS_NOW}=1` : ''}`;
  return html`<div class="screen ${width}"><iframe class="${scheme}" id="frame-${width}-${scheme}" data-live-src sandbox="allow-same-origin" src="${url}" title="The issue as it will arrive, on a ${width === 'phone' ? 'phone' : 'wide screen'}, ${scheme}"></iframe></div>`;
}

function source(label: string, text: string): Markup {
  return html`<pre class="source" id="source" data-live tabindex="0" role="region" aria-label="${label}">${text}</pre>`;
}

function headersView({ var: { path } }: Context<StudioEnv>, shown: Shown): Markup {
  const { slot, sample, transport } = shown;
  const kind = transport === 'outbox' ? 'message' : 'request to Resend';
  return html`<div class="scrolling" id="headers" data-live tabindex="0" role="region" aria-label="Headers">${dataTable(
    {
      caption: 'Headers',
      rows: headersOf(sample.handedOver, transport),
      columns: [
        { label: 'Header', cell: ([name]) => name, isHeader: true },
        { label: 'Value', cell: ([, value]) => html`<bdi>${value}</bdi>`, isLong: true },
      ],
    },
  )}
<p class="beneath"><a href="${path(`/studio/preview/${slot}/message`)}${asSent(shown)}" download>Download the ${kind}</a>, ${sample.handedOver.length} bytes</p></div>`;
}

function linksView(mail: string): Markup {
  return html`<div class="scrolling" id="links" data-live tabindex="0" role="region" aria-label="Links">${dataTable(
    {
      caption: 'Links',
      rows: linksIn(mail),
      columns: [
        { label: 'Words', cell: ({ words }) => isolatedText(words), isHeader: true },
        {
          label: 'Link',
          isLong: true,
          cell: (link) => {
            const obstacle = linkProblem(link);
            const shown = isolatedText(link.href);
            return obstacle === null
              ? html`<a href="${link.href}" target="_blank" rel="noopener noreferrer">${shown}</a>`
              : html`${shown} <span class="error">${obstacle}</span>`;
          },
        },
      ],
    },
  )}</div>`;
}
