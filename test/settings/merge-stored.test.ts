import { describe, expect, test } from 'vitest';
import { problemsAlone } from '../../src/settings/check-settings.ts';
import { changeProblems, ignoredWords, mergeStored } from '../../src/settings/merge-stored.ts';
import { OWNER_SETTINGS } from '../../src/settings/owner-settings.ts';
import { OWNER_DEFAULTS, viewSettings } from '../../src/settings/owner-view.ts';
import { problemWords } from '../../src/settings/setting-problem.ts';
import { settingsSchema } from '../../src/settings/settings.ts';

const ignoredNames = (given: Record<string, string>, stored: Record<string, string>) =>
  mergeStored(given, stored).ignored.map(({ name }) => name);

describe('what is set in the studio', () => {
  test('counts where the environment leaves it open, and nowhere else', () => {
    const view = viewSettings({ MIN_ITEMS: '2' }, { MIN_ITEMS: '3', MAX_ITEMS: '5' });
    expect(view.find(({ name }) => name === 'MIN_ITEMS')).toMatchObject({
      value: '2',
      source: 'environment',
    });
    expect(view.find(({ name }) => name === 'MAX_ITEMS')).toMatchObject({ value: '5', source: 'studio' });
    expect(view.find(({ name }) => name === 'REVIEW')).toMatchObject({ value: 'auto', source: 'default' });
  });

  test.each<[string, Record<string, string>, Record<string, string>, string[]]>([
    ['a later version refuses', {}, { MAX_ITEMS: '25', MIN_ITEMS: '3' }, ['MAX_ITEMS']],
    [
      'the environment contradicts',
      { MIN_ITEMS: '5' },
      { MAX_ITEMS: '3', LOOKBACK_DAYS: '7' },
      ['MAX_ITEMS'],
    ],
    [
      'the default contradicts, once another is gone',
      {},
      { MAX_ITEMS: '25', MIN_ITEMS: '9' },
      ['MAX_ITEMS', 'MIN_ITEMS'],
    ],
    [
      'fires at an hour that the time zone of the environment may skip',
      { TIMEZONE: 'Europe/Berlin' },
      { SCHEDULE: '0 2 * * 2' },
      ['SCHEDULE'],
    ],
    [
      'needs https, which the public address has no more',
      { PUBLIC_URL: 'http://verdicts.test' },
      { SIGN_UP_CHECKS: 'proof-of-work' },
      ['SIGN_UP_CHECKS'],
    ],
    [
      'makes the password of the studio weak',
      { STUDIO_PASSWORD: 'tidal lantern 7' },
      { NEWSLETTER_NAME: 'Tidal Lantern' },
      ['NEWSLETTER_NAME'],
    ],
    ['is no time zone', {}, { TIMEZONE: 'Mars/Olympus', SCHEDULE: '0 8 * * 3' }, ['TIMEZONE']],
  ])('falls back to its default if it %s', (_, given, stored, names) => {
    expect(ignoredNames(given, stored)).toEqual(names);
    expect(problemsAlone(mergeStored(given, stored).values)).toEqual([]);
  });

  test('is named with what is wrong, and with how to clear it', () => {
    const [ignored] = mergeStored({}, { MAX_ITEMS: '25' }).ignored;
    expect(ignored && ignoredWords(ignored)).toBe(
      'MAX_ITEMS was set in the studio or by a command, but that value cannot be used, so the default counts: MAX_ITEMS must be at most 20. Set it again, or clear it: verdicts settings set MAX_ITEMS=',
    );
  });

  test('is changed even if another value is wrong, but not if it is wrong itself', () => {
    const words = (values: Record<string, string>, changed: 'MIN_ITEMS' | 'REVIEW') =>
      changeProblems({ PUBLIC_URL: 'nowhere' }, { values, changed: [changed] }).map(problemWords);
    expect(words({ MAX_ITEMS: '25', MIN_ITEMS: '2' }, 'MIN_ITEMS')).toEqual([]);
    expect(words({ REVIEW: 'maybe' }, 'REVIEW')).toEqual(['REVIEW must be auto or required']);
    expect(words({ MIN_ITEMS: '9' }, 'MIN_ITEMS')).toEqual(['MIN_ITEMS must not be above MAX_ITEMS']);
  });
});

test('a default that is shown is the default that counts', () => {
  const defaults = settingsSchema.parse({});
  for (const name of OWNER_SETTINGS.filter((one) => one !== 'SCHEDULE' && one !== 'TIMEZONE')) {
    const text = OWNER_DEFAULTS[name];
    if (text !== null) expect(settingsSchema.parse({ [name]: text })[name]).toEqual(defaults[name]);
  }
});
