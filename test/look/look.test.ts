import { describe, expect, test } from 'vitest';
import { logoProblem, shownSize } from '../../src/look/logo.ts';
import { DEFAULT_LOOK, LOOK_LIMITS, readLook, readStoredLook } from '../../src/look/look.ts';

const problemsOf = (given: unknown) => {
  const read = readLook(given);
  return read.ok ? {} : read.problems;
};
const lookOf = (given: unknown) => {
  const read = readLook(given);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.look;
};

describe('a look', () => {
  test('of nothing is the default one', () => {
    expect(lookOf({})).toEqual(DEFAULT_LOOK);
    expect(lookOf({ tagline: ' ', siteUrl: '', accent: '', signUp: { heading: '' } })).toEqual(DEFAULT_LOOK);
  });

  test('stored by a version with other limits keeps all that this one can read', () => {
    const stored = { accent: '#f6a000', tagline: 'x'.repeat(LOOK_LIMITS.tagline + 1), motto: 'Ship it.' };
    expect(readStoredLook(stored)).toEqual({ ...DEFAULT_LOOK, accent: '#f6a000' });
    expect(readStoredLook({})).toEqual(DEFAULT_LOOK);
  });

  test('read twice is the same as read once', () => {
    const once = lookOf({
      accent: 'F6A',
      tagline: '  Which tool\nto ship ',
      siteUrl: 'https://Verdicts.test',
      socialLinks: [{ label: 'Mastodon', url: 'https://social.test/@verdicts' }],
      footerText: 'One line\r\n and another',
      confirmation: { welcome: 'Hello.' },
    });
    expect(once).toMatchObject({
      accent: '#ff66aa',
      tagline: 'Which tool to ship',
      siteUrl: 'https://verdicts.test/',
      footerText: 'One line\n and another',
    });
    expect(lookOf(JSON.parse(JSON.stringify(once)))).toEqual(once);
  });

  test.each([
    [
      { accent: 'orange' },
      { accent: 'Write the colour as # and six digits or letters from a to f, such as #2440b0.' },
    ],
    [{ siteUrl: 'verdicts.test' }, { siteUrl: 'Write the whole link, with https://' }],
    [{ privacyUrl: 'javascript:alert(1)' }, { privacyUrl: 'Write the whole link, with https://' }],
    [
      { tagline: 'x'.repeat(LOOK_LIMITS.tagline + 1) },
      { tagline: `Use at most ${LOOK_LIMITS.tagline} characters.` },
    ],
    [
      { socialLinks: [{ label: '', url: 'https://social.test/' }] },
      { 'socialLinks.0.label': 'Name the link, for example “Mastodon”.' },
    ],
    [
      { signUp: { button: 'x'.repeat(LOOK_LIMITS.button + 1) } },
      { 'signUp.button': `Use at most ${LOOK_LIMITS.button} characters.` },
    ],
  ])('of %j is refused with the reason, at its field', (given, problems) => {
    expect(problemsOf(given)).toEqual(problems);
  });

  test('counts an emoji as one character', () => {
    expect(problemsOf({ tagline: '🚢'.repeat(LOOK_LIMITS.tagline) })).toEqual({});
  });

  test('cannot turn the text around it', () => {
    expect(lookOf({ tagline: 'ship \u202epiks' }).tagline).toBe('ship piks');
  });
});

describe('a logo', () => {
  test.each([
    [
      { width: 2000, height: 100 },
      /20 times as wide as it is high: shown 220 pixels wide, it would be only 11 high/,
    ],
    [
      { width: 40, height: 400 },
      /10 times as high as it is wide: shown 30 pixels high, it would be only 3 wide/,
    ],
    [{ width: 100, height: 20 }, /Use one at least 30 pixels high/],
  ])('of %j is refused with the reason', (size, reason) => {
    expect(logoProblem(size)).toMatch(reason);
  });

  test.each([
    [
      { width: 300, height: 60 },
      { width: 150, height: 30 },
    ],
    [
      { width: 1000, height: 100 },
      { width: 220, height: 22 },
    ],
    [
      { width: 64, height: 64 },
      { width: 30, height: 30 },
    ],
  ])('of %j is shown at %j', (size, shown) => {
    expect(logoProblem(size)).toBeNull();
    expect(shownSize(size)).toEqual(shown);
  });
});
