/** One day of the week and one time, as most schedules are. */
export interface WeeklyTime {
  /** 0 is Sunday. */
  day: number;
  hour: number;
  minute: number;
}

const WEEKLY = /^(\d{1,2}) +(\d{1,2}) +\* +\* +([0-7]|[a-z]{3,9})$/i;
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Null if the pattern says more than that. */
export function weeklyTimeIn(pattern: string): WeeklyTime | null {
  const [, minute, hour, day = ''] = WEEKLY.exec(pattern.trim()) ?? [];
  const number = /^\d$/.test(day) ? Number(day) % 7 : DAYS.indexOf(day.slice(0, 3).toLowerCase());
  const time = { day: number, hour: Number(hour), minute: Number(minute) };
  return minute === undefined || number === -1 || time.hour > 23 || time.minute > 59 ? null : time;
}

export function weeklyPattern({ day, hour, minute }: WeeklyTime): string {
  return `${minute} ${hour} * * ${day}`;
}
