import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import pLimit from 'p-limit';
import { isTestName } from '../../../issue-actions/send-test.ts';
import { counted } from '../../../shared/counted.ts';
import { type OutboxFolder, type OutboxPage, openOutboxFolder } from '../../../transport/outbox-folder.ts';
import { headersOnly, type ReadMessage, readMessage } from '../../../transport/read-message.ts';
import { displayLine, type Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { dataTable } from '../frame/components/data-table.ts';
import { fold, pairs } from '../frame/components/facts.ts';
import { tag } from '../frame/components/marks.ts';
import { emptyState, pageHeading } from '../frame/components/page-heading.ts';
import { dayTime, formatNumber, isolatedText } from '../frame/format.ts';
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
  detail: 'It may have been removed from the folder of the test mailbox.',
} as const;

/** `/studio/outbox`: the test mailbox, with the mail that stays on this machine where no provider is set up. */
export function outboxPages(deps: StudioDeps): Hono<StudioEnv> {
  const { config, answerProblem } = deps;
  const folder = config.transportName === 'outbox' ? openOutboxFolder(config.outboxDir) : null;
  const bytesOf = async (context: Context, maxBytes?: number) =>
    (await folder?.read(context.req.param('name') ?? '', maxBytes)) ?? null;
  return new Hono<StudioEnv>()
    .get(OUTBOX_ROUTE, async (context) =>
      folder === null
        ? answerStudioPage(context, deps.site, noMailboxPage(context))
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

function noMailboxPage({ var: { path } }: Context<StudioEnv>) {
  return {
    title: 'Test mailbox',
    section: OUTBOX_ROUTE,
    body: html`${pageHeading({ title: 'Test mailbox' })}
${emptyState({
  title: 'There is no test mailbox here',
  words: html`Mail goes out through Resend, so nothing stays on this machine. To try things out without mailing anyone, start the program with <code>TRANSPORT=outbox</code>.`,
  actions: [button({ words: 'Open the next issue', href: path('/studio'), kind: 'primary' })],
})}`,
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
    title: 'Test mailbox',
    section: OUTBOX_ROUTE,
    ...(isLive && { scripts: ['live-page.js'] }),
    body: html`${pageHeading({
      title: 'Test mailbox',
      line: html`Mail stays on this machine and reaches nobody. It is kept in <code>${config.outboxDir}</code>.`,
    })}
<div id="mailbox"${isLive && html` data-live`}>${listPart(context, { page, rows, zone: site.timezone })}</div>`,
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
    return emptyState({
      title: 'No mail yet',
      words: 'Sign up on the public page, or send a test of the next issue, and find the mail here.',
      actions: [
        button({ words: 'Open the next issue', href: path('/studio'), kind: 'primary' }),
        button({ words: 'Public page', href: path('/') }),
      ],
    });
  return html`<section class="card flush" aria-label="Messages">${dataTable({
    caption: 'Messages, the latest first',
    isCompact: true,
    columns: [
      {
        label: 'Subject',
        isHeader: true,
        cell: ({ name, message }) =>
          html`<a href="${path(`${OUTBOX_ROUTE}/${name}`)}">${isolatedText(message?.subject || 'No subject')}</a>${isTestName(name) && html` ${tag('Test')}`}`,
      },
      { label: 'To', cell: ({ message }) => isolatedText(message?.to ?? '') },
      { label: 'Written', cell: ({ at }) => dayTime(at, zone) },
    ],
    rows,
  })}
<div class="pager"><span class="muted">${counted(page.total, 'message')}, the latest first</span>${page.hasMore && html`<a class="btn slim" href="${path(`${OUTBOX_ROUTE}?after=${last.name}`)}" rel="next">Earlier messages</a>`}</div></section>`;
}

function answerMessage(context: Context<StudioEnv>, { site }: StudioDeps, message: ReadMessage) {
  const { path } = context.var;
  const route = `${OUTBOX_ROUTE}/${context.req.param('name')}` as const;
  const instant = message.date === null ? Number.NaN : Date.parse(message.date);
  const subject = message.subject || 'No subject';
  return answerStudioPage(context, site, {
    title: displayLine(subject),
    section: OUTBOX_ROUTE,
    body: html`${pageHeading({
      title: isolatedText(subject),
      badge: isTestName(context.req.param('name') ?? '') && tag('Test'),
      crumb: { words: 'Test mailbox', href: path(OUTBOX_ROUTE) },
      actions: [
        button({
          words: 'Download',
          label: 'Download the message',
          href: path(`${route}/message.eml`),
          isDownload: true,
        }),
      ],
    })}
<div class="stack"><section class="card mail" aria-label="The message">
${pairs([
  ['From', isolatedText(message.from)],
  ['To', isolatedText(message.to)],
  !Number.isNaN(instant) && ['Date', dayTime(instant, site.timezone)],
])}
${message.html === null ? message.text !== null && textPart(message.text) : html`<iframe class="letter" src="${path(`${route}/html`)}" title="The message as it looks" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer"></iframe>`}
${message.html !== null && message.text !== null && fold({ id: 'text', title: 'Plain text', body: textPart(message.text) })}
${fold({
  id: 'headers',
  title: 'All headers',
  aside: formatNumber(message.headers.length),
  body: html`<dl class="pairs all-headers">${message.headers.map(([name, value]) => html`<dt>${name}</dt><dd>${isolatedText(value)}</dd>`)}</dl>`,
})}
</section></div>`,
  });
}

function textPart(text: string): Markup {
  return html`<pre class="mail-text" tabindex="0" role="region" aria-label="Plain text">${linkedText(text)}</pre>`;
}
