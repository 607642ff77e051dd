import { describe, expect, test } from 'vitest';
import { createSignatureCheck } from '../../src/provider-events/verify-signature.ts';
import { signedHeaders, WEBHOOK_SECRET } from '../support/sending/provider-events.ts';

const check = createSignatureCheck(WEBHOOK_SECRET);
const BODY = '{"type":"email.sent"}';
const MINUTE = 60_000;

const verify = (headers: Record<string, string>, body = BODY) =>
  check({ body: Buffer.from(body), header: (name) => headers[name] });

const signed = (at = new Date(), id = 'msg_1') => signedHeaders({ id, body: BODY, at });

/** The same headers under the names of the specification. */
const standard = (headers: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.replace('svix', 'webhook'), value]),
  );

describe('a signature is right', () => {
  test.each([
    ["under the provider's names", signed()],
    ['under the names of the specification', standard(signed())],
    ['four minutes old', signed(new Date(Date.now() - 4 * MINUTE))],
    ['four minutes ahead, as clocks are', signed(new Date(Date.now() + 4 * MINUTE))],
    ['the second of two', { ...signed(), 'svix-signature': `v1,bm90IHRoaXM= ${signed()['svix-signature']}` }],
    [
      'beside one of another version',
      { ...signed(), 'svix-signature': `v1a,x ${signed()['svix-signature']}` },
    ],
  ])('a signature is accepted: %s', (_, headers) => {
    expect(verify(headers)).toBe('msg_1');
  });
});

describe('a signature is wrong', () => {
  test.each([
    ['missing', {}],
    ['empty', { ...signed(), 'svix-signature': '' }],
    ['of another event', { ...signed(), 'svix-id': 'msg_2' }],
    ['of another time', { ...signed(), 'svix-timestamp': String(Math.floor(Date.now() / 1_000) - 1) }],
    ['of no time', { ...signed(), 'svix-timestamp': 'now' }],
    ['six minutes old', signed(new Date(Date.now() - 6 * MINUTE))],
    ['six minutes ahead', signed(new Date(Date.now() + 6 * MINUTE))],
    ['without its version', { ...signed(), 'svix-signature': signed()['svix-signature']?.slice(3) ?? '' }],
    ['of another version', { ...signed(), 'svix-signature': `v2,${signed()['svix-signature']?.slice(3)}` }],
    ['shared between two kinds of names', { ...standard(signed()), 'svix-id': 'msg_1' }],
    ['of an id that nobody could keep', signed(new Date(), 'm'.repeat(257))],
    ['of an id with a space', signed(new Date(), 'msg 1')],
  ])('a signature is refused: %s', (_, headers) => {
    expect(verify(headers)).toBeNull();
  });

  test.each([`${BODY} `, BODY.replace('sent', 'Sent'), `\ufeff${BODY}`, ''])(
    'a signature is refused for the body %j',
    (body) => {
      expect(verify(signed(), body)).toBeNull();
    },
  );

  test('a signature of another secret is refused', () => {
    const other = createSignatureCheck(`whsec_${Buffer.alloc(24, 1).toString('base64')}`);
    expect(other({ body: Buffer.from(BODY), header: (name) => signed()[name] })).toBeNull();
  });
});
