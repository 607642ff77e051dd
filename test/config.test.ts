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

describe('what goes out by itself', () => {
  test('is caught up for a day and announced a day before, to nobody, unless something else is said', () => {
    expect(loadConfig()).toMatchObject({ catchUpHours: 24, draftLeadHours: 24, editor: null });
    expect(
      loadConfig({ CATCH_UP_HOURS: '0', DRAFT_LEAD_HOURS: '48', EDITOR_EMAIL: 'Ida <ida@verdicts.test>' }),
    ).toMatchObject({
      catchUpHours: 0,
      draftLeadHours: 48,
      editor: { name: 'Ida', email: 'ida@verdicts.test' },
    });
  });

  test.each([
    ['CATCH_UP_HOURS', '169', 'must be at most 168'],
    ['CATCH_UP_HOURS', '1.5', 'must be a whole number'],
    ['DRAFT_LEAD_HOURS', '-1', 'must be a whole number'],
    ['EDITOR_EMAIL', 'ida', 'must be an address'],
  ])('cannot have %s as %s', (name, value, why) => {
    expect(() => loadConfig({ [name]: value })).toThrow(`${name} ${why}`);
  });
});
