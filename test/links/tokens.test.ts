import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TOKEN_LENGTH } from '../../src/links/token-text.ts';
import { createTokenSigner, TOKEN_FORMS, TOKEN_LENGTHS } from '../../src/links/tokens.ts';
import { createErasedKeys, erasedKey } from '../../src/subscribers/erased-key.ts';

const secret = 'a secret for tests with enough characters';
const signer = createTokenSigner([secret]);
/** For subscriber 7 in 2026-W47, as earlier versions made it from the same secret. */
const EARLIER_TOKEN = 'AAAAAAcB-q-YELht2Ywj3WgK-z_BFeQu';
const purposes = ['unsubscribe', 'preferences'] as const;

const subject = fc.record({
  subscriberId: fc.integer({ min: 0, max: 2 ** 40 - 1 }),
  slot: fc
    .tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 1, max: 53 }))
    .map(([year, week]) => `${String(year).padStart(4, '0')}-W${String(week).padStart(2, '0')}`),
});

describe('a token', () => {
  test('a token says who it is for, and which slot', () => {
    fc.assert(
      fc.property(subject, fc.constantFrom(...purposes), (of, purpose) => {
        const token = signer.sign({ purpose, ...of });
        expect(token).toMatch(/^[a-z2-7]+$/);
        expect(token).toHaveLength(TOKEN_LENGTH);
        expect(signer.verify(purpose, token)).toEqual({ ...of, token });
      }),
    );
  });

  test('a token of an email that belongs to no issue says who it is for', () => {
    const token = signer.sign({ purpose: 'preferences', subscriberId: 7, slot: null });
    expect(signer.verify('preferences', token)).toEqual({ subscriberId: 7, slot: null, token });
  });

  test('a token of an earlier version says the same as before', () => {
    const of = { subscriberId: 7, slot: '2026-W47' };
    const token = signer.sign({ purpose: 'unsubscribe', ...of, form: 'base64url' });
    expect(token).toBe(EARLIER_TOKEN);
    expect(signer.verify('unsubscribe', token)).toEqual({ ...of, token });
    expect(signer.verify('unsubscribe', token.toLowerCase())).toBeNull();
    expect(signer.verify('preferences', token)).toBeNull();
  });

  test.each(TOKEN_FORMS)('a token in %s is worthless once it is altered in any character', (form) => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=%~ ';
    const place = fc.nat(TOKEN_LENGTHS[form] - 1);
    fc.assert(
      fc.property(subject, place, fc.constantFrom(...alphabet), (of, at, character) => {
        const token = signer.sign({ purpose: 'unsubscribe', ...of, form });
        const [one, other] =
          form === 'base32' ? [token[at], character.toLowerCase()] : [token[at], character];
        fc.pre(one !== other);
        const altered = token.slice(0, at) + character + token.slice(at + 1);
        expect(signer.verify('unsubscribe', altered)).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  test('a token has one spelling except for its case, and is written in that', () => {
    const token = signer.sign({ purpose: 'unsubscribe', subscriberId: 7, slot: '2026-W47' });
    expect(signer.verify('unsubscribe', token.toUpperCase())?.token).toBe(token);
    for (const other of [
      `${token.slice(0, 9)}+${token.slice(10)}`,
      `${token.slice(0, 9)}+${token.slice(9)}`,
      `x${token}`,
      `.${token}`,
      token.slice(1),
      token.slice(0, -1),
    ]) {
      expect(signer.verify('unsubscribe', other)).toBeNull();
    }
  });

  test('a token of one purpose is worthless for another', () => {
    const token = signer.sign({ purpose: 'unsubscribe', subscriberId: 7, slot: '2026-W47' });
    expect(signer.verify('preferences', token)).toBeNull();
  });

  test('a text that is no token is refused without an error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
        expect(signer.verify('unsubscribe', text)).toBeNull();
      }),
    );
  });

  test('a token survives a change of secrets as long as the old one stays in the list', () => {
    const of = { subscriberId: 7, slot: '2026-W47' };
    const token = signer.sign({ purpose: 'preferences', ...of });
    const newSecret = 'another secret that has been made since then';
    expect(createTokenSigner([newSecret, secret]).verify('preferences', token)).toMatchObject(of);
    expect(createTokenSigner([newSecret]).verify('preferences', token)).toBeNull();
    expect(createTokenSigner([newSecret, secret]).sign({ purpose: 'preferences', ...of })).toBe(
      createTokenSigner([newSecret]).sign({ purpose: 'preferences', ...of }),
    );
  });

  test('a token cannot be made from an invalid slot or id', () => {
    const sign = (subscriberId: number, slot: string) => () =>
      signer.sign({ purpose: 'unsubscribe', subscriberId, slot });
    expect(sign(1, '2026-47')).toThrow(RangeError);
    expect(sign(1, '2026-W99')).toThrow(RangeError);
    expect(sign(-1, '2026-W47')).toThrow(RangeError);
    expect(sign(1.5, '2026-W47')).toThrow(RangeError);
    expect(sign(2 ** 40, '2026-W47')).toThrow(RangeError);
    expect(() =>
      createTokenSigner([]).sign({ purpose: 'unsubscribe', subscriberId: 1, slot: '2026-W47' }),
    ).toThrow(/no secret/);
  });
});

describe('the key of an erased address', () => {
  test('the key of an erased address reveals it to nobody without the secret', () => {
    expect(erasedKey('ada@example.com', secret)).toMatch(/^hmac:[0-9a-f]{64}$/);
    expect(erasedKey('ada@example.com', secret)).toBe(erasedKey('ada@example.com', secret));
    expect(erasedKey('ada@example.com', secret)).not.toBe(erasedKey('ada@example.com', `${secret}!`));
    expect(erasedKey('ada@example.com', secret)).not.toBe(erasedKey('eve@example.com', secret));
  });

  test('the key of an erased address is looked up under every secret, the current one first', () => {
    const keys = createErasedKeys(['new '.repeat(8), secret])('ada@example.com');
    expect(keys).toEqual([
      erasedKey('ada@example.com', 'new '.repeat(8)),
      erasedKey('ada@example.com', secret),
    ]);
  });
});
