import { readFileSync } from 'node:fs';
import { Hono, type MiddlewareHandler } from 'hono';
import { sourcePath } from '../../../shared/project-path.ts';
import { wantsPage } from '../problem-page.ts';
import { revalidate } from '../revalidate.ts';
import { PUBLIC_PAGE, SCRIPTED_PAGE } from '../security-headers.ts';
import type { Site } from '../site.ts';
import { EMBED_ROUTE, EMBED_SCRIPT_ROUTE, embedPage, snippet } from './embed-page.ts';

const SCRIPT = { ...PUBLIC_PAGE, 'Content-Type': 'text/javascript; charset=utf-8' } as const;

/**
 * `GET /embed` is the sign-up form for other pages: the bare snippet for programs, an explanation for browsers. `GET
 * /embed.js` is its script; its URL must never change, because pages refer to it.
 */
export function embed({ site }: { site: Site }): Hono {
  const script = readFileSync(sourcePath('http', 'pages', 'sign-up', 'embed.js'), 'utf8');
  return new Hono()
    .get(EMBED_ROUTE, revalidate(), (context) => {
      context.header('Vary', 'Accept');
      return wantsPage(context)
        ? context.html(embedPage(site), 200, SCRIPTED_PAGE)
        : context.html(snippet(site), 200, PUBLIC_PAGE);
    })
    .get(EMBED_SCRIPT_ROUTE, allowCrossOrigin, revalidate(), (context) => context.body(script, 200, SCRIPT));
}

/** Lets pages on other origins load a response. Browsers require the header on a 304 too. */
const allowCrossOrigin: MiddlewareHandler = async (context, next) => {
  await next();
  context.header('Cross-Origin-Resource-Policy', 'cross-origin');
};
