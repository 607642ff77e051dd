import { IANAZone } from 'luxon';
import { WEEK_MS } from '../shared/durations.ts';
import { type ClockTime, type FiringDays, firesOn, readCronPattern } from './cron-pattern.ts';
import { localInstant, slotDays, slotEnd } from './slot.ts';

export interface Schedule {
  pattern: string;
  zone: string;
  days: FiringDays;
  time: ClockTime;
}

export interface ScheduleProblem {
  setting: 'pattern' | 'zone';
  message: string;
}

export type ScheduleReading = { ok: true; schedule: Schedule } | { ok: false; reasons: ScheduleProblem[] };

/** Nearly all zones change their clocks before this local hour. */
const SAFE_HOUR = 4;

/** @param pattern Five fields, or six with seconds; fires at most once a week, at no hour that clocks may skip. */
export function parseSchedule({ pattern, zone }: { pattern: string; zone: string }): ScheduleReading {
  const reasons: ScheduleProblem[] = [];
  const zoneIsKnown = IANAZone.isValidZone(zone);
  if (!zoneIsKnown) {
    reasons.push({
      setting: 'zone',
      message: `"${zone}" is not a time zone; name one such as Europe/Berlin`,
    });
  }
  const read = readCronPattern(pattern);
  if (!read.ok) {
    reasons.push(...read.messages.map((message) => ({ setting: 'pattern' as const, message })));
    return { ok: false, reasons };
  }
  if (zoneIsKnown && read.time.hour < SAFE_HOUR && changesClocks(zone)) {
    reasons.push({
      setting: 'pattern',
      message: `fires before 04:00, which the change of clocks in ${zone} may skip or repeat; choose 04:00 or later`,
    });
  }
  return reasons.length > 0
    ? { ok: false, reasons }
    : { ok: true, schedule: { pattern, zone, days: read.days, time: read.time } };
}

/** When a slot's issue is due; null if the schedule does not fire that week. */
export function slotInstant(schedule: Schedule, slot: string): number | null {
  const date = slotDays(slot).find((day) => firesOn(schedule.days, new Date(day)));
  return date === undefined ? null : localInstant({ date, ...schedule.time, zone: schedule.zone });
}

/** When its issue is due, else the last millisecond of its week. */
export function scheduledInstant(schedule: Schedule, slot: string): number {
  return slotInstant(schedule, slot) ?? slotEnd(slot, schedule.zone);
}

/** The scheduled time, or now if that is earlier; a slot without a firing takes its whole week. */
export function cutOff({ schedule, slot, now }: { schedule: Schedule; slot: string; now: number }): number {
  return Math.min(scheduledInstant(schedule, slot), now);
}

/** Checked week by week under today's rules: Morocco's change lasts only five. */
function changesClocks(zone: string): boolean {
  const rules = IANAZone.create(zone);
  const offsets = Array.from({ length: 10 * 52 }, (_, week) =>
    rules.offset(Date.UTC(2026, 0, 1) + week * WEEK_MS),
  );
  return new Set(offsets).size > 1;
}
