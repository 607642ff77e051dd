import { DateTime } from 'luxon';

export { counted, formatNumber } from './counted.ts';

/** British English has letters for Europe's zones, American English for America's; of others there is only the offset. */
const ZONE_LOCALES = ['en-GB', 'en-US'];

/** "UTC", "CET", "EST" or "GMT+9", as the zone is called at that time. */
export function zoneName(instant: number, zone: string): string {
  const names = ZONE_LOCALES.flatMap(
    (locale) => DateTime.fromMillis(instant, { zone, locale }).offsetNameShort ?? [],
  );
  return names.find((name) => !/^(GMT|UTC)[+-]/.test(name)) ?? names[0] ?? zone;
}

/** "Tue 1 Dec, 09:00 UTC", "Tue 1 Dec, 10:00 CET": how people read an instant. */
export function formatTime(instant: number, zone: string): string {
  const day = DateTime.fromMillis(instant, { zone, locale: 'en-GB' }).toFormat('ccc d LLL, HH:mm');
  return `${day} ${zoneName(instant, zone)}`;
}

/** The same with the name of the zone, where its letters may not tell enough: "Tue 1 Dec, 10:00 CET (Europe/Berlin)". */
export function formatTimeAndZone(instant: number, zone: string): string {
  return zone === 'UTC' ? formatTime(instant, zone) : `${formatTime(instant, zone)} (${zone})`;
}

/** "Tue 1 Dec 2026, 09:00 UTC": where it may be long ago. */
export function formatTimeAndYear(instant: number, zone: string): string {
  const day = DateTime.fromMillis(instant, { zone, locale: 'en-GB' }).toFormat('ccc d LLL yyyy, HH:mm');
  return `${day} ${zoneName(instant, zone)}`;
}

/** "Week 49" for the slot `2026-W49`. */
export function formatWeek(slot: string): string {
  return `Week ${Number(slot.slice(-2))}`;
}

/** "45%": of `of`, rounded down, so that 100% is all. Nothing of nothing is all. */
export function formatPercent(part: number, of: number): string {
  return `${of === 0 ? 100 : Math.floor((part / of) * 100)}%`;
}

/** "45 s", "3 min", "1.5 h", "2 days". */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  if (seconds < 120) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 360) / 10} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
