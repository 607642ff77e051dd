import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linkHash, linkHashesIn, newLinkToken } from '../../src/links/link-token.ts';
import { TUESDAY } from '../support/comparisons.ts';
import { openWithTables } from '../support/database/tables.ts';
import { aSignUp, FROM_A_BROWSER, knownSignUpKeys } from '../support/sign-ups.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

test('a token has 200 random bits, and is lower-case letters and digits', () => {
  const tokens = Array.from({ length: 50 }, () => newLinkToken());
  for (const { token, hash } of tokens) {
    expect(token).toMatch(/^[a-z2-7]{40}$/);
    expect(hash).toBe(linkHash(token));
    expect(hash).not.toContain(token);
  }
  expect(new Set(tokens.map(({ token }) => token)).size).toBe(50);
});

test('a link is recognised in capitals, with text appended, and with a line break in it', () => {
  const { token, hash } = newLinkToken();
  for (const text of [token, token.toUpperCase(), `${token}.`, `${token.slice(0, 7)}=\r\n${token.slice(7)}`])
    expect(linkHashesIn(text)[0]).toBe(hash);
  expect(linkHashesIn(token.slice(1))).toEqual([]);
});

test('a link of an earlier version is recognised in its own case only', () => {
  const token = '9yXc0_VbNm-QwErTyUiOpAsDfGhJkLzXcVbNm123456';
  expect(linkHashesIn(`${token}>`)).toContain(linkHash(token));
  expect(linkHashesIn(token.toUpperCase())).not.toContain(linkHash(token));
});

describe('a token that is forged or altered', () => {
  test('a token that is forged or altered finds nothing and confirms nothing', async () => {
    const { subscriberStore: store, close } = await openWithTables();
    const { signUpKeys, tokens } = knownSignUpKeys();
    await store.storeSignUps([aSignUp({ email: 'ada@verdicts.test' })]);
    await store.settleSignUps({ limit: 1, now: TUESDAY, signUpKeys });
    const { token = '' } = tokens[0] ?? {};
    const altered = fc
      .tuple(fc.nat(token.length - 1), fc.constantFrom(...ALPHABET))
      .map(([at, character]) => token.slice(0, at) + character + token.slice(at + 1));
    const other = fc.oneof(
      altered,
      fc.string(),
      fc.nat(42).map((length) => token.slice(0, length)),
      fc.constantFrom(`${token}=`, ` ${token}`, `${token}\n`, token.toLowerCase(), linkHash(token)),
    );
    await fc.assert(
      fc.asyncProperty(
        other.filter((text) => text !== token),
        async (text) => {
          const link = { hash: linkHash(text), now: TUESDAY };
          expect(await store.findLink({ ...link, kind: 'confirm' })).toBeNull();
          expect(await store.confirm({ ...link, evidence: FROM_A_BROWSER, signUpKeys })).toBe('unknown');
        },
      ),
      { numRuns: 500 },
    );
    expect(await store.findHistory('ada@verdicts.test')).toMatchObject({ status: 'pending' });
    close();
  });
});
