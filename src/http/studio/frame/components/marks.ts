import { html } from 'hono/html';
import type { IssueStatus } from '../../../../issues/issue-status-rules.ts';
import type { Markup } from '../../../pages/page.ts';

/** grey: draft, skipped, unsubscribed; info: sending, in the next issue; warn: needs a person soon; good; bad. */
export type Tone = 'grey' | 'info' | 'warn' | 'good' | 'bad';

/** A word with a dot, for where a thing stands. */
export function badge(words: string, tone: Tone = 'grey'): Markup {
  return html`<span class="badge ${tone === 'grey' ? '' : tone}">${words}</span>`;
}

/** A word without a dot, for what a thing is, such as "Lead". */
export function tag(words: string, tone: Tone = 'grey'): Markup {
  return html`<span class="badge plain ${tone === 'grey' ? '' : tone}">${words}</span>`;
}

const STATUS_BADGES: Readonly<Record<IssueStatus, readonly [string, Tone]>> = {
  draft: ['Draft', 'grey'],
  approved: ['Approved', 'good'],
  sending: ['Sending', 'info'],
  sent: ['Sent', 'good'],
  held: ['On hold', 'bad'],
  paused: ['Paused', 'bad'],
  skipped: ['Skipped', 'grey'],
  cancelled: ['Cancelled', 'bad'],
};

/** An issue's status in a word, as people read it. */
export function statusWord(status: IssueStatus): string {
  return STATUS_BADGES[status][0];
}

/** An issue's status as people read it. */
export function statusBadge(status: IssueStatus): Markup {
  return badge(...STATUS_BADGES[status]);
}
