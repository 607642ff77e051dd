import { html } from 'hono/html';
import { transportLabel } from '../../../issues/newsletter.ts';
import type { Config } from '../../../settings/config.ts';
import type { Markup } from '../../pages/page.ts';
import { isolatedText } from '../frame/format.ts';

/** What only the environment sets. Of secrets, whether they are set; never what they are. */
export function machinePart(config: Config): Markup {
  const { newsletter, transportName, server, dailyLimit, given } = config;
  const { from } = newsletter;
  const secret = (name: string) => (given.values[name] === undefined ? 'Not set' : 'Set');
  const rows: readonly [string, string, Markup | string][] = [
    ['Sent through', 'TRANSPORT', transportLabel(transportName)],
    [
      'Sender',
      'NEWSLETTER_FROM',
      isolatedText(from.name === null ? from.email : `${from.name} <${from.email}>`),
    ],
    ['Public URL', 'PUBLIC_URL', newsletter.publicUrl],
    ['Daily limit', 'SEND_DAILY_LIMIT', dailyLimit === null ? 'None' : String(dailyLimit)],
    ['Listens at', 'HOST, PORT', `${server.host}, ${server.port}`],
    ['Late at most', 'CATCH_UP_HOURS', `${config.catchUpHours} hours`],
    ['Database', 'DATABASE_URL', secret('DATABASE_URL') === 'Set' ? 'Set' : 'Default'],
    ['Resend key', 'RESEND_API_KEY', secret('RESEND_API_KEY')],
    ['Webhook secret', 'RESEND_WEBHOOK_SECRET', secret('RESEND_WEBHOOK_SECRET')],
    [
      'Link secret',
      'SIGNING_SECRET',
      given.values.SIGNING_SECRET === undefined ? 'Kept beside the database' : 'Set',
    ],
    ['Studio password', 'STUDIO_PASSWORD', secret('STUDIO_PASSWORD')],
    ['API token', 'API_TOKEN', secret('API_TOKEN')],
  ];
  return html`<section class="sheet stack" aria-labelledby="machine"><h2 id="machine">Set on the machine</h2>
<p class="muted">These stay in the environment or in <code>.env</code>. Change them there, and start the program again.</p>
<dl class="facts">${rows.map(([label, name, value]) => html`<dt>${label}</dt><dd>${value} <span class="hint"><code>${name}</code></span></dd>`)}</dl></section>`;
}
