import { toIso } from '../../shared/clock.ts';
import type { ListedSubscriber } from '../../subscribers/subscriber.ts';
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
