import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeToken,
  encodeToken,
  readTokens,
  TOKEN_BYTES,
  TOKEN_LENGTH,
} from '../../src/links/token-text.ts';

const bytes = fc
  .uint8Array({ minLength: TOKEN_BYTES, maxLength: TOKEN_BYTES })
  .map((all) => Buffer.from(all));
const legacyLength = 32;
const read = (text: string) => readTokens(text, { legacyLength }).map(({ token }) => token);
const TOKEN = encodeToken(Buffer.from('a link in an email reader'));

test('a token is 40 lower-case letters and digits, and can be decoded to its bytes', () => {
  fc.assert(
    fc.property(bytes, (all) => {
      const token = encodeToken(all);
      expect(token).toMatch(new RegExp(`^[a-z2-7]{${TOKEN_LENGTH}}$`));
      expect(decodeToken(token)).toEqual(all);
      expect(read(token)[0]).toBe(token);
    }),
  );
});

test('a token is encoded as in RFC 4648, in lower case', () => {
  expect(encodeToken(Buffer.from('foobafoobafoobafoobafooba'))).toBe('mzxw6ytb'.repeat(5));
  expect(() => encodeToken(Buffer.from('foobar'))).toThrow(RangeError);
});

describe('a token is found', () => {
  const at = Math.floor(TOKEN_LENGTH / 2);
  const broken = (by: string) => TOKEN.slice(0, at) + by + TOKEN.slice(at);
  test.each([
    ['in capitals', TOKEN.toUpperCase()],
    ['before the end of a sentence', `${TOKEN}.`],
    ['before letters that were glued to it', `${TOKEN}Unsubscribe`],
    ['across the end of a line in quoted-printable', broken('=\r\n')],
    ['across an end of a line that lost its line break', broken('=')],
    ['across an end of a line that was escaped', broken('=3D\n')],
    ['across an escaped line break', broken('=0D=0A')],
    ['across a line break and the indentation of a quotation', broken('\n    ')],
    ['across a soft hyphen', broken('\u00ad')],
    ['across a character without width', broken('\u200b')],
    ['after a space', ` ${TOKEN}`],
    ['broken at every place', [...TOKEN].join('=\n')],
  ])('a token is found %s', (_, text) => {
    expect(read(text)).toContain(TOKEN);
  });

  test('a token is found even if the line after a lost break begins like an escape', () => {
    const token = `${'a'.repeat(20)}3d${'b'.repeat(18)}`;
    expect(read(`${'a'.repeat(20)}=3d${'b'.repeat(18)}`)).toContain(token);
  });
});

test('a text has at most a few readings, however long it is', () => {
  for (const text of [
    '=3d'.repeat(20_000),
    '=\n'.repeat(20_000),
    `${'=3d'.repeat(40)}${TOKEN}`,
    '\u00ad'.repeat(50_000),
  ]) {
    expect(readTokens(text, { legacyLength }).length).toBeLessThanOrEqual(32);
  }
});
