import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAttemptLimit } from '../../../../src/http/studio/access/limit-attempts.ts';
import { loadConfig } from '../../../../src/settings/config.ts';
import { aComparison } from '../../../support/comparisons.ts';
import { cookieOf, HERE, openStudio, STUDIO_PASSWORD, type Studio } from '../../../support/http/studio.ts';
import { addReaders, SLOT } from '../../../support/issues.ts';

const PASSWORD = STUDIO_PASSWORD;
const WITH_PASSWORD = { isSignedIn: false };
const WITHOUT_PASSWORD = {
  settings: { STUDIO_PASSWORD: '' },
  publicUrl: 'http://127.0.0.1:3000',
  isSignedIn: false,
};
const PUBLIC = 'https://verdicts.test';

/** What the page that asks for the password loads. */
const OPEN = /^\/studio\/(sign-in|assets\/(studio\.css|show-password\.js))$/;

let studio: Studio;
const open = async (given?: Parameters<typeof openStudio>[0]) => {
  studio?.close();
  studio = await openStudio(given);
  await studio.comparisonStore.saveComparison(aComparison({ tools: ['One', 'Other'] }), 0);
  await addReaders(studio.subscriberStore, 2);
};
beforeEach(() => open());
afterEach(() => studio.close());

/** All routes of the studio, assets included, with values for their parameters. */
const routes = () =>
  studio.http.routes
    .filter(({ path, method }) => path.startsWith('/studio') && method !== 'ALL')
    .map(({ path, method }) => ({ method, path: path.replace(/:[^/]+/g, SLOT).replaceAll('*', 'x') }));

/** Requests every route by each method, and returns those that were not refused or changed a table. */
async function notRefused(
  ask: (request: { path: string; method: string }) => Promise<Response> | Response,
  among = routes(),
) {
  const before = await studio.tables();
  const wrong: string[] = [];
  for (const route of among) {
    const { status } = await ask(route);
    if (status !== 401 && status !== 403) wrong.push(`${route.method} ${route.path}: ${status}`);
  }
  expect(await studio.tables()).toEqual(before);
  return wrong;
}

test('the studio has routes for this test to visit', () => {
  expect(routes().length).toBeGreaterThan(5);
});

describe('without a password', () => {
  beforeEach(() => open(WITHOUT_PASSWORD));

  const withKey = (key = studio.studioKey.current()) => studio.visit(`/studio?key=${key}`);

  test('every studio route is closed to a person at this machine without the key, scripts and styles included', async () => {
    expect(await notRefused(({ path, method }) => studio.visit(path, { method }))).toEqual([]);
    const page = await studio.read('/studio');
    expect(page).toContain('The studio opens with a key');
    expect(page).not.toContain(studio.studioKey.current());
  });

  test('the printed key opens the studio, and does not stay in the URL', async () => {
    const response = await withKey();
    expect([response.status, response.headers.get('location')]).toEqual([303, '/studio']);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict$/);
    const headers = { cookie: cookieOf(response) };
    for (const host of ['http://127.0.0.1:3000', 'http://localhost:3000', 'http://[::1]:3000']) {
      expect((await studio.visit(`${host}/studio`, { headers })).status).toBe(200);
      expect((await studio.visit(`${host}/studio`, { headers, from: '::ffff:127.0.0.1' })).status).toBe(200);
      expect((await studio.visit(`${host}/studio`, { headers, from: '::1' })).status).toBe(200);
    }
  });

  test('a key works once, and its second use says where to find the next one', async () => {
    const key = studio.studioKey.current();
    await withKey(key);
    const again = await withKey(key);
    expect([again.status, again.headers.get('set-cookie')]).toEqual([401, null]);
    expect(await again.text()).toMatch(/Each key opens the studio once.*printed a new one/);
    expect((await withKey()).status).toBe(303);
  });

  test('an editor who is signed in reaches the studio by a used key', async () => {
    const key = studio.studioKey.current();
    const cookie = cookieOf(await withKey(key));
    const again = await studio.visit(`/studio?key=${key}`, { headers: { cookie } });
    expect([again.status, again.headers.get('location')]).toEqual([303, '/studio']);
  });

  test.each([
    ['HEAD', '/studio'],
    ['POST', '/studio'],
    ['GET', '/studio/issues'],
    ['GET', '/studio/events'],
  ])('%s %s with the key opens nothing, and does not use it up', async (method, path) => {
    const key = studio.studioKey.current();
    const response = await studio.visit(`${path}?key=${key}`, { method });
    expect([401, 405]).toContain(response.status);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect((await withKey(key)).status).toBe(303);
  });

  test.each(['', 'x', 'A'.repeat(43), '%00', 'x'.repeat(5_000)])(
    '"%s" is not accepted as the key',
    async (key) => {
      expect((await withKey(key)).status).toBe(401);
    },
  );

  test('no password opens a studio without a password, and there is no sign-in page', async () => {
    expect((await studio.submit('/studio/sign-in', { password: PASSWORD })).status).toBe(401);
  });

  test('a link from an email, which brings no cookie, reloads by itself and opens', async () => {
    const headers = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    expect((await studio.visit('/studio', { headers })).headers.get('refresh')).toBe('0');
    expect((await studio.visit('/studio')).headers.get('refresh')).toBeNull();
  });

  test('signing out ends the session', async () => {
    const cookie = cookieOf(await withKey());
    const out = await studio.visit('/studio/sign-out', { method: 'POST', headers: { cookie } });
    expect([out.status, cookieOf(out)]).toEqual([303, 'studio-session-3000=']);
  });

  test.each([
    ['another machine', { from: '192.0.2.7' }, HERE],
    ['nowhere that is known', { from: '' }, HERE],
    ['a name that was rebound to this machine', {}, 'http://evil.test:3000'],
    ['the name of the public pages', {}, PUBLIC],
    ['a name that only begins like ours', {}, 'http://localhost.evil.test:3000'],
    ['a proxy on this machine', { headers: { 'x-forwarded-for': '192.0.2.7' } }, HERE],
    ['a proxy that says so by the standard', { headers: { forwarded: 'for=192.0.2.7' } }, HERE],
    ['a network before this machine', { headers: { 'cf-connecting-ip': '192.0.2.7' } }, HERE],
    ['a proxy that adds nothing and is older than browsers', { httpVersion: '1.0' }, HERE],
    ['two names at once', { headers: { host: 'evil.test' } }, HERE],
  ])('every studio route refuses a request from or by %s, even with a session', async (_, init, base) => {
    const cookie = cookieOf(await withKey());
    const headers = { cookie, ...('headers' in init ? init.headers : {}) };
    const ask = ({ path, method }: { path: string; method: string }) =>
      studio.visit(base + path, { ...init, headers, method });
    expect(await notRefused(ask)).toEqual([]);
    expect((await studio.visit(`${base}/studio?key=${studio.studioKey.current()}`, init)).status).toBe(403);
  });

  test('the refusal says which setting is missing', async () => {
    const response = await studio.visit('/studio', { from: '192.0.2.7' });
    expect(await response.text()).toContain('STUDIO_PASSWORD');
  });
});

describe('without a password, if others can reach the program', () => {
  test.each([
    ['PUBLIC_URL is not this machine', { publicUrl: PUBLIC }],
    ['PUBLIC_URL is not this machine', { publicUrl: 'http://192.168.1.7:3000' }],
    ['TRUSTED_PROXIES is set', { settings: { STUDIO_PASSWORD: '', TRUSTED_PROXIES: '127.0.0.1' } }],
  ])('no studio route opens if %s, not even with the key', async (reason, given) => {
    await open({ ...WITHOUT_PASSWORD, ...given });
    expect(await notRefused(({ path, method }) => studio.visit(path, { method }))).toEqual([]);
    const key = studio.studioKey.current();
    const page = await studio.visit(`/studio?key=${key}`);
    expect([page.status, page.headers.get('set-cookie')]).toEqual([403, null]);
    const words = await page.text();
    expect(words).toContain(`${reason}, so only a password opens it. Set STUDIO_PASSWORD`);
    expect(words).not.toContain(key);
  });
});

describe('a request from another site', () => {
  test.each([
    ['by its origin', { origin: 'https://evil.test' }],
    ['by an origin that is hidden', { origin: 'null' }],
    ['by what the browser says', { origin: HERE, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }],
    ['from another port', { origin: 'http://127.0.0.1:4000', 'sec-fetch-site': 'same-site' }],
  ])('every studio route refuses a request of another site (%s)', async (_, headers) => {
    expect(await notRefused(({ path, method }) => studio.visit(path, { method, headers }))).toEqual([]);
  });

  test.each(['navigate', 'no-cors'])(
    'a form or a fetch of another site changes nothing (%s)',
    async (mode) => {
      const headers = {
        origin: HERE,
        'sec-fetch-site': 'cross-site',
        'sec-fetch-mode': mode,
        'sec-fetch-dest': 'document',
      };
      const changing = routes().filter(({ method }) => method !== 'GET');
      expect(
        await notRefused(({ path, method }) => studio.visit(path, { method, headers }), changing),
      ).toEqual([]);
    },
  );

  test('a request that changes something must say where it comes from', async () => {
    const changing = routes().filter(({ method }) => method !== 'GET');
    const ask = ({ path, method }: { path: string; method: string }) =>
      studio.http.request(HERE + path, { method }, { incoming: { socket: { remoteAddress: '127.0.0.1' } } });
    expect(await notRefused(ask, changing)).toEqual([]);
  });

  test.each([
    ['cross-site', 403],
    ['same-site', 403],
    ['none', 403],
    ['same-origin', 303],
  ])(
    'a form whose origin is hidden is accepted only if the browser says it is our own: %s is answered by %i',
    async (site, status) => {
      const response = await studio.visit('/studio/subscribers/add', {
        method: 'POST',
        headers: {
          origin: 'null',
          'sec-fetch-site': site,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: 'email=ada%40verdicts.test&consent=confirmed',
      });
      expect(response.status).toBe(status);
    },
  );

  test('a link on another site can open the studio', async () => {
    const headers = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    expect((await studio.visit('/studio', { headers })).status).toBe(200);
    expect(
      (await studio.visit('/studio', { headers: { ...headers, 'sec-fetch-dest': 'iframe' } })).status,
    ).toBe(403);
  });
});

test('reading the studio’s pages changes nothing', async () => {
  const before = await studio.tables();
  for (const { path } of routes().filter(({ method }) => method === 'GET')) {
    const response = await studio.visit(path);
    if (path === '/studio/events') await response.body?.cancel();
    else await response.text();
    await studio.visit(path, { method: 'HEAD' });
  }
  expect(await studio.tables()).toEqual(before);
});

describe('with a password', () => {
  beforeEach(() => open(WITH_PASSWORD));

  const signIn = (password: string, fields = {}) => studio.submit('/studio/sign-in', { password, ...fields });
  const withCookie = (cookie: string) => ({ headers: { cookie } });

  test('every studio route refuses a visitor who has not signed in', async () => {
    const closed = routes().filter(({ path }) => !OPEN.test(path));
    expect(await notRefused(({ path, method }) => studio.visit(path, { method }), closed)).toEqual([]);
    expect((await studio.visit('/studio/nowhere')).status).toBe(401);
  });

  test('every studio route refuses another host name, even with the password', async () => {
    const cookie = cookieOf(await signIn(PASSWORD));
    const ask = ({ path, method }: { path: string; method: string }) =>
      studio.visit(`https://evil.test${path}`, { method, headers: { cookie, origin: 'https://evil.test' } });
    expect(await notRefused(ask)).toEqual([]);
  });

  test('the password opens the studio, on this machine and at its public URL', async () => {
    const response = await signIn(PASSWORD, { to: '/studio/issues' });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/studio/issues']);
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^studio-session-3000=[\w-]{43}; Max-Age=604800; Path=\/studio; HttpOnly; SameSite=Strict$/,
    );
    expect((await studio.visit('/studio', withCookie(cookieOf(response)))).status).toBe(200);
    const atPublicAddress = await studio.visit(`${PUBLIC}/studio/sign-in`, {
      method: 'POST',
      from: '192.0.2.7',
      headers: { origin: PUBLIC, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ password: PASSWORD }).toString(),
    });
    const elsewhere = { ...withCookie(cookieOf(atPublicAddress)), from: '192.0.2.7' };
    expect((await studio.visit(`${PUBLIC}/studio`, elsewhere)).status).toBe(200);
  });

  test.each(['//evil.test', 'https://evil.test', '/studio//evil.test', '/studio/\\evil', '/', ''])(
    'signing in leads to no other site, such as "%s"',
    async (to) => {
      expect((await signIn(PASSWORD, { to })).headers.get('location')).toBe('/studio');
    },
  );

  test('a wrong password does not open the studio', async () => {
    const response = await signIn('not the password');
    expect(response.status).toBe(401);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await response.text()).toContain('That is not the password');
  });

  test.each(['', 'x', '%00', 'a'.repeat(43), 'a'.repeat(5_000)])(
    'the cookie "%s", which we did not make, opens nothing',
    async (value) => {
      const response = await studio.visit('/studio', withCookie(`studio-session-3000=${value}`));
      expect(response.status).toBe(401);
    },
  );

  test('after a wrong password, the password is asked for again, and the wanted page is remembered', async () => {
    const response = await signIn('not the password', { to: '/studio/edit' });
    expect(await response.text()).toContain('name="to" value="/studio/edit"');
  });

  test('a password of fewer than twelve characters is refused', () => {
    expect(() => loadConfig({ STUDIO_PASSWORD: 'too short' })).toThrow(
      'STUDIO_PASSWORD must have at least 12',
    );
  });

  test('the number of attempts to sign in is limited', async () => {
    await open({ ...WITH_PASSWORD, parts: { limitAttempts: async () => false } });
    const response = await signIn(PASSWORD);
    expect([response.status, response.headers.get('set-cookie')]).toEqual([429, null]);
    const limit = createAttemptLimit({ ...studio, signingSecrets: ['s'] });
    const from = (networkAddress: string, known: string | null = null) => limit({ networkAddress, known });
    const answers = await Promise.all(Array.from({ length: 11 }, () => from('192.0.2.7')));
    expect(answers.filter(Boolean)).toHaveLength(10);
    expect([await from('192.0.2.8'), await from('192.0.2.7', 'browser x')]).toEqual([true, true]);
  });

  test('a link from another site, which brings no cookie, reloads by itself and opens', async () => {
    const headers = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    const refresh = '<meta http-equiv="refresh" content="0">';
    expect(await (await studio.visit('/studio', { headers })).text()).toContain(refresh);
    expect(await studio.read('/studio')).not.toContain(refresh);
  });
});

describe('the studio with a path in PUBLIC_URL', () => {
  const at = (path: string) => open({ ...WITH_PASSWORD, publicUrl: PUBLIC + path });
  const actionsOn = async (path: string) =>
    [...(await studio.read(path)).matchAll(/ action="([^"]*)"/g)].map(([, action]) => action);

  test('links of a local visit have the path of PUBLIC_URL, because they lead to the same pages', async () => {
    await at('/digest');
    expect(await actionsOn('/studio')).toEqual(['/digest/studio/sign-in']);
    expect((await studio.visit('/digest/studio/sign-in')).status).toBe(401);
  });

  test('links of a local visit do not have the path of PUBLIC_URL if only a proxy can strip it', async () => {
    await at('/studio');
    expect(await actionsOn('/studio')).toEqual(['/studio/sign-in']);
  });
});
