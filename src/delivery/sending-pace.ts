import type { DeliveryProgress } from './delivery-store.ts';

export interface SendingPace {
  perSecond: number;
  /** Null if nothing moves. */
  remainingSeconds: number | null;
  waitsFor: { until: number; reason: string } | null;
  /** Batches are due, but no sender holds any: they stopped or have not started. */
  noActiveSender: boolean;
}

const MIN_SPAN_MS = 1_000;

/** @param pause The current pause, if it ends without a person. */
export function sendingPace(
  progress: DeliveryProgress,
  { now, pause = null }: { now: number; pause?: SendingPace['waitsFor'] },
): SendingPace {
  const { status, deliveries, recentSubmissions, nextTurnAt, lastProblem } = progress;
  const isNothingPending = deliveries.pending === 0 && recentSubmissions !== null;
  const notMoving = { perSecond: 0, remainingSeconds: null };
  if (status !== 'sending') return { ...notMoving, waitsFor: pause, noActiveSender: false };
  const span = recentSubmissions === null ? 0 : Math.max(MIN_SPAN_MS, now - recentSubmissions.since);
  const perSecond =
    recentSubmissions === null ? 0 : Math.round((recentSubmissions.messages / span) * 10_000) / 10;
  const remainingSeconds = perSecond > 0 ? Math.ceil(deliveries.pending / perSecond) : null;
  const waits = nextTurnAt !== null && nextTurnAt > now && lastProblem !== null;
  if (waits)
    return {
      perSecond,
      remainingSeconds,
      waitsFor: { until: nextTurnAt, reason: lastProblem },
      noActiveSender: false,
    };
  if (!isNothingPending && hasNoSender(progress, now))
    return { ...notMoving, waitsFor: null, noActiveSender: true };
  return { perSecond, remainingSeconds, waitsFor: null, noActiveSender: false };
}

/** Between two batches a sender briefly has no lease. */
const MAX_BATCH_GAP_MS = 5_000;

function hasNoSender(
  { audienceFixed, leasedUntil, recentSubmissions }: DeliveryProgress,
  now: number,
): boolean {
  const isLeased = leasedUntil !== null && leasedUntil > now;
  const isBetween = recentSubmissions !== null && now - recentSubmissions.until < MAX_BATCH_GAP_MS;
  return audienceFixed && !isLeased && !isBetween;
}
