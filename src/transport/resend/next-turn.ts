import { SECOND_MS } from '../../shared/durations.ts';

/** How late after its turn a request may still be begun, in milliseconds; later, it waits for another turn. */
export const LATEST_START = 2;

/** How late after its turn a request may arrive, in milliseconds, before its turn counts from its arrival. */
export const LATEST_ARRIVAL = 4;

/** What is added to a second so that requests of which one arrives late and another does not still keep to it. */
const MARGIN = LATEST_ARRIVAL + 1;

/** The part of an even share of the second that lies between two turns at least; the rest is there to catch up. */
const SPREAD = 0.9;

/** Requests a second before the provider's first answer said how many it takes: the least of its documented limits. */
export const CAUTIOUS_LIMIT = 2;

/**
 * When the next request may be made, so that in no second, wherever it begins, there are more than `perSecond`.
 *
 * @param turns The instants of the requests before, the latest first; `perSecond` of them are enough.
 * @param blockedUntil Before this the provider wants none.
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
  const share = (SECOND_MS + MARGIN) / perSecond;
  return Math.max(now, blockedUntil, Math.ceil(latest + share * SPREAD), aSecondBefore + SECOND_MS + MARGIN);
}
