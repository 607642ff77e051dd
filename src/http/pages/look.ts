import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { accentColours } from '../../look/accent.ts';
import type { CurrentLook } from '../../look/current-look.ts';
import type { LookStore } from '../../look/look-store.ts';
import { revalidate } from './revalidate.ts';
import { PUBLIC_PAGE } from './security-headers.ts';
import type { Site } from './site.ts';

export const BRAND_ROUTE = '/brand.css';

const FOREVER = 'public, max-age=31536000, immutable';

export interface LookRoutesDeps {
  lookStore: Pick<LookStore, 'readLogo'>;
  site: Site;
}

/** `GET /logo/:hash.png`, which emails load from everywhere, and `GET /brand.css`, the owner's colours for pages. */
export function lookRoutes({ lookStore, site }: LookRoutesDeps): Hono {
  return new Hono()
    .get('/logo/:file{[0-9a-f]{64}\\.png}', async (context) => {
      const png = await lookStore.readLogo(context.req.param('file').slice(0, -'.png'.length));
      if (png === null) return context.notFound();
      return context.body(new Uint8Array(png), 200, {
        'Content-Type': 'image/png',
        'Cache-Control': FOREVER,
        'Cross-Origin-Resource-Policy': 'cross-origin',
      });
    })
    .get(BRAND_ROUTE, revalidate(), (context) => {
      const [accent] = /^[0-9a-f]{6}$/.exec(context.req.query('accent') ?? '') ?? [];
      return answerStyle(context, accent === undefined ? site.look().accent : `#${accent}`);
    });
}

function answerStyle(context: Context, accent: string | null) {
  return context.body(brandStyle(accent), 200, {
    ...PUBLIC_PAGE,
    'Content-Type': 'text/css; charset=utf-8',
  });
}

/** The custom properties that follow from an accent. */
export function brandStyle(accent: string | null): string {
  const { brand, onBrand, link } = accentColours(accent);
  const of = (scheme: 'light' | 'dark') =>
    `--brand:${brand[scheme]};--on-brand:${onBrand[scheme]};--text-link:${link[scheme]}`;
  return `:root{${of('light')}}\n@media (prefers-color-scheme:dark){:root{${of('dark')}}}\n`;
}

/** Pages show the look in force when they were asked for, or the last one that could be read. */
export function withCurrentLook(currentLook: CurrentLook): MiddlewareHandler {
  return async (_, next) => {
    // Nobody is kept from leaving, nor health from being checked, because a colour cannot be read.
    await currentLook.refresh().catch(() => undefined);
    await next();
  };
}
