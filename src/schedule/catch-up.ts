import { MINUTE_MS } from '../shared/durations.ts';

/** A check this late still counts as on time: the machine was busy or asleep. */
const ON_TIME_MS = 10 * MINUTE_MS;

/** How long after its instant an issue may still go out by itself, in milliseconds; `catchUpMs` is CATCH_UP_HOURS. */
export function lateByAtMost(catchUpMs: number): number {
  return Math.max(catchUpMs, ON_TIME_MS);
}
