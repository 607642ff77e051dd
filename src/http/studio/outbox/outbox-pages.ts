import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import pLimit from 'p-limit';
import { type OutboxFolder, type OutboxPage, openOutboxFolder } from '../../../transport/outbox-folder.ts';
import { headersOnly, type ReadMessage, readMessage } from '../../../transport/read-message.ts';
import type { Markup } from '../../pages/page.ts';
import { formatNumber, isolatedText, shortTime } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { LINKED_EMAIL_HEADERS, openLinksInNewTab } from './framed-mail.ts';
import { linkedText } from './linked-text.ts';

const OUTBOX_ROUTE = '/studio/outbox';
const MESSAGE_ROUTE = `${OUTBOX_ROUTE}/:name` as const;

const PAGE_SIZE = 50;

/** The list reads no more than this of each message. */
const MAX_HEADERS_LENGTH = 16 * 1024;

/** Larger messages can only be downloaded. */
const MAX_SHOWN_BYTES = 4 * 1024 * 1024;

const MAX_OPEN_FILES = 8;

const NO_SUCH_MESSAGE = {
  status: 404,
  title: 'There is no such message',
  detail: 'It may have been removed from the folder of the outbox.',
} as const;

/** `/studio/outbox`: messages kept on this machine if no provider is set up. */
export function outboxPages(deps: StudioDeps): Hono<StudioEnv> {
  const { config, answerProblem } = deps;
  const folder = config.transportName === 'outbox' ? openOutboxFolder(config.outboxDir) : null;
  const bytesOf = async (context: Context, maxBytes?: number) =>
    (await folder?.read(context.req.param('name') ?? '', maxBytes)) ?? null;
  return new Hono<StudioEnv>()
    .get(OUTBOX_ROUTE, async (context) =>
      folder === null
        ? answerStudioPage(context, deps.site, noOutboxPage())
        : answerList(context, deps, folder),
    )
    .get(MESSAGE_ROUTE, async (context) => {
      const bytes = await bytesOf(context, MAX_SHOWN_BYTES);
      const message = bytes === null ? null : await readMessage(bytes);
      return message === null
        ? answerProblem(context, NO_SUCH_MESSAGE)
        : answerMessage(context, deps, message);
    })
    .get(`${MESSAGE_ROUTE}/html`, async (context) => {
      const bytes = await bytesOf(context, MAX_SHOWN_BYTES);
      const message = bytes === null ? null : await readMessage(bytes);
      if (message?.html == null) return answerProblem(context, NO_SUCH_MESSAGE);
      return context.html(openLinksInNewTab(message.html), 200, LINKED_EMAIL_HEADERS);
    })
    .get(`${MESSAGE_ROUTE}/message.eml`, async (context) => {
      const bytes = await bytesOf(context);
      if (bytes === null) return answerProblem(context, NO_SUCH_MESSAGE);
      return context.body(new Uint8Array(bytes), 200, {
        'Content-Type': 'message/rfc822',
        'Content-Disposition': `attachment; filename="${context.req.param('name')}.eml"`,
        'X-Content-Type-Options': 'nosniff',
      });
    });
}

function noOutboxPage() {
  return {
    title: 'Outbox',
    section: OUTBOX_ROUTE,
    body: html`<div class="title"><h1>Outbox</h1></div>
<section class="sheet stack"><p>Mail goes out through Resend, so nothing stays here.</p>
<p class="muted">With <code>TRANSPORT=outbox</code>, every message is kept on this machine instead and can be read here.</p></section>`,
  } as const;
}

async function answerList(context: Context<StudioEnv>, { site, config }: StudioDeps, folder: OutboxFolder) {
  const after = context.req.query('after') ?? null;
  const page = await folder.list({ after, limit: PAGE_SIZE });
  const limit = pLimit(MAX_OPEN_FILES);
  const rows = await Promise.all(
    page.entries.map(({ name, at }) =>
      limit(async () => {
        const bytes = await folder.read(name, MAX_HEADERS_LENGTH);
        return { name, at, message: bytes === null ? null : await readMessage(headersOnly(bytes)) };
      }),
    ),
  );
  const isLive = after === null;
  return answerStudioPage(context, site, {
    title: 'Outbox',
    section: OUTBOX_ROUTE,
    ...(isLive && { scripts: ['live-page.js'] }),
    body: html`<div class="title"><h1>Outbox</h1><p class="muted small">These mails reach nobody: they stay in <code>${config.outboxDir}</code>.</p></div>
<div class="sheet stack" id="outbox"${isLive && html` data-live`}>${listPart(context, { page, rows, zone: site.timezone })}</div>`,
  });
}

interface ShownList {
  page: OutboxPage;
  rows: { name: string; at: number; message: ReadMessage | null }[];
  zone: string;
}

function listPart({ var: { path } }: Context<StudioEnv>, { page, rows, zone }: ShownList): Markup {
  const last = page.entries.at(-1);
  if (last === undefined)
    return html`<p class="muted">Nothing was mailed yet. Sign up on the public page, or send an issue, and find it here.</p>`;
  return html`<p class="muted small">${formatNumber(page.total)} ${page.total === 1 ? 'message' : 'messages'}, the latest first</p>
<div class="scroll" tabindex="0" role="region" aria-label="Messages"><table class="mails">
<thead><tr><th scope="col">Subject</th><th scope="col">To</th><th scope="col">Written</th></tr></thead>
<tbody>${rows.map(
    ({
      name,
      at,
      message,
    }) => html`<tr><th scope="row"><a href="${path(`${OUTBOX_ROUTE}/${name}`)}">${isolatedText(message?.subject || 'No subject')}</a></th>
<td>${isolatedText(message?.to ?? '')}</td><td>${shortTime(at, zone)}</td></tr>`,
  )}</tbody></table></div>
${page.hasMore && html`<p><a class="button quiet" href="${path(`${OUTBOX_ROUTE}?after=${last.name}`)}" rel="next">Earlier messages</a></p>`}`;
}

function answerMessage(context: Context<StudioEnv>, { site }: StudioDeps, message: ReadMessage) {
  const { path } = context.var;
  const route = `${OUTBOX_ROUTE}/${context.req.param('name')}` as const;
  const instant = message.date === null ? Number.NaN : Date.parse(message.date);
  return answerStudioPage(context, site, {
    title: 'Message',
    section: OUTBOX_ROUTE,
    body: html`<p class="small"><a href="${path(OUTBOX_ROUTE)}">All messages</a></p>
<div class="title"><h1>${isolatedText(message.subject || 'No subject')}</h1></div>
<section class="sheet"><div class="mail-head"><dl class="facts"><dt>From</dt><dd>${isolatedText(message.from)}</dd><dt>To</dt><dd>${isolatedText(message.to)}</dd>
${!Number.isNaN(instant) && html`<dt>Date</dt><dd>${shortTime(instant, site.timezone)}</dd>`}</dl>
<a class="button quiet" href="${path(`${route}/message.eml`)}" download>Download as .eml</a></div></section>
${message.html !== null && html`<iframe class="mail" src="${path(`${route}/html`)}" title="The message" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer"></iframe>`}
${message.text !== null && html`<details class="sheet stack"${message.html === null && html` open`}><summary>Plain text</summary><pre class="mail-text" tabindex="0" role="region" aria-label="Plain text">${linkedText(message.text)}</pre></details>`}
<details class="sheet stack"><summary>All headers, ${formatNumber(message.headers.length)}</summary><dl class="facts headers">${message.headers.map(([name, value]) => html`<dt>${name}</dt><dd>${isolatedText(value)}</dd>`)}</dl></details>`,
  });
}
