import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_LOOK } from '../../src/look/look.ts';
import { DAY } from '../support/comparisons.ts';
import { SLOT } from '../support/issues.ts';
import { aLogo } from '../support/samples/logos.ts';
import { BROWSER, openPages, type Pages } from './pages/open-pages.ts';
import { peopleOf } from './pages/people.ts';

/** The program with every option switched on. */
const openAll = () => openPages({ checks: ['time-trap', 'proof-of-work'] });

/** Every route that can be read, as the program registers them. */
const ROUTES = await readableRoutes();

async function readableRoutes(): Promise<string[]> {
  const { http, close } = await openAll();
  await close();
  return [...new Set(http.routes.filter(({ method }) => method === 'GET').map(({ path }) => path))];
}

const hasParameter = (route: string) => /[:*]/.test(route);

/** URLs to try, and their answers. A new route needs some here if it has a parameter, or does not answer 200. */
type Examples = Record<string, [path: string, status: number][]>;

let pages: Pages;
let examples: Examples;
beforeAll(async () => {
  pages = await openAll();
  await pages.publish();
  examples = await makeExamples();
});
afterAll(() => pages.close());

const post = (path: string, fields: Record<string, string> = {}) =>
  pages.http.request(path, { method: 'POST', body: new URLSearchParams(fields) });

/** Tokens of every kind, in every state. */
async function makeExamples(): Promise<Examples> {
  const { newPending, newReader } = peopleOf(pages);
  const expiredConfirm = (await newPending()).confirm;
  const expiredData = await (await newReader()).mailData();
  pages.clock.advance(3 * DAY);
  const { confirm } = await newPending();
  const used = (await newPending()).confirm;
  await post(used);
  const reader = await newReader();
  const paused = await newReader();
  const gone = await newReader();
  const erased = await newReader();
  const until = new Date(pages.clock.now() + 30 * DAY).toISOString().slice(0, 10);
  await post(paused.preferences, { action: 'pause', until });
  await post(gone.unsubscribe);
  const data = await reader.mailData();
  const erasedData = await erased.mailData();
  await post(erasedData, { action: 'erase' });
  const { logo, png } = aLogo();
  const look = { ...DEFAULT_LOOK, logo };
  await pages.lookStore.saveLook({ look, png, revision: 0, at: pages.clock.now() });
  return {
    '/logo/:file{[0-9a-f]{64}\\.png}': [
      [`/logo/${logo.hash}.png`, 200],
      [`/logo/${'0'.repeat(64)}.png`, 404],
    ],
    '/confirm/:token': [
      [confirm, 200],
      [used, 200],
      [expiredConfirm, 410],
      [data.replace('/data/', '/confirm/'), 404],
    ],
    '/data/:token': [
      [data, 200],
      [`${data}?step=erase`, 200],
      [`${data}?action=erase`, 200],
      [expiredData, 410],
      [erasedData, 404],
      [confirm.replace('/confirm/', '/data/'), 404],
    ],
    '/unsubscribe/:token': [
      [reader.unsubscribe, 200],
      [`${reader.unsubscribe}?List-Unsubscribe=One-Click`, 200],
      [`${gone.unsubscribe}?action=undo`, 200],
      [erased.unsubscribe, 200],
      [`${reader.unsubscribe.toUpperCase()}.`, 200],
      ['/unsubscribe/none', 404],
    ],
    '/subscribe': [
      ['/subscribe', 302],
      ['/subscribe?email=ada@verdicts.test', 302],
    ],
    '/preferences/:token': [
      [reader.preferences, 200],
      [`${reader.preferences}?action=unsubscribe`, 200],
      [`${paused.preferences}?action=resume`, 200],
      [gone.preferences, 200],
      [erased.preferences, 200],
      ['/preferences/none', 404],
    ],
    '/issues/:slot{\\d+-W\\d+}': [
      [`/issues/${SLOT}`, 200],
      ['/issues/2099-W01', 404],
    ],
    '/issues/:file{\\d+-W\\d+\\.txt}': [
      [`/issues/${SLOT}.txt`, 200],
      ['/issues/2099-W01.txt', 404],
    ],
    '/issues/:file{\\d+-W\\d+\\.png}': [
      [`/issues/${SLOT}.png`, 404],
      ['/issues/2099-W01.png', 404],
    ],
  };
}

test('every route with a parameter has example URLs in this test', () => {
  expect(Object.keys(examples).filter(hasParameter).toSorted()).toEqual(
    ROUTES.filter(hasParameter).toSorted(),
  );
});

describe('GET and HEAD change no row:', () => {
  test.each(ROUTES)('GET and HEAD of %s change no row', async (route) => {
    const before = await pages.tables();
    for (const [path, status] of examples[route] ?? [[route, 200] as const]) {
      for (const headers of [BROWSER, { accept: 'application/json' }]) {
        for (const method of ['GET', 'HEAD']) {
          const response = await pages.http.request(path, { method, headers });
          await response.text();
          expect([method, path, response.status]).toEqual([method, path, status]);
        }
      }
    }
    expect(await pages.tables()).toEqual(before);
    expect(pages.errors).toEqual([]);
  });
});
