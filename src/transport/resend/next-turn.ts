import { SECOND_MS } from '../../shared/durations.ts';

/** A request that would start later than this after its turn waits for another, in milliseconds. */
export const MAX_START_DELAY_MS = 2;

/** A request that arrives later than this after its turn counts from its arrival, in milliseconds. */
export const MAX_ARRIVAL_DELAY_MS = 4;

/** Keeps the limit even if one request arrives late and the next does not. */
const MARGIN_MS = MAX_ARRIVAL_DELAY_MS + 1;

/** Minimum gap between turns, as a share of an even spread; the rest is for catching up. */
const MIN_GAP_SHARE = 0.9;

/** Requests per second until the provider's first answer states its limit: the lowest that it documents. */
export const INITIAL_REQUESTS_PER_SECOND = 2;

/**
 * So that no second, whenever it starts, has more than `perSecond` requests.
 * @param turns Times of previous requests, newest first; `perSecond` of them are enough.
 */
export function nextTurnAt({
  now,
  perSecond,
  turns,
  blockedUntil,
}: {
  now: number;
  perSecond: number;
  turns: readonly number[];
  blockedUntil: number;
}): number {
  const latest = turns[0] ?? 0;
  const aSecondBefore = turns[perSecond - 1] ?? 0;
  const share = (SECOND_MS + MARGIN_MS) / perSecond;
  return Math.max(
    now,
    blockedUntil,
    Math.ceil(latest + share * MIN_GAP_SHARE),
    aSecondBefore + SECOND_MS + MARGIN_MS,
  );
}
