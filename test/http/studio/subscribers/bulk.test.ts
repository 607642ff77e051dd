import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStudio, STUDIO_PASSWORD, type Studio } from '../../../support/http/studio.ts';
import {
  addReaders,
  aNewSubscriber,
  approveIssue,
  freezeWholeAudience,
  IMPORTED,
} from '../../../support/issues.ts';
import { parsedPage } from '../../pages/open-pages.ts';

let studio: Studio;
beforeEach(async () => {
  studio = await openStudio();
});
afterEach(() => studio.close());

const add = (...given: Parameters<typeof aNewSubscriber>[0][]) =>
  studio.subscriberStore.importSubscribers(given.map(aNewSubscriber), IMPORTED);

const WAITING = { timeout: 30_000 };

type Fields = [string, string][];

const bulk = async (fields: Fields) =>
  studio.visit('/studio/subscribers/bulk', {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

/** Asks about people, and returns the URL of the question once they are counted. */
async function ask(action: string, fields: Fields): Promise<string> {
  const response = await bulk([['do', action], ...fields]);
  expect(response.status).toBe(303);
  const path = response.headers.get('location') ?? '';
  await expect.poll(() => studio.read(path), WAITING).not.toContain('counting who is meant');
  return path;
}

/** Presses a button of a page, and returns the page once everything is done. */
async function press(path: string, button: 'start' | 'undo'): Promise<string> {
  expect((await studio.submit(`${path}/${button}`, {})).headers.get('location')).toBe(path);
  await expect.poll(() => studio.read(path), WAITING).not.toContain('<progress');
  return studio.read(path);
}

const heading = async (path: string) => parsedPage(await studio.read(path)).texts('h1')[0];
const statuses = async () => (await studio.tables()).subscribers?.map(({ status }) => status);

describe('unsubscribing many', () => {
  test('those who are ticked are asked about with their number and sum, and only then unsubscribed', async () => {
    await add({ email: 'a@a.test' }, { email: 'b@a.test', status: 'pending' }, { email: 'c@a.test' });
    const before = await studio.tables();
    const path = await ask('unsubscribe', [
      ['who', '1'],
      ['who', '2'],
      ['who', '9'],
    ]);
    expect(path).toMatch(/^\/studio\/subscribers\/bulk\/tests\.1\.\d{12}$/);
    const question = await studio.read(path);
    expect(await heading(path)).toBe('Unsubscribe 2 subscribers?');
    expect(question).toContain('1 confirmed + 1 not confirmed = 2');
    expect(question).toMatch(/a@a\.test.*b@a\.test/s);
    expect(parsedPage(question).texts('title').join()).not.toContain('@');
    const { studio_events: _, ...others } = await studio.tables();
    expect(others).toEqual({ ...before, studio_events: undefined });
    expect(await press(path, 'start')).toContain('2 subscribers are unsubscribed.');
    expect(await statuses()).toEqual(['unsubscribed', 'unsubscribed', 'confirmed']);
    expect((await studio.tables()).consent_events?.slice(3)).toMatchObject([
      { event: 'unsubscribed', source: 'studio' },
      { event: 'unsubscribed', source: 'studio (was pending)' },
    ]);
    expect(studio.events.at(-1)).toMatchObject({ event: 'unsubscribed', about: '2 subscribers' });
    expect(await studio.read('/studio/sign-ins')).toMatch(/Subscribers were unsubscribed.*2 subscribers/s);
  });

  test('all of a state are unsubscribed, and nobody else', async () => {
    await addReaders(studio.subscriberStore, 1_200);
    await add({ email: 'p@a.test', status: 'pending' }, { email: 'b@a.test', suppression: 'bounced' });
    const path = await ask('unsubscribe', [
      ['all', 'yes'],
      ['state', 'confirmed'],
    ]);
    expect(await heading(path)).toBe('Unsubscribe 1,200 subscribers?');
    expect(await press(path, 'start')).toContain('1,200 subscribers are unsubscribed.');
    expect((await statuses())?.filter((status) => status === 'unsubscribed')).toHaveLength(1_200);
    expect((await statuses())?.slice(-2)).toEqual(['pending', 'confirmed']);
  });

  test('all that a search finds are unsubscribed, on whichever page they are', async () => {
    await addReaders(studio.subscriberStore, 70);
    await add({ email: 'other@a.test' });
    const found = await studio.submit('/studio/subscribers/search', { text: 'eader' });
    const number = (found.headers.get('location') ?? '').split('/').at(-1) ?? '';
    const path = await ask('unsubscribe', [
      ['all', 'yes'],
      ['found', number],
    ]);
    expect(await studio.read(path)).toContain('All with “eader”');
    await press(path, 'start');
    expect((await statuses())?.filter((status) => status === 'confirmed')).toHaveLength(1);
  });

  test('who changed since the question stays as they are', async () => {
    await add(
      { email: 'a@a.test', status: 'pending' },
      { email: 'b@a.test', status: 'pending' },
      { email: 'c@a.test' },
    );
    const path = await ask('unsubscribe', [
      ['all', 'yes'],
      ['state', 'pending'],
    ]);
    await add({ email: 'a@a.test', status: 'confirmed' });
    expect(await press(path, 'start')).toMatch(
      /1 subscriber is unsubscribed\..*1 subscriber had changed before/s,
    );
    expect(await statuses()).toEqual(['confirmed', 'unsubscribed', 'confirmed']);
  });

  test('it can be taken back for those about whom nothing was decided since', async () => {
    await add({ email: 'a@a.test' }, { email: 'b@a.test', status: 'pending' }, { email: 'c@a.test' });
    const path = await ask('unsubscribe', [['all', 'yes']]);
    await press(path, 'start');
    await studio.subscriberStore.unsubscribe('c@a.test', {
      event: 'unsubscribed',
      source: 'link',
      at: studio.clock.now(),
    });
    expect(await press(path, 'undo')).toMatch(
      /2 subscribers are as they were before\..*1 subscriber had changed/s,
    );
    expect(await statuses()).toEqual(['confirmed', 'pending', 'unsubscribed']);
    expect((await studio.submit(`${path}/undo`, {})).status).toBe(409);
  });

  test('it is done once, however often the button is pressed', async () => {
    await addReaders(studio.subscriberStore, 300);
    const path = await ask('unsubscribe', [['all', 'yes']]);
    const answers = await Promise.all([1, 2, 3].map(() => studio.submit(`${path}/start`, {})));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409]);
    await expect.poll(() => studio.read(path), WAITING).toContain('300 subscribers are unsubscribed.');
    expect((await studio.tables()).consent_events).toHaveLength(600);
  });

  test('it stops when the server stops', async () => {
    await addReaders(studio.subscriberStore, 300);
    const path = await ask('unsubscribe', [['all', 'yes']]);
    studio.stop();
    expect(await press(path, 'start')).toContain('It stopped after 0 subscribers.');
    expect(studio.errors).toEqual([]);
  });
});

describe('erasing many', () => {
  test('those who are erased are gone from everywhere, and it is said what stays', async () => {
    await add({ email: 'ada@a.test' }, { email: 'bo@a.test' }, { email: 'stays@b.test' });
    await approveIssue(studio);
    await freezeWholeAudience(studio.deliveryStore);
    const path = await ask('erase', [
      ['who', '1'],
      ['who', '2'],
    ]);
    expect(await studio.read(path)).toMatch(/cannot be brought back.*Erase 2 subscribers for good/s);
    const done = await press(path, 'start');
    expect(done).toMatch(/2 subscribers are erased\..*stay counted.*: 2\./s);
    expect(done).not.toContain('@a.test');
    expect(JSON.stringify(await studio.tables())).not.toContain('@a.test');
    expect((await studio.tables()).subscribers).toMatchObject([{ email: 'stays@b.test' }]);
    expect((await studio.tables()).suppressions).toHaveLength(2);
    expect(studio.events.at(-1)).toMatchObject({ event: 'erased', about: '2 subscribers' });
    expect((await studio.submit(`${path}/undo`, {})).status).toBe(409);
  });
});

describe('downloading many', () => {
  test('those who are chosen are written as the whole list would be, and it is recorded', async () => {
    await add(
      { email: 'a@a.test', name: '=1+1' },
      { email: 'b@a.test' },
      { email: 'c@a.test', suppression: 'bounced' },
    );
    const path = await ask('download', [
      ['who', '1'],
      ['who', '3'],
    ]);
    expect(await heading(path)).toBe('Download 2 subscribers?');
    const response = await studio.visit(`${path}/subscribers.csv`);
    expect((await response.text()).split('\n').slice(1, 3)).toEqual([
      expect.stringMatching(/^a@a\.test,'=1\+1,confirmed,/),
      expect.stringMatching(/^c@a\.test,,bounced,/),
    ]);
    expect(response.headers.get('content-disposition')).toContain('subscribers-2026-11-17.csv');
    expect(studio.events.at(-1)).toMatchObject({ event: 'exported', about: '2 subscribers' });
    expect((await studio.submit(`${path}/start`, {})).status).toBe(409);
  });

  test('a question about something else is no download', async () => {
    await add({ email: 'a@a.test' });
    const path = await ask('erase', [['who', '1']]);
    expect((await studio.visit(`${path}/subscribers.csv`)).status).toBe(404);
  });
});

describe('a choice of many', () => {
  const choices: [string, Fields, number][] = [
    ['nobody', [['do', 'erase']], 422],
    [
      'an odd number',
      [
        ['do', 'erase'],
        ['who', '1e3'],
        ['who', '-1'],
        ['who', 'x'],
      ],
      422,
    ],
    [
      'an action that there is not',
      [
        ['do', 'mail'],
        ['who', '1'],
      ],
      422,
    ],
    ['no action', [['who', '1']], 422],
    [
      'a search that is no longer kept',
      [
        ['do', 'erase'],
        ['all', 'yes'],
        ['found', '123456789012'],
      ],
      404,
    ],
  ];

  test.each(choices)('a choice of %s changes nothing and says what to do', async (_, fields, status) => {
    await add({ email: 'a@a.test' });
    expect((await bulk(fields)).status).toBe(status);
    expect(await statuses()).toEqual(['confirmed']);
  });

  test('a question that is not there is not answered', async () => {
    for (const number of ['1', '123456789012']) {
      const path = `/studio/subscribers/bulk/${number}`;
      expect((await studio.visit(path)).status).toBe(404);
      for (const action of ['start', 'undo'])
        expect((await studio.submit(`${path}/${action}`, {})).status).toBe(404);
      expect((await studio.visit(`${path}/subscribers.csv`)).status).toBe(404);
    }
  });

  test('a choice of people who are gone says that nobody is there', async () => {
    expect(await heading(await ask('erase', [['who', '7']]))).toBe('Nobody is there');
  });

  test('only the last few questions are kept', async () => {
    await add({ email: 'a@a.test' });
    const first = await ask('erase', [['who', '1']]);
    for (let count = 0; count < 5; count += 1) await ask('erase', [['who', '1']]);
    expect((await studio.visit(first)).status).toBe(404);
  });

  test.each([
    ['unsubscribing', 'unsubscribe', 'start', 'POST'],
    ['erasing', 'erase', 'start', 'POST'],
    ['downloading', 'download', 'subscribers.csv', 'GET'],
  ])('%s many asks for the password again after a while', async (_, action, what, method) => {
    await add({ email: 'a@a.test' });
    const cookie = await studio.freshCookie();
    const path = await ask(action, [['who', '1']]);
    studio.clock.advance(16 * 60_000);
    const visit = (body: string) =>
      studio.visit(`${path}/${what}`, {
        method,
        ...(method === 'POST' && { body }),
        headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      });
    const asked = await visit('');
    expect([asked.status, await asked.text()]).toEqual([401, expect.stringContaining('Your password')]);
    expect(await statuses()).toEqual(['confirmed']);
    if (method === 'POST')
      expect((await visit(new URLSearchParams({ password: STUDIO_PASSWORD }).toString())).status).toBe(303);
  });
});

test('a step of a bulk change takes little time, however many there are', async () => {
  await addReaders(studio.subscriberStore, 5_000);
  const people = Array.from({ length: 5_000 }, (_, index) => ({
    id: index + 1,
    state: 'confirmed' as const,
  }));
  const provenance = { source: 'studio', at: studio.clock.now() };
  const first = await studio.subscriberStore.unsubscribeMany(people, provenance);
  expect(first.taken).toBeGreaterThan(0);
  expect(first.taken).toBeLessThan(5_000);
  expect(first.changed).toBe(first.taken);
  const again = await studio.subscriberStore.unsubscribeMany(people.slice(0, 1), provenance);
  expect(again).toEqual({ taken: 1, changed: 0 });
});
