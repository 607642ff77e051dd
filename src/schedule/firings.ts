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
  for (const firing of firingsAfter(schedule, now)) {
    if (firings.push(firing) >= count) break;
  }
  return firings;
}

/** The firings of the coming year after `now`, earliest first, each computed when it is asked for. */
export function* firingsAfter(schedule: Schedule, now: number): Generator<Firing, undefined> {
  let slot = slotOf(now, schedule.zone);
  for (let week = 0; week < WEEKS_AHEAD; week += 1) {
    const instant = slotInstant(schedule, slot);
    if (instant !== null && instant > now) yield { slot, instant };
    slot = addWeeks(slot, 1);
  }
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
