import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATABASES, SIGNING_SECRET } from '../support/database/places.ts';
import { linkTo } from '../support/http/load.ts';
import { type RoundRobin, startRoundRobin } from '../support/http/round-robin.ts';
import { type Served, startServed } from '../support/http/served.ts';
import { cookieOf, STUDIO_PASSWORD } from '../support/http/studio.ts';
import type { Place } from '../support/processes.ts';

let place: Place;
let proxy: RoundRobin;
let processes: Served[] = [];
let cookie = '';

type Init = { method?: string; body?: string; headers?: Record<string, string> };

const ask = (path: string, { headers, ...init }: Init = {}) =>
  fetch(proxy.url + path, {
    ...init,
    headers: { accept: 'text/html', origin: proxy.url, cookie, ...headers },
    redirect: 'manual',
  });

const send = (path: string, fields: Record<string, string>) =>
  ask(path, {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

const locationOf = (response: Response) => response.headers.get('location') ?? '';

const ELSEWHERE = /only process \d+ on \S+ has it/;

/** Asks as an editor does who is told that another process has it; what is not of 503 is the answer. */
async function untilFound(visit: () => Promise<Response>): Promise<{ response: Response; told: number }> {
  for (let told = 0; ; told += 1) {
    const response = await visit();
    if (response.status !== 503 || told === 3) return { response, told };
    expect(await response.text()).toMatch(ELSEWHERE);
  }
}

const read = async (path: string) => (await untilFound(() => ask(path))).response.text();

for (const { name, isMissing, makePlace } of DATABASES)
  describe.skipIf(isMissing)(
    `two processes on one database of ${name}, behind a proxy that keeps no browser on one of them`,
    () => {
      beforeAll(async () => {
        place = await makePlace();
        proxy = await startRoundRobin();
        const env = { STUDIO_PASSWORD, SIGNING_SECRET, PUBLIC_URL: proxy.url };
        processes = [await startServed(place, env), await startServed(place, env)];
        proxy.use(...processes.map(({ port }) => port));
        cookie = cookieOf(await send('/studio/sign-in', { password: STUDIO_PASSWORD }));
      });
      afterAll(async () => {
        await Promise.all(processes.map(({ stop }) => stop('SIGKILL')));
        await proxy.stop();
        await place.remove();
      });

      test('each page of an import is answered, or says which process has it; its people are seen by both', async () => {
        const uploaded = await ask('/studio/subscribers/import', {
          method: 'POST',
          body: 'email,status\nada@a.test,confirmed\ngrace@a.test,confirmed\n',
          headers: { 'content-type': 'text/csv', 'x-file-name': 'list.csv' },
        });
        const path = locationOf(uploaded);
        expect(path).toMatch(/^\/studio\/subscribers\/import\/[\w.-]+\.\d+\.\d{12}$/);

        const pages = [await ask(path), await ask(path)];
        expect(pages.map(({ status }) => status).sort()).toEqual([200, 503]);
        const elsewhere = pages.find(({ status }) => status === 503);
        expect(elsewhere?.headers.get('refresh')).toBe('1; url=?again=1');
        const told = await elsewhere?.text();
        expect(told).toContain('This import is on another process');
        expect(told).toContain('<a class="btn primary" href="">Try again</a>');
        expect(await read(path)).toContain('list.csv');

        const started = await untilFound(() => send(`${path}/start`, { consent: 'shown' }));
        const { response } = started;
        expect([response.status, locationOf(response), started.told < 2]).toEqual([303, path, true]);
        await expect.poll(() => read(path)).toContain('The list is imported');
        for (const { url } of processes)
          expect(await (await fetch(`${url}/studio/subscribers`, { headers: { cookie } })).text()).toContain(
            'grace@a.test',
          );
      });

      test('a search is found by both', async () => {
        const path = locationOf(await send('/studio/subscribers/search', { text: 'grace@a.test' }));
        for (const response of [await ask(path), await ask(path)]) {
          expect(response.status).toBe(200);
          expect(await response.text()).toContain('grace@a.test');
        }
      });

      test('many are unsubscribed, and that is taken back', async () => {
        const asked = await send('/studio/subscribers/bulk', { do: 'unsubscribe', who: '1' });
        const path = locationOf(asked);
        expect(await read(path)).toContain('Unsubscribe 1 subscriber?');
        for (const [button, done] of [
          ['start', '1 subscriber is unsubscribed.'],
          ['undo', '1 subscriber is as they were before.'],
        ]) {
          const { response, told } = await untilFound(() => send(`${path}/${button}`, {}));
          expect([response.status, locationOf(response), told < 2]).toEqual([303, path, true]);
          await expect.poll(() => read(path)).toContain(done);
        }
      });

      test('what happens at one is told to the pages that are open at the other, within a second', async () => {
        const [first, second] = processes;
        const end = new AbortController();
        const events = await fetch(`${second?.url}/studio/events`, {
          headers: { cookie },
          signal: end.signal,
        });
        const told = events.body?.pipeThrough(new TextDecoderStream()).getReader();
        expect((await told?.read())?.value).toContain('event: ready');
        const form = new URLSearchParams({ email: 'ada@verdicts.test' });
        await fetch(`${first?.url}/subscribe`, { method: 'POST', body: form, redirect: 'manual' });
        const signedUpAt = performance.now();
        expect((await told?.read())?.value).toContain('event: changed');
        expect(performance.now() - signedUpAt).toBeLessThan(1_000);
        end.abort();
      });

      test('who signed up at one confirms at the other', async () => {
        await expect.poll(() => place.messages(), { timeout: 20_000 }).toHaveLength(1);
        const [name = ''] = await place.messages();
        const { text } = await PostalMime.parse(await readFile(join(place.outbox, 'new', name)));
        const [, token = ''] = /\/confirm\/([\w-]+)/.exec(text ?? '') ?? [];
        expect((await fetch(`${processes[1]?.url}/confirm/${token}`, { method: 'POST' })).status).toBe(200);
        expect(await read('/studio/subscribers')).toContain('ada@verdicts.test');
      });

      test('what is changed in the studio of one is told to the open pages of the other within a second, and shown by it', async () => {
        const [first, second] = processes;
        const from = { cookie, origin: proxy.url, accept: 'text/html' };
        const save = (path: string, body: FormData | URLSearchParams) =>
          fetch(`${first?.url}${path}`, { method: 'POST', body, headers: from, redirect: 'manual' });
        const look = new FormData();
        look.append('revision', '0');
        look.append('tagline', 'In two minutes');
        const changes: [path: string, body: FormData | URLSearchParams, shown: string][] = [
          ['/studio/settings', new URLSearchParams({ NEWSLETTER_NAME: 'Their Verdicts' }), 'Their Verdicts'],
          ['/studio/look', look, 'In two minutes'],
        ];
        for (const [path, body, shown] of changes) {
          const end = new AbortController();
          const events = await fetch(`${second?.url}/studio/events`, { headers: from, signal: end.signal });
          const told = events.body?.pipeThrough(new TextDecoderStream()).getReader();
          expect((await told?.read())?.value).toContain('event: ready');
          expect((await save(path, body)).status).toBe(303);
          const savedAt = performance.now();
          expect((await told?.read())?.value).toContain('event: changed');
          expect(performance.now() - savedAt).toBeLessThan(1_000);
          end.abort();
          expect(await (await fetch(`${second?.url}/`)).text()).toContain(shown);
        }
      });

      test('who signed up at one confirms at the other, leaves at the first, and the second knows', async () => {
        const email = 'alan@verdicts.test';
        const form = { method: 'POST', headers: { accept: 'text/html' } } as const;
        const [first, second] = processes;
        const signedUp = await fetch(`${first?.url}/subscribe`, {
          ...form,
          body: new URLSearchParams({ email }),
          redirect: 'manual',
        });
        expect(signedUp.status).toBe(303);
        const emailed = async () => {
          const texts = await Promise.all(
            (await place.messages()).map((name) => readFile(join(place.outbox, 'new', name), 'utf8')),
          );
          return texts.find((text) => text.includes(`To: ${email}`)) ?? '';
        };
        await expect.poll(emailed, { timeout: 20_000 }).not.toBe('');
        const { text } = await PostalMime.parse(await emailed());
        const [, token = ''] = /\/confirm\/([\w-]+)/.exec(text ?? '') ?? [];
        expect((await fetch(`${second?.url}/confirm/${token}`, form)).status).toBe(200);
        const found = await read(locationOf(await send('/studio/subscribers/search', { text: email })));
        const [, subscriberId] = /\/studio\/subscribers\/(\d+)"/.exec(found) ?? [];
        const preferences = linkTo('preferences', Number(subscriberId));
        const left = await fetch(`${first?.url}${preferences}`, {
          ...form,
          body: new URLSearchParams({ action: 'unsubscribe' }),
        });
        expect(left.status).toBe(200);
        const page = await (await fetch(`${second?.url}${preferences}`)).text();
        expect(page).toContain('Unsubscribed by mistake?');
      });

      test('what a process had that has ended is gone, and nobody is sent to look for it', async () => {
        const asked = await send('/studio/subscribers/bulk', { do: 'erase', who: '1' });
        const [, pid] = /\.(\d+)\.\d{12}$/.exec(locationOf(asked)) ?? [];
        const [first, second] = processes;
        const [owner, other] = first?.pid === Number(pid) ? [first, second] : [second, first];
        await owner?.stop();
        proxy.use(other?.port ?? 0);
        const answer = await ask(locationOf(asked));
        expect([answer.status, await answer.text()]).toEqual([
          404,
          expect.stringContaining('This selection is no longer here'),
        ]);
        expect((await ask('/studio/subscribers')).status).toBe(200);
      });
    },
  );
