import type { DeliveryStatus } from '../../issues/delivery-states.ts';
import { toIso } from '../../shared/clock.ts';
import { formatTimeAndYear } from '../../shared/format.ts';
import type { ListedSubscriber, SubscriberStatus } from '../../subscribers/subscriber.ts';
import type { SubscriberHistory } from '../../subscribers/subscriber-store.ts';

/** A subscriber in the list of subscribers. */
export function subscriberListing(subscriber: ListedSubscriber) {
  const { email, name, status, createdAt, suppression, pausedUntil } = subscriber;
  return {
    email,
    name,
    status,
    createdAt: toIso(createdAt),
    suppressed: suppression === null ? null : { reason: suppression.reason, at: toIso(suppression.at) },
    pausedUntil: pausedUntil === null ? null : toIso(pausedUntil),
  };
}

/** A subscriber in full, as `subscribers show` prints them. */
export function subscriberView(subscriber: SubscriberHistory) {
  const { email, name, status, pausedUntil, suppressed } = subscriberListing(subscriber);
  return {
    email,
    name,
    status,
    pausedUntil,
    suppressed,
    consent: subscriber.consent.map(({ at, ...event }) => ({ ...event, at: toIso(at) })),
    deliveries: subscriber.deliveries.map(({ at, eventAt, ...delivery }) => ({
      ...delivery,
      at: toIso(at),
      eventAt: eventAt === null ? null : toIso(eventAt),
    })),
  };
}

/** The statuses as the studio's pages call them. */
export const STATUS_WORDS: Readonly<Record<SubscriberStatus, string>> = {
  confirmed: 'confirmed',
  pending: 'not confirmed',
  unsubscribed: 'unsubscribed',
};

const DELIVERY_WORDS: Readonly<Record<DeliveryStatus, string>> = {
  pending: 'still to send',
  submitted: 'accepted',
  rejected: 'refused',
  uncertain: 'without an answer',
  excluded: 'left out',
};

/** A subscriber in full, as people read it: a line for each thing that happened. */
export function describeSubscriber(subscriber: SubscriberHistory): string[] {
  const { email, name, status, pausedUntil, suppression, consent, deliveries } = subscriber;
  return [
    `${email}  ${STATUS_WORDS[status]}`,
    ...(name === null ? [] : [`name     ${name}`]),
    ...(suppression === null ? [] : [`no email ${suppression.reason}, ${time(suppression.at)}`]),
    ...(pausedUntil === null ? [] : [`paused   until ${time(pausedUntil)}`]),
    ...consent.map(({ event, at, source }) => `consent  ${time(at)}: ${event} (${source})`),
    ...deliveries.map(describeDelivery),
  ];
}

function describeDelivery({
  slot,
  status,
  at,
  code,
  event,
  eventAt,
}: SubscriberHistory['deliveries'][number]) {
  const why = code === null ? '' : ` (${code})`;
  const later = event === null || eventAt === null ? '' : `; ${event} ${time(eventAt)}`;
  return `email    ${slot}: ${DELIVERY_WORDS[status]} ${time(at)}${later}${why}`;
}

const time = (at: number) => formatTimeAndYear(at, 'UTC');
