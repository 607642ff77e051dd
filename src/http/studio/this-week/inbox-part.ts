import { html } from 'hono/html';
import { DateTime } from 'luxon';
import { MAX_PREHEADER_LENGTH } from '../../../digest/compose-preheader.ts';
import { MAX_SUBJECT_LENGTH } from '../../../digest/compose-subject.ts';
import type { Message } from '../../../transport/transport.ts';
import type { Markup } from '../../pages/page.ts';
import { isolatedText } from '../frame/format.ts';

/** How email clients list the email: sender, subject, and as much of the preheader as fits. */
export function inboxPart(
  { from, subject }: Message,
  preheader: string,
  { at, zone }: { at: number; zone: string },
): Markup {
  const sender = html`<b class="cut">${isolatedText(from.name ?? from.email)}</b>`;
  const time = html`<span class="muted">${DateTime.fromMillis(at, { zone }).toFormat('HH:mm')}</span>`;
  const words = {
    subject: isolatedText(subject),
    preheader: isolatedText(preheader),
  };
  return html`
<h2 id="inbox-heading">In the inbox</h2>
<div class="inboxes">
<div class="inbox wide-inbox" role="group" aria-label="On a wide screen">${sender}<p class="cut"><b>${words.subject}</b> <span class="muted">– ${words.preheader}</span></p>${time}</div>
<div class="inbox phone-inbox" role="group" aria-label="On a phone"><div class="row">${sender}${time}</div><p class="cut"><b>${words.subject}</b></p><p class="cut two muted">${words.preheader}</p></div>
<dl class="facts">
<dt>From</dt><dd><bdi>${from.email}</bdi></dd>
<dt>Subject</dt><dd>${lengthText(subject, MAX_SUBJECT_LENGTH)}</dd>
<dt>Preheader</dt><dd>${lengthText(preheader, MAX_PREHEADER_LENGTH)}</dd>
</dl>
</div>`;
}

function lengthText(text: string, max: number): string {
  return `${text.length} of at most ${max} characters`;
}
