import { html, raw } from 'hono/html';
import type { Markup } from '../../../pages/page.ts';

const line = 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"';
const dot = (x: number, y: number, r: number) => `<circle cx="${x}" cy="${y}" r="${r}" fill="currentColor"/>`;

const SHAPES = {
  /** Must be fixed. */
  octagon: `<path d="M6.5 1.5h7l5 5v7l-5 5h-7l-5-5v-7z" ${line} stroke-width="1.6"/><path d="M10 5.8v5" ${line} stroke-width="1.8"/>${dot(10, 13.8, 1)}`,
  /** Worth a look. */
  triangle: `<path d="M10 2.2l8.3 15H1.7z" ${line} stroke-width="1.6"/><path d="M10 7.5v4.3" ${line} stroke-width="1.8"/>${dot(10, 14.4, 1)}`,
  /** Done. */
  done: `<circle cx="10" cy="10" r="8.5" ${line} stroke-width="1.6"/><path d="M6.4 10.3l2.5 2.5 4.8-5.3" ${line} stroke-width="1.8"/>`,
  /** Not yet. */
  dashed: `<circle cx="10" cy="10" r="8.5" ${line} stroke-width="1.6" stroke-dasharray="3 2.6"/>`,
  info: `<circle cx="10" cy="10" r="8.5" ${line} stroke-width="1.6"/><path d="M10 9.3v5" ${line} stroke-width="1.8"/>${dot(10, 6.2, 1.1)}`,
  tick: `<path d="M4.5 10.5l3.7 3.7 7.3-8" ${line} stroke-width="2.2"/>`,
  down: `<path d="M5 8l5 5 5-5" ${line} stroke-width="1.8"/>`,
  up: `<path d="M5 12l5-5 5 5" ${line} stroke-width="1.8"/>`,
  more: dot(4, 10, 1.7) + dot(10, 10, 1.7) + dot(16, 10, 1.7),
  bars: `<path d="M3 5.5h14M3 10h14M3 14.5h14" ${line} stroke-width="1.8"/>`,
  search: `<circle cx="8.5" cy="8.5" r="5.5" ${line} stroke-width="1.8"/><path d="M12.7 12.7L17 17" ${line} stroke-width="1.8"/>`,
  brand: `<rect x="1" y="1" width="18" height="18" rx="5" fill="currentColor"/><path class="mark" d="M5.5 10.4l3.2 3.2 6-6.8" fill="none" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/>`,
} as const;

export type Icon = keyof typeof SHAPES;

/** A picture that repeats what words beside it say; screen readers pass it over. `size` is in pixels. */
export function icon(name: Icon, size = 20): Markup {
  return html`<svg width="${size}" height="${size}" viewBox="0 0 20 20" aria-hidden="true">${raw(SHAPES[name])}</svg>`;
}
