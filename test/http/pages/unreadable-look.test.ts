import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPages, type Pages } from './open-pages.ts';

let pages: Pages;
beforeEach(async () => {
  pages = await openPages();
});
afterEach(() => pages.close());

test.each(['/', '/issues', '/robots.txt', '/healthz', '/feed.xml'])(
  '%s is answered although the look cannot be read',
  async (path) => {
    await pages.sql('alter table looks rename to lost');
    expect((await pages.get(path)).status).toBe(200);
  },
);
