import type { DeliveryProgress } from './delivery-store.ts';

/** How fast an issue goes out, how long it still takes, and what it waits for. */
export interface SendingPace {
  /** Messages a second that were submitted lately, by all senders together. */
  perSecond: number;
  /** Seconds until nothing is pending, at that pace; null where nothing moves. */
  remainingSeconds: number | null;
  waitsFor: { until: number; reason: string } | null;
  /** It could go on now, but no sender has any of it in hand: they were stopped, or have not begun yet. */
  nobodySends: boolean;
}

/** Below this many milliseconds a pace says little. */
const MIN_SPAN_MS = 1_000;

/**
 * Judges the progress of an issue that is being sent.
 *
 * @param pause The pause that the issue is in, where it ends by itself.
 */
export function sendingPace(
  progress: DeliveryProgress,
  { now, pause = null }: { now: number; pause?: SendingPace['waitsFor'] },
): SendingPace {
  const { status, deliveries, lately, nextTurnAt, lastProblem } = progress;
  // Where nothing is left, nobody needs to have anything in hand.
  const isNothingLeft = deliveries.pending === 0 && lately !== null;
  const stands = { perSecond: 0, remainingSeconds: null };
  if (status !== 'sending') return { ...stands, waitsFor: pause, nobodySends: false };
  const span = lately === null ? 0 : Math.max(MIN_SPAN_MS, now - lately.since);
  const perSecond = lately === null ? 0 : Math.round((lately.messages / span) * 10_000) / 10;
  const remainingSeconds = perSecond > 0 ? Math.ceil(deliveries.pending / perSecond) : null;
  const waits = nextTurnAt !== null && nextTurnAt > now && lastProblem !== null;
  if (waits)
    return {
      perSecond,
      remainingSeconds,
      waitsFor: { until: nextTurnAt, reason: lastProblem },
      nobodySends: false,
    };
  if (!isNothingLeft && isInNoHands(progress, now)) return { ...stands, waitsFor: null, nobodySends: true };
  return { perSecond, remainingSeconds, waitsFor: null, nobodySends: false };
}

/** A sender is without a lease for a moment between two batches, in milliseconds. */
const BETWEEN_BATCHES = 5_000;

function isInNoHands({ audienceFixed, leasedUntil, lately }: DeliveryProgress, now: number): boolean {
  const isLeased = leasedUntil !== null && leasedUntil > now;
  const isBetween = lately !== null && now - lately.until < BETWEEN_BATCHES;
  return audienceFixed && !isLeased && !isBetween;
}
