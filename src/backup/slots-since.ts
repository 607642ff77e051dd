import { type Firing, firingsBetween, nextFirings } from '../schedule/firings.ts';
import { type Schedule, scheduledInstant } from '../schedule/schedule.ts';
import { addWeeks, slotEnd, slotOf } from '../schedule/slot.ts';
import { DAY_MS } from '../shared/durations.ts';
import type { OpenSlot } from './database-files.ts';

interface Since {
  since: number;
  now: number;
  /** What the replaced database knows: whatever it sent, ahead of its time or long after. */
  decidedSlots: readonly Firing[];
}

/**
 * The slots that may have gone out between `since` and `now`, by themselves or by somebody's hand: each week of that
 * time, because `send` takes the current week; the time that came last before it, because an issue may be late; the week
 * and the time that come next, because an issue may go out ahead of its time; and what the replaced database decided.
 */
export function slotsSince(schedule: Schedule, { since, now, decidedSlots }: Since): OpenSlot[] {
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
    weekEnds: slotEnd(slot, schedule.zone),
  }));
}

/** Longer than a monthly schedule leaves between two issues, in milliseconds. */
const FIVE_WEEKS = 35 * DAY_MS;
