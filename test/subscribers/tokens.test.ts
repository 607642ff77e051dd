import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createErasedKeys, erasedKey } from '../../src/subscribers/erased-key.ts';
import { createTokenSigner, TOKEN_LENGTH } from '../../src/subscribers/tokens.ts';

const secret = 'a secret for tests with enough characters';
const signer = createTokenSigner([secret]);
const purposes = ['unsubscribe', 'preferences'] as const;

const subject = fc.record({
  subscriberId: fc.integer({ min: 0, max: 2 ** 40 - 1 }),
  slot: fc
    .tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 1, max: 53 }))
    .map(([year, week]) => `${String(year).padStart(4, '0')}-W${String(week).padStart(2, '0')}`),
});

describe('a token', () => {
  test('says whom it is for, and for which slot', () => {
    fc.assert(
      fc.property(subject, fc.constantFrom(...purposes), (of, purpose) => {
        const token = signer.sign({ purpose, ...of });
        expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(token).toHaveLength(TOKEN_LENGTH);
        expect(signer.verify(purpose, token)).toEqual(of);
      }),
    );
  });

  test('is worth nothing once it is altered in any character', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    fc.assert(
      fc.property(subject, fc.nat(TOKEN_LENGTH - 1), fc.constantFrom(...alphabet), (of, at, character) => {
        const token = signer.sign({ purpose: 'unsubscribe', ...of });
        fc.pre(token[at] !== character);
        const altered = token.slice(0, at) + character + token.slice(at + 1);
        expect(signer.verify('unsubscribe', altered)).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  test('has one spelling only', () => {
    const token = signer.sign({ purpose: 'unsubscribe', subscriberId: 7, slot: '2026-W47' });
    for (const other of [
      `${token}=`,
      ` ${token}`,
      `${token}\n`,
      `${token.slice(0, 9)}+${token.slice(10)}`,
      token.slice(1),
    ]) {
      expect(signer.verify('unsubscribe', other)).toBeNull();
    }
  });

  test('of one purpose is worth nothing for another', () => {
    const token = signer.sign({ purpose: 'unsubscribe', subscriberId: 7, slot: '2026-W47' });
    expect(signer.verify('preferences', token)).toBeNull();
  });

  test('that is no token at all is refused without an error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
        expect(signer.verify('unsubscribe', text)).toBeNull();
      }),
    );
  });

  test('survives a change of secrets as long as the old one stays in the list', () => {
    const of = { subscriberId: 7, slot: '2026-W47' };
    const token = signer.sign({ purpose: 'preferences', ...of });
    const newSecret = 'another secret that has been made since then';
    expect(createTokenSigner([newSecret, secret]).verify('preferences', token)).toEqual(of);
    expect(createTokenSigner([newSecret]).verify('preferences', token)).toBeNull();
    expect(createTokenSigner([newSecret, secret]).sign({ purpose: 'preferences', ...of })).toBe(
      createTokenSigner([newSecret]).sign({ purpose: 'preferences', ...of }),
    );
  });

  test('cannot be made of what is no slot and no id', () => {
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
  test('tells the address to nobody who lacks the secret', () => {
    expect(erasedKey('ada@example.com', secret)).toMatch(/^hmac:[0-9a-f]{64}$/);
    expect(erasedKey('ada@example.com', secret)).toBe(erasedKey('ada@example.com', secret));
    expect(erasedKey('ada@example.com', secret)).not.toBe(erasedKey('ada@example.com', `${secret}!`));
    expect(erasedKey('ada@example.com', secret)).not.toBe(erasedKey('eve@example.com', secret));
  });

  test('is looked for under every secret, the present one first', () => {
    const keys = createErasedKeys(['new '.repeat(8), secret])('ada@example.com');
    expect(keys).toEqual([
      erasedKey('ada@example.com', 'new '.repeat(8)),
      erasedKey('ada@example.com', secret),
    ]);
  });
});
