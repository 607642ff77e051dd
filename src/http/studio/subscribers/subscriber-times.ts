import { html } from 'hono/html';
import { DateTime } from 'luxon';
import { toIso } from '../../../shared/clock.ts';
import { zoneName } from '../../../shared/format.ts';
import type { Markup } from '../../pages/page.ts';

/** "3 Aug 2026". */
export function dayOf(instant: number, zone: string): string {
  return DateTime.fromMillis(instant, { zone, locale: 'en' }).toFormat('d LLL yyyy');
}

/** "3 Aug 2026", as markup. */
export function shortDay(instant: number, zone: string): Markup {
  return html`<time datetime="${toIso(instant)}" class="num">${dayOf(instant, zone)}</time>`;
}

/** "3 August 2026". */
export function longDay(instant: number, zone: string): Markup {
  const words = DateTime.fromMillis(instant, { zone, locale: 'en' }).toFormat('d LLLL yyyy');
  return html`<time datetime="${toIso(instant)}">${words}</time>`;
}

/** "3 Aug 2026, 12:24 UTC". */
export function dayAndTime(instant: number, zone: string): Markup {
  const time = DateTime.fromMillis(instant, { zone, locale: 'en' }).toFormat('HH:mm');
  return html`<time datetime="${toIso(instant)}" class="num">${dayOf(instant, zone)}, ${time} ${zoneName(instant, zone)}</time>`;
}
