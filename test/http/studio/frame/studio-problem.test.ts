import { afterEach, expect, test } from 'vitest';
import { openStudio, type Studio } from '../../../support/http/studio.ts';

let studio: Studio;
afterEach(() => studio.close());

/** The text and the link of an error page. */
const pageAt = async (path: string) => {
  const response = await studio.visit(path);
  const page = await response.text();
  return {
    status: response.status,
    isOfStudio: page.includes('aria-label="Studio">'),
    leadsReadersOn: /Sign-up page|Your links by email/.test(page),
    page,
  };
};

test.each([
  ['/studio/nowhere', '/studio', 'Open the next issue'],
  ['/studio/subscribers/999', '/studio/subscribers', 'Back to Subscribers'],
  ['/studio/subscribers/bulk/123456789012', '/studio/subscribers', 'Back to Subscribers'],
  ['/studio/issues/2026-W60', '/studio/issues', 'Back to Issues'],
  ['/studio/outbox/none', '/studio/outbox', 'Back to Test mailbox'],
  ['/studio?slot=2026-W60', '/studio', 'Open the next issue'],
])('an editor who meets an error at %s stays in the studio, and is led to %s', async (path, to, words) => {
  studio = await openStudio();
  expect(await pageAt(path)).toMatchObject({
    status: 404,
    isOfStudio: true,
    leadsReadersOn: false,
    page: expect.stringContaining(`<a class="btn primary" href="${to}">${words}</a>`),
  });
});

test('a program that meets an error gets it as JSON', async () => {
  studio = await openStudio();
  const response = await studio.visit('/studio/nowhere', { headers: { accept: 'application/json' } });
  expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
});

test('an editor who tried too many passwords is led back to the sign-in page', async () => {
  studio = await openStudio({ isSignedIn: false });
  let response = await studio.submit('/studio/sign-in', { password: 'wrong' });
  for (let attempt = 2; attempt <= 12 && response.status === 401; attempt += 1)
    response = await studio.submit('/studio/sign-in', { password: 'wrong' });
  expect(response.status).toBe(429);
  expect(await response.text()).toContain('<a class="btn primary" href="/studio">Sign in</a>');
});

test('a visitor without a key sees no page of the studio', async () => {
  studio = await openStudio({
    isSignedIn: false,
    settings: { STUDIO_PASSWORD: '' },
    publicUrl: 'http://127.0.0.1:3000',
  });
  expect(await pageAt('/studio/nowhere')).toMatchObject({
    status: 401,
    isOfStudio: false,
  });
});
