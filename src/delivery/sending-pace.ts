import type { DeliveryProgress } from '../store/delivery-store.ts';

/** How fast an issue goes out, how long it still takes, and what it waits for. */
export interface SendingPace {
  /** Messages a second that were submitted lately, by all senders together. */
  perSecond: number;
  /** Seconds until nothing is pending, at that pace; null where nothing moves. */
  remainingSeconds: number | null;
  waitsFor: { until: number; reason: string } | null;
}

/** Below this many milliseconds a pace says little. */
const SHORTEST_SPAN = 1_000;

/**
 * Judges the progress of an issue that is being sent.
 *
 * @param pause The pause that the issue is in, where it ends by itself.
 */
export function sendingPace(
  { status, deliveries, lately, nextTurnAt, lastProblem }: DeliveryProgress,
  { now, pause = null }: { now: number; pause?: SendingPace['waitsFor'] },
): SendingPace {
  if (status !== 'sending') return { perSecond: 0, remainingSeconds: null, waitsFor: pause };
  const span = lately === null ? 0 : Math.max(SHORTEST_SPAN, now - lately.since);
  const perSecond = lately === null ? 0 : Math.round((lately.messages / span) * 10_000) / 10;
  const remainingSeconds = perSecond > 0 ? Math.ceil(deliveries.pending / perSecond) : null;
  const waits = nextTurnAt !== null && nextTurnAt > now && lastProblem !== null;
  return {
    perSecond,
    remainingSeconds,
    waitsFor: waits ? { until: nextTurnAt, reason: lastProblem } : null,
  };
}
