import { html } from 'hono/html';
import { DateTime } from 'luxon';
import { toIso } from '../../../shared/clock.ts';
import type {
  ListedSubscriber,
  SubscriberStatus,
  SuppressionReason,
} from '../../../subscribers/subscriber.ts';
import { displayLine, type Markup } from '../../pages/page.ts';

/** An instant by the clocks of the newsletter's zone. */
export function momentPart(instant: number, zone: string): Markup {
  const shown = DateTime.fromMillis(instant, { zone, locale: 'en' }).toFormat('yyyy-MM-dd HH:mm');
  return html`<time datetime="${toIso(instant)}" class="number">${shown}</time>`;
}

/** The day of an instant in the newsletter's zone. */
export function dayPart(instant: number, zone: string): Markup {
  const shown = DateTime.fromMillis(instant, { zone, locale: 'en' }).toFormat('yyyy-MM-dd');
  return html`<time datetime="${toIso(instant)}" class="number">${shown}</time>`;
}

/** A text of others within a line of ours. */
export function foreignText(text: string): Markup {
  return html`<bdi>${displayLine(text)}</bdi>`;
}

export const STATUS_WORDS: Readonly<Record<SubscriberStatus, string>> = {
  confirmed: 'Confirmed',
  pending: 'Pending',
  unsubscribed: 'Unsubscribed',
};

const SUPPRESSION_WORDS: Readonly<Record<SuppressionReason, string>> = {
  bounced: 'Bounced',
  complained: 'Complained',
  erased: 'Erased',
};

/** Where a subscriber stands, in as many words as there is something to say. */
export function standingPart(
  { status, suppression, pausedUntil }: ListedSubscriber,
  { now, zone }: { now: number; zone: string },
): Markup {
  return html`<span class="status${status === 'confirmed' && suppression === null ? ' good' : ''}">${STATUS_WORDS[status]}</span>${
    suppression !== null && html` <span class="status bad">${SUPPRESSION_WORDS[suppression.reason]}</span>`
  }${pausedUntil !== null && pausedUntil > now && html` <span class="status">Paused until ${dayPart(pausedUntil, zone)}</span>`}`;
}

/** A number as people read it. */
export function numberWords(number: number): string {
  return number.toLocaleString('en');
}
