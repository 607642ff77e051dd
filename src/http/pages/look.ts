import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { accentColours } from '../../look/accent.ts';
import type { CurrentLook } from '../../look/current-look.ts';
import type { LookStore } from '../../look/look-store.ts';
import { shareRuns } from '../../shared/jobs/share-runs.ts';
import { REFRESH_WAIT_MS, waitAtMost } from '../../shared/wait-at-most.ts';
import { revalidate } from './revalidate.ts';
import { PUBLIC_PAGE } from './security-headers.ts';
import type { Site } from './site.ts';

export const BRAND_ROUTE = '/brand.css';
/** The colours of an issue that was frozen in another look. */
export const ARTICLE_ROUTE = '/issue.css';

const STANDARD = 'standard';

const FOREVER = 'public, max-age=31536000, immutable';

export interface LookRoutesDeps {
  lookStore: Pick<LookStore, 'readLogo'>;
  site: Site;
}

/** `GET /logo/:hash.png`, which emails load from everywhere, and the owner's colours for pages: `GET /brand.css`, `GET /issue.css`. */
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
      const accent = accentIn(context);
      return answerStyle(context, brandStyle(accent === undefined ? site.look().accent : accent));
    })
    .get(ARTICLE_ROUTE, revalidate(), (context) =>
      answerStyle(context, articleStyle(accentIn(context) ?? null)),
    );
}

/** Null for the standard colours; undefined if it does not say. */
function accentIn({ req }: Context): string | null | undefined {
  const given = req.query('accent') ?? '';
  if (given === STANDARD) return null;
  return /^[0-9a-f]{6}$/.test(given) ? `#${given}` : undefined;
}

function answerStyle(context: Context, style: string) {
  return context.body(style, 200, { ...PUBLIC_PAGE, 'Content-Type': 'text/css; charset=utf-8' });
}

/** The style sheet of an accent; null for the standard colours. */
export function accentRoute(
  route: typeof BRAND_ROUTE | typeof ARTICLE_ROUTE,
  accent: string | null,
): `/${string}` {
  return `${route}?accent=${accent?.slice(1) ?? STANDARD}`;
}

/** An issue keeps the colour of its links; the site around it has the current ones. */
function articleStyle(accent: string | null): string {
  const { link } = accentColours(accent);
  const of = (scheme: 'light' | 'dark') => `.issue>:not(.between,.neighbours){--text-link:${link[scheme]}}`;
  return `${of('light')}\n@media (prefers-color-scheme:dark){${of('dark')}}\n`;
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
  const refresh = shareRuns(currentLook.refresh);
  return async (_, next) => {
    // Nobody is kept from leaving, nor health from being checked, because a colour cannot be read.
    await waitAtMost(REFRESH_WAIT_MS, refresh()).catch(() => undefined);
    await next();
  };
}
