import { describe, expect, test } from 'vitest';
import { loadConfig } from '../src/config.ts';

describe('API_TOKEN', () => {
  const tokenOf = (API_TOKEN: string) => loadConfig({ API_TOKEN }).apiToken;

  test.each([
    ['letters, digits and what a bearer token may have', 'abcDEF.0123456789_~+/-0123456789=='],
    ['32 characters', 'x'.repeat(32)],
  ])('may be %s', (_, token) => {
    expect(tokenOf(token)).toBe(token);
  });

  test('may be missing', () => {
    expect(tokenOf('')).toBeNull();
    expect(loadConfig().apiToken).toBeNull();
  });

  test.each([
    ['31 characters', 'x'.repeat(31)],
    ['two words', `${'x'.repeat(20)} ${'x'.repeat(20)}`],
    ['characters that no header carries', '\u00e9'.repeat(40)],
    ['two lines', `${'x'.repeat(40)}\n${'x'.repeat(40)}`],
  ])('may not be %s, and is not told', (_, token) => {
    expect(() => tokenOf(token)).toThrow(/API_TOKEN must be 32 or more letters/);
    expect(() => tokenOf(token)).not.toThrow(token);
  });
});
