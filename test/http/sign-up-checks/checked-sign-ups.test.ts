import type { Challenge } from 'altcha-lib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CHALLENGE_LIFETIME_MS } from '../../../src/http/sign-up-checks/proof-of-work.ts';
import { MIN_FILL_TIME_MS } from '../../../src/http/sign-up-checks/time-trap.ts';
import type { SignUpCheck } from '../../../src/settings/settings.ts';
import { openWithTables } from '../../support/database/tables.ts';
import { openHttpApp, SITE } from '../../support/http/http-app.ts';
import { solve } from '../../support/http/proofs.ts';
import { aNewSubscriber, IMPORTED } from '../../support/issues.ts';
import { limitsOf } from '../../support/sign-ups.ts';
import { BROWSER, HOSTILE, openPages, type Pages, parsedPage } from '../pages/open-pages.ts';

const BOTH: readonly SignUpCheck[] = ['time-trap', 'proof-of-work'];
const SITE_ORIGIN = 'https://site.test';
const ADA = 'ada@verdicts.test';

let pages: Pages;
const open = async (...checks: SignUpCheck[]) => {
  pages = await openPages({ checks, allowedOrigins: [SITE_ORIGIN] });
};
afterEach(() => pages.close());

type Fields = Record<string, string>;
const postForm = (fields: Fields, headers: Fields = BROWSER) =>
  pages.http.request('/subscribe', { method: 'POST', body: new URLSearchParams(fields), headers });
const postJson = (fields: Fields) =>
  pages.http.request('/subscribe', {
    method: 'POST',
    body: JSON.stringify(fields),
    headers: { 'content-type': 'application/json' },
  });
const kept = async () => ((await pages.tables()).sign_ups ?? []).map(({ email }) => email);

interface ChallengeResponse {
  stamp?: string;
  challenge?: Challenge;
}
const neededOf = async (response: Response) => (await response.json()) as ChallengeResponse;
const needed = async () => neededOf(await pages.get('/subscribe/challenge'));

/** Passes the checks that a form needs now. */
async function prove(): Promise<Fields> {
  const { stamp, challenge } = await needed();
  pages.clock.advance(MIN_FILL_TIME_MS);
  return { ...(stamp && { stamp }), ...(challenge && { proof: await solve(challenge) }) };
}

/** The fields of the form in a page, as a browser sends them. */
const fieldsIn = (html: string): Fields =>
  Object.fromEntries(
    parsedPage(html)
      .all('input')
      .map(({ attribs: { name, value } }) => [name, value ?? '']),
  );

const policyOf = (response: Response) => response.headers.get('content-security-policy');

describe('without any sign-up check', () => {
  beforeEach(() => open());

  test('a form carries no stamp and no proof, and none can be requested', async () => {
    const response = await pages.get('/');
    expect(response.headers.get('cache-control')).toBe('public, max-age=300, s-maxage=600');
    const html = await response.text();
    expect(Object.keys(fieldsIn(html))).toEqual(['source', 'email', 'name', 'homepage']);
    expect(html).not.toContain('<script');
    expect(policyOf(response)).not.toContain('script');
    expect(await needed()).toEqual({});
  });

  test('a stamp or a proof that a form carries anyway is ignored', async () => {
    expect((await postJson({ email: ADA, stamp: 'x', proof: 'y' })).status).toBe(202);
  });
});

describe('the sign-up page with checks', () => {
  test('the sign-up page has a stamp for the time trap, and is not cached', async () => {
    await open('time-trap');
    const response = await pages.get('/');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const html = await response.text();
    expect(fieldsIn(html).stamp).toMatch(/^[\w-]{32}$/);
    expect(html).not.toContain('<script');
  });

  test.each([['/'], ['again']])(
    'the sign-up page at %s has our script for the proof of work, and says who needs it',
    async (where) => {
      await open(...BOTH);
      const response = where === '/' ? await pages.get('/') : await postForm({ email: 'ada' });
      expect(policyOf(response)).toContain("script-src 'self'; connect-src 'self'");
      const { attributes, texts } = parsedPage(await response.text());
      expect(attributes('script', 'src')).toEqual(['/embed.js']);
      expect(attributes('form', 'data-verdicts')).toEqual(['']);
      expect(texts('noscript').join()).toContain('This form needs JavaScript');
    },
  );
});

describe('what a form needs for the checks', () => {
  test('stamps and challenges are handed out to pages of the listed origins, and are not cached', async () => {
    await open(...BOTH);
    const response = await pages.get('/subscribe/challenge', { origin: SITE_ORIGIN });
    expect(response.headers.get('access-control-allow-origin')).toBe(SITE_ORIGIN);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(Object.keys(await neededOf(response))).toEqual(['stamp', 'challenge']);
    const stranger = await pages.get('/subscribe/challenge', { origin: 'https://elsewhere.test' });
    expect(stranger.headers.get('access-control-allow-origin')).toBeNull();
  });
});

test('the script waits as long as a stamp must, and keeps no proof longer than its challenge lasts', async () => {
  await open(...BOTH);
  const script = await pages.read('/embed.js');
  const [, waits = ''] = /SHORTEST_FILLING = ([\d_]+);/.exec(script) ?? [];
  const [, keeps = ''] = /FRESH = (\d+) \* 60_000;/.exec(script) ?? [];
  expect(Number(waits.replaceAll('_', ''))).toBeGreaterThan(MIN_FILL_TIME_MS);
  expect(Number(keeps) * 60_000).toBeGreaterThan(0);
  expect(Number(keeps) * 60_000).toBeLessThan(CHALLENGE_LIFETIME_MS);
});

describe('a plain form of a static site, with the time trap', () => {
  beforeEach(() => open('time-trap'));
  const filledIn = { email: ADA, name: 'Ada "L."', source: 'footer', redirect: `${SITE_ORIGIN}/thanks` };

  test('a plain form of a static site is shown again on our page, filled in, and accepted when it is sent again', async () => {
    const asked = await postForm(filledIn);
    expect([asked.status, asked.headers.get('cache-control')]).toEqual([422, 'no-store']);
    const html = await asked.text();
    expect(parsedPage(html).texts('p')).toContain('One more step: press the button once more.');
    const { stamp, ...carried } = fieldsIn(html);
    expect(carried).toEqual(filledIn);
    expect(await kept()).toEqual([]);
    pages.clock.advance(MIN_FILL_TIME_MS);
    const taken = await postForm(fieldsIn(html));
    expect([taken.status, taken.headers.get('location')]).toEqual([303, `${SITE_ORIGIN}/thanks`]);
    expect(await kept()).toEqual([ADA]);
  });

  test('a form that is sent too soon keeps its stamp, so that waiting helps', async () => {
    const first = fieldsIn(await (await postForm(filledIn)).text());
    pages.clock.advance(MIN_FILL_TIME_MS - 1);
    const second = fieldsIn(await (await postForm(first)).text());
    expect(second).toEqual(first);
    pages.clock.advance(1);
    expect((await postForm(second)).status).toBe(303);
  });

  test('a form that was left open for too long gets a new stamp', async () => {
    const first = fieldsIn(await pages.read('/'));
    pages.clock.advance(24 * 60 * 60 * 1_000);
    const second = fieldsIn(await (await postForm({ ...first, email: ADA })).text());
    expect(second.stamp).not.toBe(first.stamp);
    pages.clock.advance(MIN_FILL_TIME_MS);
    expect((await postForm(second)).status).toBe(303);
  });

  test('a form never shows a stamp that is not ours', async () => {
    for (const stamp of HOSTILE) {
      const html = await (await postForm({ ...filledIn, stamp })).text();
      expect(fieldsIn(html).stamp).toMatch(/^[\w-]{32}$/);
    }
  });
});

describe('a sign-up by JSON with checks', () => {
  test.each<[string, SignUpCheck[]]>([
    ['stamp', ['time-trap']],
    ['proof', ['proof-of-work']],
  ])(
    'a sign-up by JSON without a %s is told where to get it, and accepted with it',
    async (field, checks) => {
      await open(...checks);
      const asked = await postJson({ email: ADA });
      expect([asked.status, asked.headers.get('content-type')]).toEqual([422, 'application/problem+json']);
      expect(await asked.json()).toMatchObject({
        fields: [field],
        detail: expect.stringContaining('GET /subscribe/challenge'),
      });
      expect(await kept()).toEqual([]);
      expect((await postJson({ email: ADA, ...(await prove()) })).status).toBe(202);
      expect(await kept()).toEqual([ADA]);
    },
  );

  test('a proof is accepted for one sign-up only', async () => {
    await open(...BOTH);
    const proven = await prove();
    const answers = await Promise.all([1, 2, 3].map(() => postJson({ email: ADA, ...proven })));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 422, 422]);
    expect(await kept()).toEqual([ADA]);
  });

  test('a sign-up that is refused for its address or its stamp does not use up its proof', async () => {
    await open(...BOTH);
    const proven = await prove();
    expect((await postJson({ ...proven, email: 'ada' })).status).toBe(422);
    expect((await postJson({ ...proven, email: ADA, stamp: '' })).status).toBe(422);
    expect((await postJson({ ...proven, email: ADA })).status).toBe(202);
  });
});

describe('the checks reveal nothing about an address', () => {
  const STATES = {
    new: null,
    pending: aNewSubscriber({ email: 'pending@verdicts.test', status: 'pending' }),
    confirmed: aNewSubscriber({ email: 'confirmed@verdicts.test' }),
    left: aNewSubscriber({ email: 'left@verdicts.test', status: 'unsubscribed' }),
    bounced: aNewSubscriber({ email: 'bounced@verdicts.test', suppression: 'bounced' }),
  };
  const seen = async (response: Response, email: string) => [
    response.status,
    [...response.headers],
    // The new fields of a form, and what was filled in.
    (await response.text()).replace(/name="stamp" value="[\w-]{32}"/, '').replaceAll(email, ''),
  ];

  test.each([
    ['form', postForm],
    ['JSON', postJson],
  ])(
    'a sign-up by %s gets the same answer for every address, whether it passes the checks or not',
    async (_, send) => {
      await open(...BOTH);
      await pages.subscriberStore.importSubscribers(
        Object.values(STATES).filter((subscriber) => subscriber !== null),
        IMPORTED,
      );
      const answers = { proven: [] as unknown[], unproven: [] as unknown[] };
      for (const state of Object.keys(STATES)) {
        const email = `${state}@verdicts.test`;
        answers.unproven.push(await seen(await send({ email }), email));
        answers.proven.push(await seen(await send({ email, ...(await prove()) }), email));
      }
      for (const all of Object.values(answers)) for (const answer of all) expect(answer).toEqual(all[0]);
      expect(answers.proven[0]).not.toEqual(answers.unproven[0]);
    },
  );
});

test('a sign-up that the checks ask for again does not count towards its network’s limit', async () => {
  const stores = await openWithTables();
  const two = { maxWithoutProof: 1, maxMoreWithProof: 1, windowMs: 60_000 };
  const { http } = openHttpApp(stores, undefined, undefined, SITE, {
    checks: ['proof-of-work'],
    limits: limitsOf({ host: two }),
  });
  const send = async (fields: Fields) =>
    (
      await http.request('/subscribe', {
        method: 'POST',
        body: new URLSearchParams({ email: ADA, ...fields }),
      })
    ).status;
  const proven = async () => {
    const { challenge } = await neededOf(await http.request('/subscribe/challenge'));
    return { proof: challenge === undefined ? '' : await solve(challenge) };
  };
  const statuses = [await send({}), await send({})];
  for (let count = 0; count < 3; count += 1) statuses.push(await send(await proven()));
  expect(statuses).toEqual([422, 422, 303, 303, 429]);
  stores.close();
});
