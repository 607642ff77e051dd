import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { FILL, TEXT } from '../../../emails/theme.ts';
import { STYLE_SHEET } from './style-sheet.ts';

interface Asset {
  /** Contains a hash of the content, so the content at a route never changes. */
  route: `/assets/${string}`;
  type: string;
  content: string;
}

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="4" fill="${FILL.brand.light}"/><path d="M8 9l8 15 8-15" fill="none" stroke="${TEXT.onBrand.light}" stroke-width="4"/></svg>`;

export const ASSETS = {
  styleSheet: asset('pages', 'css', 'text/css; charset=utf-8', STYLE_SHEET),
  icon: asset('icon', 'svg', 'image/svg+xml; charset=utf-8', ICON),
} as const;

/** The style sheet and icon of the pages, cacheable forever. */
export function assets(): Hono {
  const app = new Hono();
  for (const { route, type, content } of Object.values(ASSETS)) {
    const headers = { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' };
    app.get(route, (context) => context.body(content, 200, headers));
  }
  return app;
}

function asset(name: string, extension: string, type: string, content: string): Asset {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
  return { route: `/assets/${name}-${hash}.${extension}`, type, content };
}
