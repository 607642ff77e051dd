import { Hono } from 'hono';
import { html } from 'hono/html';
import type { StudioDeps, StudioEnv } from './studio-deps.ts';
import { answerStudioPage } from './studio-page.ts';

/** `GET /studio`: what would go out if it went now. */
export function thisWeek({ site }: StudioDeps): Hono<StudioEnv> {
  return new Hono<StudioEnv>().get('/studio', (context) =>
    answerStudioPage(context, site, {
      title: 'This week',
      section: '/studio',
      body: html`<h1>This week</h1>`,
    }),
  );
}
