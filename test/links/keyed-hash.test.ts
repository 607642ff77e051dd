import { expect, test } from 'vitest';
import { createTimeTrap } from '../../src/http/sign-up-checks/time-trap.ts';
import { createKnownBrowsers } from '../../src/http/studio/access/known-browser.ts';
import { createKeyedHash } from '../../src/links/keyed-hash.ts';
import { createTokenSigner } from '../../src/links/tokens.ts';
import { createErasedKeys } from '../../src/subscribers/erased-key.ts';
import { createNetworkKey } from '../../src/subscribers/sign-ups/network-key.ts';
import { createThrottleKey } from '../../src/subscribers/sign-ups/throttle-key.ts';

const SECRET = 'first-secret-of-thirty-two-characters';
const ROTATED = ['second-secret-of-thirty-two-character', SECRET];

test('links, stamps and cookies from earlier versions stay valid, after a new secret too', () => {
  const signer = createTokenSigner([SECRET]);
  const subject = { subscriberId: 7, slot: '2026-W47' };
  const [token, legacy] = ['aeaaaaaaa4a7vl4tq5xwzks25oqocs37dktshtxj', 'AAAAAAcB-q_qVdyHR6qNaRpub9bQf_Vl'];
  expect(signer.sign({ purpose: 'unsubscribe', ...subject })).toBe(token);
  expect(signer.sign({ purpose: 'unsubscribe', form: 'base64url', ...subject })).toBe(legacy);
  for (const text of [token, legacy])
    expect(createTokenSigner(ROTATED).verify('unsubscribe', text)).toEqual({ token: text, ...subject });
  const clock = { now: () => 1_700_000_005_000, sleep: async () => undefined };
  expect(createTimeTrap({ secrets: ROTATED, clock }).judge('AAABi8_laAAhfiwcl0N__zv7sp1LsZEL')).toBe(
    'passed',
  );
  const cookie = 'AAAAAAAAAAAAAAAAAAAAAA.iOdt4bS6qgumqI9japXi9fLo78zMqsP5BjSl4c5IpBo';
  expect(createKnownBrowsers(ROTATED).verify(cookie)).toBe(cookie.split('.')[0]);
});

test('the keys of addresses and networks are those of earlier versions', () => {
  const erased = 'hmac:8b4b975cc5c4e28102708a410828c59ce0005429ea2d12c372764982af4d2c1e';
  expect(createErasedKeys(ROTATED)('ada@example.com')[1]).toBe(erased);
  const throttle = 'c9e3687e8aaad17ce2c6f7a57fce4f815d8b23e0a228293f08e74bf35fd6246b';
  expect(createThrottleKey([SECRET])('ada@example.com')).toBe(throttle);
  const network = '27412130ca37bf29a69564dc7b14a250f6c6bd7ccb00ec777250bca18a6d654f';
  expect(createNetworkKey([SECRET], 'sign-ups')('192.0.2.1')).toBe(network);
});

test('a hash that is altered, cut short or for another use is not valid', () => {
  const { hash, verify } = createKeyedHash({ secrets: [SECRET], use: 'one' });
  const given = hash('data');
  expect(verify('data', given)).toBe(true);
  expect(verify('other', given)).toBe(false);
  expect(verify('data', given.subarray(1))).toBe(false);
  expect(createKeyedHash({ secrets: [SECRET], use: 'other' }).verify('data', given)).toBe(false);
});
