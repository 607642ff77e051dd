import type { Subscriber, SubscriberStatus, SuppressionReason } from './subscriber.ts';
import type { NewSubscriber } from './subscriber-store.ts';

export interface MergedSubscriber extends Omit<Subscriber, 'id'> {
  suppression: SuppressionReason | null;
}

/**
 * A known subscriber, filled in with what an import or an operator says. Never sends an address more email than its
 * owner or the provider allowed: an unsubscription stays, a suppression keeps its reason, a pause only gets longer. The
 * email address keeps its owner's spelling.
 * @returns `known` itself if nothing differs.
 */
export function mergeSubscriber<T extends MergedSubscriber>(known: T, incoming: NewSubscriber): T {
  const merged = {
    ...known,
    name: incoming.name ?? known.name,
    status: mergedStatus(known.status, incoming.status),
    suppression: known.suppression ?? incoming.suppression,
    pausedUntil: later(known.pausedUntil, incoming.pausedUntil),
    createdAt: Math.min(known.createdAt, incoming.createdAt ?? known.createdAt),
  };
  const fields = ['name', 'status', 'suppression', 'pausedUntil', 'createdAt'] as const;
  return fields.every((field) => merged[field] === known[field]) ? known : merged;
}

const RANK: Record<SubscriberStatus, number> = { pending: 0, confirmed: 1, unsubscribed: 2 };

function mergedStatus(known: SubscriberStatus, incoming: SubscriberStatus): SubscriberStatus {
  return RANK[incoming] > RANK[known] ? incoming : known;
}

function later(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
