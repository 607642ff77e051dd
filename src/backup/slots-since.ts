import { type Firing, firingsBetween, nextFirings } from '../schedule/firings.ts';
import { type Schedule, scheduledInstant } from '../schedule/schedule.ts';
import { addWeeks, slotEnd, slotOf } from '../schedule/slot.ts';
import { DAY_MS } from '../shared/durations.ts';
import type { OpenSlot } from './database-files.ts';

interface SlotsSinceQuery {
  since: number;
  now: number;
  /** Everything the replaced database sent, early or late. */
  decidedSlots: readonly Firing[];
}

/**
 * Slots that may have gone out between `since` and `now`, scheduled or by hand: every week of that time, because `send`
 * takes any that can still go out; the slot before it, because an issue may be late; the current week and the next
 * slot, because an issue may be early; and the replaced database's decided slots.
 */
export function slotsSince(schedule: Schedule, { since, now, decidedSlots }: SlotsSinceQuery): OpenSlot[] {
  const instants = new Map<string, number>();
  const last = addWeeks(slotOf(now, schedule.zone), 1);
  for (let slot = slotOf(Math.min(since, now), schedule.zone); slot <= last; slot = addWeeks(slot, 1))
    instants.set(slot, scheduledInstant(schedule, slot));
  const before = firingsBetween(schedule, { from: since - FIVE_WEEKS, now: since }).slice(-1);
  for (const { slot, instant } of [...decidedSlots, ...before, ...nextFirings(schedule, now, 1)])
    instants.set(slot, instant);
  return [...instants].map(([slot, instant]) => ({
    slot,
    instant,
    weekEndsAt: slotEnd(slot, schedule.zone),
  }));
}

/** More than a monthly schedule leaves between two issues. */
const FIVE_WEEKS = 35 * DAY_MS;
