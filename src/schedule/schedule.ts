import { IANAZone } from 'luxon';
import { WEEK_MS } from '../shared/durations.ts';
import { type ClockTime, type FiringDays, firesOn, readCronPattern } from './cron-pattern.ts';
import { localInstant, slotDays, slotEnd } from './slot.ts';

/** When issues go out: at most once in an ISO week, on which days and at which local time. */
export interface Schedule {
  pattern: string;
  zone: string;
  days: FiringDays;
  time: ClockTime;
}

export interface ScheduleProblem {
  /** Which of the two settings to change. */
  setting: 'pattern' | 'zone';
  message: string;
}

export type ScheduleReading = { ok: true; schedule: Schedule } | { ok: false; reasons: ScheduleProblem[] };

/** Nearly all zones change their clocks before this local hour. */
const SAFE_HOUR = 4;

/**
 * Reads a cron pattern of five fields (or six, with one second in front) and an IANA time zone, or names all that
 * is wrong: a schedule must fire, at most once in an ISO week, and not at an hour that a change of clocks may skip.
 */
export function parseSchedule({ pattern, zone }: { pattern: string; zone: string }): ScheduleReading {
  const reasons: ScheduleProblem[] = [];
  const zoneIsKnown = IANAZone.isValidZone(zone);
  if (!zoneIsKnown) {
    reasons.push({ setting: 'zone', message: `"${zone}" is no time zone; name one such as Europe/Berlin` });
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

/** The instant at which a slot's issue is due; null in a week without one, as most weeks of a monthly pattern are. */
export function slotInstant(schedule: Schedule, slot: string): number | null {
  const date = slotDays(slot).find((day) => firesOn(schedule.days, new Date(day)));
  return date === undefined ? null : localInstant({ date, ...schedule.time, zone: schedule.zone });
}

/** The instant that a slot is dated by: when its issue is due, else the last millisecond of its week. */
export function scheduledInstant(schedule: Schedule, slot: string): number {
  return slotInstant(schedule, slot) ?? slotEnd(slot, schedule.zone);
}

/**
 * The cut-off of a slot: what is published later waits for the next one. It is the scheduled instant, or now while
 * that lies ahead. A slot in which the schedule does not fire takes what its whole week brings.
 */
export function cutOff({ schedule, slot, now }: { schedule: Schedule; slot: string; now: number }): number {
  return Math.min(scheduledInstant(schedule, slot), now);
}

/** Whether a zone's offset from UTC changes, by today's rules; asked week by week, as Morocco's lasts only five. */
function changesClocks(zone: string): boolean {
  const rules = IANAZone.create(zone);
  const offsets = Array.from({ length: 10 * 52 }, (_, week) =>
    rules.offset(Date.UTC(2026, 0, 1) + week * WEEK_MS),
  );
  return new Set(offsets).size > 1;
}
