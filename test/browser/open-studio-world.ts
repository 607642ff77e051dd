import type { Page } from 'playwright-core';
import { listen } from '../../src/http/listen.ts';
import { openStudio, type StudioGiven } from '../support/http/studio.ts';

/** The studio on a port of the loopback. */
export async function openStudioWorld(given: StudioGiven = {}) {
  const studio = await openStudio(given);
  const server = await listen(studio.http, { host: '127.0.0.1', port: 0 });
  const origin = `http://127.0.0.1:${server.port}`;
  return {
    ...studio,
    origin,
    /** Opens a page as an editor who has just signed in. */
    go: async (page: Page, path: string) => {
      if (given.isSignedIn !== false) await giveSession(page, origin, await studio.freshCookie());
      return page.goto(origin + path);
    },
    stop: async () => {
      studio.stop();
      await server.stop();
      studio.close();
    },
  };
}

/** Gives a browser a session that began elsewhere. */
async function giveSession(page: Page, url: string, cookie: string): Promise<void> {
  const [name = '', value = ''] = cookie.split('=');
  await page.context().addCookies([{ name, value, url, httpOnly: true, sameSite: 'Strict' }]);
}
export type StudioWorld = Awaited<ReturnType<typeof openStudioWorld>>;
