import { html } from 'hono/html';
import type { Markup } from './page.ts';
import type { Site } from './site.ts';

/** Where our mail is while somebody tries things out on their own machine. */
export function testMailboxNote({ hasTestMailbox, path }: Site): Markup | false {
  return (
    hasTestMailbox &&
    html`<p class="notice">No mail leaves this machine yet. Find the email in the studio’s <a href="${path('/studio/outbox')}">test mailbox</a>.</p>`
  );
}
