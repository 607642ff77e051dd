import type { EventFacts } from './event-facts.ts';
import type { ProviderEvent, ProviderReport } from './provider-event-store.ts';
import { canChangeSuppression } from './suppression-rules.ts';

/**
 * The subscribers whose suppression a group of events can change. For them alone, `planEvents` needs the reports about
 * their other deliveries.
 */
export function subscribersInQuestion(
  events: readonly ProviderEvent[],
  facts: Omit<EventFacts, 'reports'>,
): number[] {
  const subscriberIds = new Map(facts.subscriberIds);
  const keysByDelivery = new Map<number, string>();
  const keysByProviderId = new Map<string, string[]>();
  const learn = (providerId: string | null, emailKey: string | undefined) => {
    if (providerId !== null && emailKey !== undefined)
      keysByProviderId.set(providerId, [...(keysByProviderId.get(providerId) ?? []), emailKey]);
  };
  for (const { id, providerId, emailKey, subscriberId } of facts.deliveries) {
    if (emailKey === null || subscriberId === null) continue;
    subscriberIds.set(emailKey, subscriberId);
    keysByDelivery.set(id, emailKey);
    learn(providerId, emailKey);
  }
  const taggedKey = ({ delivery }: ProviderEvent) => keysByDelivery.get(delivery?.deliveryId ?? -1);
  for (const event of events) learn(event.providerId, taggedKey(event));

  const found = new Set<number>();
  const look = (report: ProviderReport | null, keys: readonly (string | null | undefined)[]) => {
    if (report === null) return;
    for (const key of keys) {
      const id = subscriberIds.get(key ?? '');
      const known = facts.suppressions.get(key ?? '') ?? null;
      if (id !== undefined && canChangeSuppression(known, report)) found.add(id);
    }
  };
  const keysOf = (providerId: string | null) => keysByProviderId.get(providerId ?? '') ?? [];
  for (const event of events)
    look(event.report, [taggedKey(event), event.emailKey, ...keysOf(event.providerId)]);
  for (const { report, providerId } of facts.parked) look(report, keysOf(providerId));
  return [...found];
}
