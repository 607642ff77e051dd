import { type Schedule, slotInstant } from './schedule.ts';
import { addWeeks, slotOf } from './slot.ts';

export interface Firing {
  slot: string;
  instant: number;
}

const WEEKS_AHEAD = 60;

/** The next firings after `now`, earliest first; fewer if the coming year has no more. */
export function nextFirings(schedule: Schedule, now: number, count: number): Firing[] {
  const firings: Firing[] = [];
  let slot = slotOf(now, schedule.zone);
  for (let week = 0; week < WEEKS_AHEAD && firings.length < count; week += 1) {
    const instant = slotInstant(schedule, slot);
    if (instant !== null && instant > now) firings.push({ slot, instant });
    slot = addWeeks(slot, 1);
  }
  return firings;
}

/** From `from` to `now` inclusive, oldest first. */
export function firingsBetween(schedule: Schedule, { from, now }: { from: number; now: number }): Firing[] {
  const firings: Firing[] = [];
  const last = slotOf(now, schedule.zone);
  for (let slot = slotOf(Math.min(from, now), schedule.zone); slot <= last; slot = addWeeks(slot, 1)) {
    const instant = slotInstant(schedule, slot);
    if (instant !== null && instant >= from && instant <= now) firings.push({ slot, instant });
  }
  return firings;
}
