import { html } from 'hono/html';
import type {
  ConsentEvent,
  ListedSubscriber,
  SubscriberStatus,
  SuppressionReason,
} from '../../../subscribers/subscriber.ts';
import { SUBSCRIBER_STATES, type SubscriberState, stateOf } from '../../../subscribers/subscriber-state.ts';
import type { Markup } from '../../pages/page.ts';
import { badge, type Tone } from '../frame/components/marks.ts';
import { formatNumber } from '../frame/format.ts';
import { dayOf } from './subscriber-times.ts';

export const STATUS_LABELS: Readonly<Record<SubscriberStatus, string>> = {
  confirmed: 'Confirmed',
  pending: 'Not confirmed',
  unsubscribed: 'Unsubscribed',
};

/** In the order in which their counts are shown. */
export const STATE_LABELS: Readonly<Record<SubscriberState, string>> = {
  confirmed: 'Confirmed',
  pending: 'Not confirmed',
  paused: 'Paused',
  unsubscribed: 'Unsubscribed',
  bounced: 'Bounced',
  complained: 'Complained',
};

const STATE_TONES: Readonly<Record<SubscriberState, Tone>> = {
  confirmed: 'good',
  pending: 'warn',
  paused: 'grey',
  unsubscribed: 'grey',
  bounced: 'bad',
  complained: 'bad',
};

export const SUPPRESSION_SENTENCES: Readonly<Record<SuppressionReason, string>> = {
  bounced: 'Mail to them bounced for good.',
  complained: 'They reported an issue as spam.',
  erased: 'The address was erased.',
};

/** Where a subscriber stands. */
export function stateBadge(
  subscriber: Pick<ListedSubscriber, 'status' | 'suppression' | 'pausedUntil'>,
  { now, zone }: { now: number; zone: string },
): Markup {
  const state = stateOf(subscriber, now);
  const { pausedUntil } = subscriber;
  const words =
    state === 'paused' && pausedUntil !== null
      ? `${STATE_LABELS.paused} until ${dayOf(pausedUntil, zone)}`
      : STATE_LABELS[state];
  return badge(words, STATE_TONES[state]);
}

/** How somebody came to the list, by the first entry of their record. */
export function originWords({ event, source }: Pick<ConsentEvent, 'event' | 'source'>): string {
  if (event === 'imported') return 'Import';
  if (event === 'added') return 'Added by hand';
  return source.startsWith('form') ? 'Sign-up form' : 'Signed up';
}

/** "611 confirmed + 19 not confirmed = 630", or "611 confirmed" if that is all. */
export function sumWords(states: Readonly<Partial<Record<SubscriberState, number>>>): Markup {
  const parts = SUBSCRIBER_STATES.flatMap((state) => {
    const count = states[state] ?? 0;
    return count === 0
      ? []
      : [{ count, words: `${formatNumber(count)} ${STATE_LABELS[state].toLowerCase()}` }];
  });
  const sum = parts.reduce((total, { count }) => total + count, 0);
  const added = parts.map(({ words }) => words).join(' + ');
  return html`${added}${parts.length > 1 && ` = ${formatNumber(sum)}`}`;
}

/** "1 subscriber", "1,204 subscribers". */
export function subscribersWords(count: number): string {
  return `${formatNumber(count)} ${count === 1 ? 'subscriber' : 'subscribers'}`;
}
