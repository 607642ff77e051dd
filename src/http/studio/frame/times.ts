import { DateTime } from 'luxon';
import { slotOf } from '../../../schedule/slot.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, WEEK_MS } from '../../../shared/durations.ts';
import { zoneName } from '../../../shared/format.ts';

const at = (instant: number, zone: string) => DateTime.fromMillis(instant, { zone, locale: 'en-GB' });

/** "Tuesday 1 December, 09:00". */
export function dayAndTime(instant: number, zone: string): string {
  return at(instant, zone).toFormat('cccc d LLLL, HH:mm');
}

/** "Tuesday 1 December, 09:00 UTC". */
export function fullDayAndTime(instant: number, zone: string): string {
  return `${dayAndTime(instant, zone)} ${zoneName(instant, zone)}`;
}

/** "Tuesday 09:00" within a week, else "Tuesday 8 December, 09:00". */
export function nextTime(instant: number, { now, zone }: { now: number; zone: string }): string {
  return Math.abs(instant - now) < WEEK_MS
    ? at(instant, zone).toFormat('cccc HH:mm')
    : dayAndTime(instant, zone);
}

/** "today at 16:20", "yesterday at 16:20", "on Tuesday 1 December at 16:20". */
export function pastTime(instant: number, { now, zone }: { now: number; zone: string }): string {
  const then = at(instant, zone);
  const days = at(now, zone).startOf('day').diff(then.startOf('day'), 'days').days;
  if (days === 0) return `today at ${then.toFormat('HH:mm')}`;
  if (days === 1) return `yesterday at ${then.toFormat('HH:mm')}`;
  return `on ${then.toFormat("cccc d LLLL 'at' HH:mm")}`;
}

const plural = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** "1 day and 16 hours", "3 hours", "12 minutes", "30 seconds". */
export function spanWords(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 2 * MINUTE_MS) return plural(Math.max(1, Math.round(ms / 1_000)), 'second');
  if (ms < 2 * HOUR_MS) return plural(Math.round(ms / MINUTE_MS), 'minute');
  const hours = Math.floor(ms / HOUR_MS);
  const days = Math.floor(ms / DAY_MS);
  if (days === 0) return plural(hours, 'hour');
  const rest = hours % 24;
  return rest === 0 || days > 9 ? plural(days, 'day') : `${plural(days, 'day')} and ${plural(rest, 'hour')}`;
}

/** "in 1 day and 16 hours", "now", "3 hours ago". */
export function distance(instant: number, now: number): string {
  if (Math.abs(instant - now) < 1_000) return 'now';
  return instant >= now ? `in ${spanWords(instant - now)}` : `${spanWords(now - instant)} ago`;
}

/** "Week 49", with its year unless that is this one. */
export function weekName(slot: string, around: { now: number; zone: string }): string {
  return weekNames(around)(slot);
}

/** The same for many weeks, which looks only once which year it is. */
export function weekNames({ now, zone }: { now: number; zone: string }): (slot: string) => string {
  const [thisYear] = slotOf(now, zone).split('-W');
  return (slot) => {
    const [year, week] = slot.split('-W');
    return `Week ${Number(week)}${year === thisYear ? '' : `, ${year}`}`;
  };
}
