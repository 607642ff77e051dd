import { type Firing, firingsAfter, firingsBetween } from '../schedule/firings.ts';
import { type Schedule, scheduledInstant } from '../schedule/schedule.ts';
import { addWeeks, slotEnd, slotOf } from '../schedule/slot.ts';
import { DAY_MS } from '../shared/durations.ts';
import type { OpenSlot } from './database-files.ts';

interface SlotsSinceQuery {
  since: number;
  now: number;
  /** Everything the replaced database sent, early or late. */
  decidedSlots: readonly Firing[];
  /** What the copy itself sent, approved or held. */
  decidedInCopy: readonly Firing[];
}

/**
 * Slots that may have gone out between `since` and `now`, scheduled or by hand: every week of that time, because `send`
 * takes any that can still go out; the slot before it, because an issue may be late; the current week and the coming
 * slots up to the first that the copy has not decided, because an issue may be early; and the replaced database's
 * decided slots.
 */
export function slotsSince(
  schedule: Schedule,
  { since, now, decidedSlots, decidedInCopy }: SlotsSinceQuery,
): OpenSlot[] {
  const instants = new Map<string, number>();
  const last = addWeeks(slotOf(now, schedule.zone), 1);
  for (let slot = slotOf(Math.min(since, now), schedule.zone); slot <= last; slot = addWeeks(slot, 1))
    instants.set(slot, scheduledInstant(schedule, slot));
  const before = firingsBetween(schedule, { from: since - FIVE_WEEKS, now: since }).slice(-1);
  for (const { slot, instant } of [...decidedSlots, ...before, ...comingSlots(schedule, now, decidedInCopy)])
    instants.set(slot, instant);
  return [...instants].map(([slot, instant]) => ({
    slot,
    instant,
    weekEndsAt: slotEnd(slot, schedule.zone),
  }));
}

/** The next slot, and after each that the copy has decided, one more. */
function comingSlots(schedule: Schedule, now: number, decided: readonly Firing[]): Firing[] {
  const coming: Firing[] = [];
  for (const firing of firingsAfter(schedule, now)) {
    coming.push(firing);
    if (!decided.some(({ slot }) => slot === firing.slot)) break;
  }
  return coming;
}

/** More than a monthly schedule leaves between two issues. */
const FIVE_WEEKS = 35 * DAY_MS;
