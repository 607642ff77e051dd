import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Served, startServed } from '../support/http/served.ts';
import { cookieOf } from '../support/http/studio.ts';
import { makePlace, type Place } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';

const PASSWORD = 'vastly overgrown kettle';
const SECRET = 'a'.repeat(32);
const GUESSES = 200;

let place: Place;
let served: Served | null = null;
const start = async (env: Record<string, string> = {}) => {
  await served?.stop();
  served = await startServed(place, { STUDIO_PASSWORD: PASSWORD, SIGNING_SECRET: SECRET, ...env });
  return served.url;
};
beforeEach(async () => {
  place = await makePlace();
});
afterEach(async () => {
  await served?.stop();
  served = null;
  await place.remove();
});

const post = (
  url: string,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
) =>
  fetch(url + path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { origin: url, ...headers },
    redirect: 'manual',
  });
const signIn = async (url: string) => cookieOf(await post(url, '/studio/sign-in', { password: PASSWORD }));
const statusOf = async (url: string, cookie: string) =>
  (await fetch(`${url}/studio/issues`, { headers: { cookie }, redirect: 'manual' })).status;

test('a cookie that was copied before its editor signed out opens nothing afterwards', async () => {
  const url = await start();
  const cookie = await signIn(url);
  expect(await statusOf(url, cookie)).toBe(200);
  await post(url, '/studio/sign-out', {}, { cookie });
  expect(await statusOf(url, cookie)).toBe(401);
});

test('a session survives a restart, but not a new password or a rotated secret', async () => {
  const cookie = await signIn(await start());
  expect(await statusOf(await start(), cookie)).toBe(200);
  expect(await statusOf(await start({ STUDIO_PASSWORD: 'entirely different words' }), cookie)).toBe(401);
  expect(await statusOf(await start({ SIGNING_SECRET: `${'n'.repeat(32)},${SECRET}` }), cookie)).toBe(401);
});

describe('the cookie of an editor who signed out, after an older database is back', () => {
  const signedOut = async (backUp: () => Promise<unknown>) => {
    const cookie = await signIn(await start());
    await backUp();
    await post(served?.url ?? '', '/studio/sign-out', {}, { cookie });
    expect(await statusOf(served?.url ?? '', cookie)).toBe(401);
    await served?.stop();
    served = null;
    return cookie;
  };

  test('a signed-out cookie opens nothing after a restore', async () => {
    const backups = join(place.folder, 'backups');
    const run = (...parameters: string[]) =>
      runCommand(parameters, { env: { ...place.env, SIGNING_SECRET: SECRET } });
    const cookie = await signedOut(() => run('backup', backups));
    expect((await run('restore', backups, '--yes')).status).toBe(0);
    expect(await statusOf(await start(), cookie)).toBe(401);
  });

  test('a signed-out cookie opens nothing after a manual copy of the database is put back', async () => {
    const copy = join(place.folder, 'copy.db');
    const cookie = await signedOut(async () => {
      // Stopped, so that the file is complete.
      await served?.stop();
      copyFileSync(place.database, copy);
      await start();
    });
    copyFileSync(copy, place.database);
    expect(await statusOf(await start(), cookie)).toBe(401);
  });
});

test('guesses from two hundred networks at once are nearly all refused unread, and no editor is signed out', async () => {
  const url = await start({ TRUSTED_PROXIES: '127.0.0.1' });
  const cookie = await signIn(url);
  const answers = await Promise.all(
    Array.from({ length: GUESSES }, (_, number) =>
      post(
        url,
        '/studio/sign-in',
        { password: `a guess, number ${number}` },
        { 'x-forwarded-for': `198.51.${number % 100}.${number}` },
      ),
    ),
  );
  const statuses = answers.map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([401, 429]));
  expect(statuses.filter((status) => status === 401).length).toBeLessThan(GUESSES / 4);
  for (const { headers } of answers) expect(headers.get('set-cookie')).toBeNull();
  expect(await statusOf(url, cookie)).toBe(200);
});

test('during endless guesses by strangers, the editor signs in from their usual browser', async () => {
  const url = await start({ TRUSTED_PROXIES: '127.0.0.1' });
  const signInFrom = (network: string, password: string, cookie = '') =>
    post(url, '/studio/sign-in', { password }, { 'x-forwarded-for': network, cookie });
  const first = await signInFrom('192.0.2.1', PASSWORD);
  const browser = first.headers.getSetCookie().map((one) => one.split(';')[0]);
  for (let number = 0; number < 20; number += 1) await signInFrom(`198.51.100.${number}`, 'a guess');
  expect((await signInFrom('192.0.2.1', PASSWORD)).status).toBe(429);
  const known = browser.find((one) => one?.startsWith('studio-browser-')) ?? '';
  expect((await signInFrom('192.0.2.1', PASSWORD, known)).status).toBe(303);
  const opened = await fetch(`${url}/studio`, { headers: { cookie: known } });
  expect(opened.status).toBe(401);
});
