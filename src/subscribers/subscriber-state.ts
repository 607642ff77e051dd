import type { ListedSubscriber } from './subscriber.ts';

/** Where a subscriber stands, in one word; everybody is in exactly one state, so that their counts add up. */
export const SUBSCRIBER_STATES = [
  'confirmed',
  'pending',
  'paused',
  'unsubscribed',
  'bounced',
  'complained',
] as const;
export type SubscriberState = (typeof SUBSCRIBER_STATES)[number];

/** A suppression counts before the subscriber's own choice: no mail goes there, whatever they chose. */
export function stateOf(
  { status, suppression, pausedUntil }: Pick<ListedSubscriber, 'status' | 'suppression' | 'pausedUntil'>,
  now: number,
): SubscriberState {
  if (suppression !== null) return suppression.reason === 'complained' ? 'complained' : 'bounced';
  return status === 'confirmed' && pausedUntil !== null && pausedUntil > now ? 'paused' : status;
}
