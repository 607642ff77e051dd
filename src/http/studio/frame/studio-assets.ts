import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { sourcePath } from '../../../shared/project-path.ts';
import type { StudioEnv } from './studio-env.ts';
import { STUDIO_STYLE_SHEET } from './studio-style-sheet.ts';

const ASSETS_ROUTE = '/studio/assets';

/** A file in `assets/`. */
export type StudioScript = `${string}.js`;

const TYPES = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' } as const;

const FOLDER = sourcePath('http', 'studio', 'assets');

/** A stable URL: browsers revalidate assets on every page. */
export function assetRoute(name: 'studio.css' | StudioScript): `/${string}` {
  return `${ASSETS_ROUTE}/${name}`;
}

/** The style sheet and the scripts in `assets/`, which are modules and import one another. */
export function studioAssets(): Hono<StudioEnv> {
  const app = new Hono<StudioEnv>();
  const add = (name: 'studio.css' | StudioScript, content: string) => {
    const type = name.endsWith('.css') ? TYPES.css : TYPES.js;
    const headers = { 'Content-Type': type, 'Cache-Control': 'no-cache' };
    app.get(assetRoute(name), etag(), (context) => context.body(content, 200, headers));
  };
  add('studio.css', STUDIO_STYLE_SHEET);
  for (const name of readdirSync(FOLDER)) {
    if (name.endsWith('.js')) add(name as StudioScript, readFileSync(join(FOLDER, name), 'utf8'));
  }
  return app;
}
