import type { Page } from 'playwright-core';
import { listen } from '../../src/http/listen.ts';
import { createAnswerProblem } from '../../src/http/pages/problem-page.ts';
import { createSite } from '../../src/http/pages/site.ts';
import { openPages } from '../http/pages/open-pages.ts';
import { peopleOf } from '../http/pages/people.ts';
import { publishComposed } from '../http/pages/publish-samples.ts';
import { SITE } from '../support/http/http-app.ts';

/** Pages that only a failure or heavy load shows. */
export const BROKEN = '/test/broken';
export const CROWDED = '/test/crowded';
export const CLOSED = '/test/closed';

/** The HTTP app in this process, on a loopback port, and people who have received emails from it. */
export async function openWorld(switches: Parameters<typeof openPages>[0] = {}) {
  const pages = await openPages(switches);
  const { http } = pages;
  http.get(BROKEN, () => {
    throw new Error('Broken for a test.');
  });
  const answerProblem = createAnswerProblem(createSite(SITE));
  http.get(CROWDED, (context) => answerProblem(context, { status: 429, title: 'Too many at once' }));
  http.get(CLOSED, (context) => answerProblem(context, { status: 503, title: 'Not ready yet' }));
  const server = await listen(http, { host: '127.0.0.1', port: 0 });
  const origin = `http://127.0.0.1:${server.port}`;
  const publishRendered = () => publishComposed(pages);

  return {
    ...pages,
    origin,
    ...peopleOf(pages),
    publishRendered,
    go: (page: Page, path: string) => page.goto(origin + path),
    stop: async () => {
      await server.stop();
      pages.close();
    },
  };
}
export type World = Awaited<ReturnType<typeof openWorld>>;

/** A page's name, a text that the previous page does not have, and how to reach it. */
export type Case = [name: string, text: string, open: (world: World, page: Page) => Promise<unknown>];

export const at = (path: string) => (world: World, page: Page) => world.go(page, path);

/** Presses a button without waiting for the next page. */
export const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** Sends, from one of our pages, a form that none of them has. */
export async function submit(
  page: Page,
  action: string,
  { fields = {}, type = 'application/x-www-form-urlencoded' }: { fields?: object; type?: string } = {},
): Promise<void> {
  const script = `(() => {
    const form = Object.assign(document.createElement('form'), ${JSON.stringify({ method: 'post', action, enctype: type })});
    for (const [name, value] of Object.entries(${JSON.stringify(fields)}))
      form.append(Object.assign(document.createElement('textarea'), { name, value }));
    document.body.append(form);
    form.submit();
  })()`;
  await Promise.all([page.waitForEvent('load'), page.evaluate(script)]);
}
