import { html } from 'hono/html';
import { DateTime } from 'luxon';
import { toIso } from '../../../shared/clock.ts';
import { formatTime } from '../../../shared/format.ts';
import { displayLine, type Markup } from '../../pages/page.ts';
import { fullDayAndTime } from './times.ts';

export { formatNumber } from '../../../shared/format.ts';

/** Text that we did not write, on one line and isolated from the direction of the text around it. */
export function isolatedText(text: string): Markup {
  return html`<bdi>${displayLine(text)}</bdi>`;
}

/** "Tuesday 1 December, 09:00 UTC". */
export function longTime(instant: number, zone: string): Markup {
  return html`<time datetime="${toIso(instant)}">${fullDayAndTime(instant, zone)}</time>`;
}

/** "10:00:05", for an instant whose day is known. */
export function clockTime(instant: number, zone: string): Markup {
  return html`<time datetime="${toIso(instant)}">${formatted(instant, zone, 'HH:mm:ss')}</time>`;
}

function formatted(instant: number, zone: string, format: string): string {
  return DateTime.fromMillis(instant, { zone, locale: 'en' }).toFormat(format);
}

/** "Tue 1 Dec, 09:00 UTC". */
export function dayTime(instant: number, zone: string): Markup {
  return html`<time datetime="${toIso(instant)}">${formatTime(instant, zone)}</time>`;
}

/** "Tue 1 Dec, 09:00:31". */
export function dayClockTime(instant: number, zone: string): Markup {
  return html`<time datetime="${toIso(instant)}">${formatted(instant, zone, 'ccc d LLL, HH:mm:ss')}</time>`;
}

/** "97.7%". Never rounds to 0% or 100% unless exact. */
export function formatShare(count: number, all: number): string {
  const percent = all === 0 ? 0 : (count / all) * 100;
  if (count > 0 && percent < 0.1) return '<0.1%';
  if (count < all && percent >= 99.95) return '>99.9%';
  return `${Math.round(percent * 10) / 10}%`;
}
