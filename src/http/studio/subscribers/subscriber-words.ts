import { html } from 'hono/html';
import type {
  ListedSubscriber,
  SubscriberStatus,
  SuppressionReason,
} from '../../../subscribers/subscriber.ts';
import type { Markup } from '../../pages/page.ts';
import { shortDate } from '../frame/format.ts';

export const STATUS_LABELS: Readonly<Record<SubscriberStatus, string>> = {
  confirmed: 'Confirmed',
  pending: 'Pending',
  unsubscribed: 'Unsubscribed',
};

const SUPPRESSION_LABELS: Readonly<Record<SuppressionReason, string>> = {
  bounced: 'Bounced',
  complained: 'Complained',
  erased: 'Erased',
};

/** Status, suppression and pause, if any. */
export function subscriberStatus(
  { status, suppression, pausedUntil }: ListedSubscriber,
  { now, zone }: { now: number; zone: string },
): Markup {
  return html`<span class="status${status === 'confirmed' && suppression === null ? ' good' : ''}">${STATUS_LABELS[status]}</span>${
    suppression !== null && html` <span class="status bad">${SUPPRESSION_LABELS[suppression.reason]}</span>`
  }${pausedUntil !== null && pausedUntil > now && html` <span class="status">Paused until ${shortDate(pausedUntil, zone)}</span>`}`;
}
