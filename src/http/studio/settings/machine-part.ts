import { html } from 'hono/html';
import { mailboxText } from '../../../issues/newsletter.ts';
import type { Config } from '../../../settings/config.ts';
import { formatNumber } from '../../../shared/counted.ts';
import type { Markup } from '../../pages/page.ts';
import { pairs } from '../frame/components/facts.ts';
import { card } from '../frame/components/page-heading.ts';
import { isolatedText } from '../frame/format.ts';

type Row = readonly [label: string, name: string, value: Markup | string];

/** What only the environment sets. Of secrets, whether they are set; never what they are. */
export function machinePart(config: Config): Markup {
  const list = (rows: readonly Row[]) =>
    pairs(
      rows.map(([label, name, value]) => [
        label,
        html`${value} <span class="hint"><code>${name}</code></span>`,
      ]),
    );
  return card({
    id: 'machine',
    title: 'Set on the machine',
    body: html`<p class="muted">These stay in the environment or in <code>.env</code>. Change them there, then restart the program.</p>
<div class="cols halves">${list(sendingRows(config))}${list(doorRows(config))}</div>`,
  });
}

function sendingRows(config: Config): Row[] {
  const { newsletter, transportName, dailyLimit } = config;
  const set = setIn(config);
  return [
    ['Sent through', 'TRANSPORT', html`<b>${transportName === 'outbox' ? 'Test mailbox' : 'Resend'}</b>`],
    ['Sender', 'NEWSLETTER_FROM', isolatedText(mailboxText(newsletter.from))],
    ['Daily limit', 'SEND_DAILY_LIMIT', dailyLimit === null ? 'None' : formatNumber(dailyLimit)],
    ['Late at most', 'CATCH_UP_HOURS', `${config.catchUpHours} hours`],
    ['Resend key', 'RESEND_API_KEY', set('RESEND_API_KEY')],
    ['Webhook secret', 'RESEND_WEBHOOK_SECRET', set('RESEND_WEBHOOK_SECRET')],
  ];
}

function doorRows(config: Config): Row[] {
  const { newsletter, server, given } = config;
  const set = setIn(config);
  return [
    ['Public URL', 'PUBLIC_URL', newsletter.publicUrl],
    ['Listens at', 'HOST, PORT', `${server.host}, ${server.port}`],
    ['Studio password', 'STUDIO_PASSWORD', set('STUDIO_PASSWORD')],
    ['API token', 'API_TOKEN', set('API_TOKEN')],
    [
      'Link secret',
      'SIGNING_SECRET',
      given.values.SIGNING_SECRET === undefined ? 'Kept beside the database' : 'Set',
    ],
    ['Database', 'DATABASE_URL', given.values.DATABASE_URL === undefined ? 'Default' : 'Set'],
  ];
}

const setIn =
  ({ given }: Config) =>
  (name: string) =>
    given.values[name] === undefined ? 'Not set' : 'Set';
