import type { Page } from 'playwright-core';
import { listen } from '../../src/http/listen.ts';
import { openStudio, type StudioGiven } from '../support/studio.ts';

/** The studio on a port of the loopback. */
export async function openStudioWorld(given: StudioGiven = {}) {
  const studio = await openStudio(given);
  const server = await listen(studio.http, { host: '127.0.0.1', port: 0 });
  const origin = `http://127.0.0.1:${server.port}`;
  return {
    ...studio,
    origin,
    go: (page: Page, path: string) => page.goto(origin + path),
    stop: async () => {
      studio.stop();
      await server.stop();
      studio.close();
    },
  };
}
export type StudioWorld = Awaited<ReturnType<typeof openStudioWorld>>;
