import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStudio, type Studio } from '../support/http/studio.ts';
import { BROWSER } from './pages/open-pages.ts';

/** Methods that the program answers, and some that it does not. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'];

const CALLERS = { 'a browser': BROWSER, 'a program': { accept: 'application/json' } };

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio({ publicUrl: 'https://verdicts.test' });
});
afterAll(() => studio.close());

/** Every path that the program registers, with a value for each parameter, and one that does not exist. */
function paths(): string[] {
  const all = studio.http.routes.map(({ path }) =>
    path.replace(/:\w+(\{[^/]*\})?/g, '1').replace('*', 'none'),
  );
  return [...new Set([...all, '/nowhere'])];
}

/** Every answer to a caller of each path, by whether an editor is signed in. Only the headers of streams are read. */
async function answers(accept: Record<string, string>) {
  const given = [];
  for (const path of paths())
    for (const method of METHODS)
      for (const cookie of ['', await studio.freshCookie()]) {
        const response = await studio.visit(path, { method, headers: { ...accept, cookie } });
        if (path === '/studio/events') await response.body?.cancel();
        const body = path === '/studio/events' ? '' : await response.text();
        given.push({ what: `${method} ${path} ${response.status}`, method, body, headers: response.headers });
      }
  return given;
}

describe.each(Object.entries(CALLERS))('every answer to %s', (_, accept) => {
  let all: Awaited<ReturnType<typeof answers>>;
  beforeAll(async () => {
    all = await answers(accept);
  });
  const unlike = (isRight: (answer: (typeof all)[number]) => boolean) =>
    all.filter((answer) => !isRight(answer)).map(({ what }) => what);

  test('the sample answers cover every kind of route', () => {
    const statuses = new Set(all.map(({ what }) => what.split(' ').at(-1)));
    expect(all.length).toBeGreaterThan(500);
    for (const status of ['200', '204', '401', '404', '405', '415']) expect([...statuses]).toContain(status);
    expect(studio.errors).toEqual([]);
  });

  test('every answer says who may cache it', () => {
    expect(unlike(({ headers }) => headers.has('cache-control'))).toEqual([]);
  });

  test('no answer to anything but a read may be cached', () => {
    const kept = unlike(
      ({ method, headers }) =>
        method === 'GET' || method === 'HEAD' || headers.get('cache-control') === 'no-store',
    );
    expect(kept).toEqual([]);
  });

  test('every answer has a policy for scripts, frames, referrers and guessed types', () => {
    const wrong = unlike(
      ({ headers }) =>
        headers.get('x-content-type-options') === 'nosniff' &&
        /(sandbox|default-src 'none').*frame-ancestors/.test(headers.get('content-security-policy') ?? '') &&
        headers.has('x-frame-options') &&
        headers.has('referrer-policy') &&
        headers.has('strict-transport-security'),
    );
    expect(wrong).toEqual([]);
  });

  test('every answer has a content type, and text has a charset', () => {
    const wrong = unlike(({ headers, body }) => {
      const type = headers.get('content-type') ?? '';
      return body === '' || (/^(text\/|.*\+xml)/.test(type) ? /charset=utf-8/i.test(type) : type !== '');
    });
    expect(wrong).toEqual([]);
  });

  test('JSON about what was sent is saved rather than shown', () => {
    const shown = unlike(
      ({ method, headers }) =>
        method === 'GET' ||
        method === 'HEAD' ||
        !/json/.test(headers.get('content-type') ?? '') ||
        headers.get('content-disposition') === 'attachment; filename="answer.json"',
    );
    expect(shown).toEqual([]);
  });

  test('no answer reveals the version of the software behind it', async () => {
    const told = unlike(
      ({ headers, body }) =>
        !headers.has('server') &&
        !headers.has('x-powered-by') &&
        !body.includes(process.version) &&
        !body.includes(process.versions.v8),
    );
    expect(told).toEqual([]);
  });
});
