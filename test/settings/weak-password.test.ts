import { expect, test } from 'vitest';
import { loadConfig } from '../../src/settings/config.ts';

const refusal = (STUDIO_PASSWORD: string, more: Record<string, string> = {}) => {
  try {
    loadConfig({ STUDIO_PASSWORD, ...more });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

test.each([
  ['eleven letters', 'kettle nine'],
  ['twelve characters of which two are further spaces', 'kettle   six'],
  ['six emoji, which are twelve units of UTF-16', '🦔🫖🧵🪁🥝🛶'],
])('a password of %s is too short', (_, password) => {
  expect(refusal(password)).toContain('STUDIO_PASSWORD must have at least 12 characters');
});

const long = (characters: string, count: number) => [...characters.repeat(count)].slice(0, count).join('');

test.each([
  ['64 characters', long('kettle vastly 9 overgrown ', 64)],
  ['128 characters', long('kettle vastly 9 overgrown ', 128)],
  ['128 emoji', `${long('🦔🫖🧵🪁🥝🛶🪶', 126)}🦉🪣`],
])('a password of %s is accepted whole', (_, password) => {
  expect(loadConfig({ STUDIO_PASSWORD: password }).studioPassword).toBe(password);
});

test('a password of 129 characters is refused with the limit', () => {
  expect(refusal(long('kettle vastly 9 overgrown ', 129))).toContain(
    'STUDIO_PASSWORD must have at most 128 characters',
  );
});

test.each([
  'password1234',
  'Password123!',
  'P@ssw0rd1234',
  'passwordpassword1',
  'administrator',
  'Admin1234567',
  'welcome12345',
  'letmein123456',
  'changeme2026!',
  'iloveyou1234',
  'qwerty123456',
  'Summer2026!!',
  'November2026',
  'Monday-12345',
  'W1nter202526',
  'adminpassword',
  'correct horse battery staple',
  'correcthorsebatterystaple1',
  'four words with nothing in common',
  'Four words that have nothing in common',
  'four unrelated words',
])('the common password "%s" is refused at the start', (password) => {
  expect(refusal(password)).toMatch(
    /STUDIO_PASSWORD is one of the most common passwords, .*four unrelated words/,
  );
});

test.each([
  'aaaaaaaaaaaa',
  'abababababab',
  'abc123abc123abc123',
  '------------',
  '111122221111',
  '!?!?!?!?!?!?',
])('a password that repeats itself, such as "%s", is refused', (password) => {
  expect(refusal(password)).toMatch(/STUDIO_PASSWORD (repeats|is )/);
});

test.each([
  '123456789012',
  '0987654321098',
  'abcdefghijkl',
  'qwertyuiop[]asd',
  '1qaz2wsx3edc',
  '1q2w3e4r5t6y',
  'q1w2e3r4t5y6',
  'a1b2c3d4e5f6',
  'zaq12wsxcde3',
  'qazwsxedcrfv',
  '123qweasdzxc',
  'qwer1234asdf',
  'abcdef123456',
  'asdfg 54321 zxcvb',
  '111222333444555',
  '147258369000',
  'zaq1xsw2cde3vfr4',
  '112233445566',
  '123456654321',
  '0987poiuqwer',
])('a password that follows the keyboard, such as "%s", is refused', (password) => {
  expect(refusal(password)).toContain('STUDIO_PASSWORD is a row of keys');
});

test.each([
  'minecraft123456',
  'LetMeIn-Admin1',
  'WelcomeSummer1',
  'Sunshine-Monkey-2024',
  'L0v3 my f4mily!',
  'JamesBond007!!',
  'ilovejesus1987',
  'Sonnenschein123!',
  'football football Football1',
])('the password "%s", made of popular words, is refused', (password) => {
  expect(refusal(password)).toMatch(
    /STUDIO_PASSWORD is (one of the most common|little more than common words)/,
  );
});

test.each([
  ['Weekly AI Tool Verdicts', {}],
  ['weekly-ai-tool-verdicts-1', {}],
  ['PotteryWeekly2026', { NEWSLETTER_NAME: 'Pottery Weekly' }],
  ['TöpfereiWoche!!', { NEWSLETTER_NAME: 'Töpferei-Woche' }],
  ['digest.pottery.test', { NEWSLETTER_NAME: 'Clay', PUBLIC_URL: 'https://digest.pottery.test' }],
])('the password "%s", little more than the newsletter’s name, is refused', (password, more) => {
  expect(refusal(password, more)).toContain('is little more than the name of the newsletter');
});

test.each([
  'a long enough password',
  'vastly-overgrown-kettle-nine',
  'a summer marmalade 2026',
  'monkey march chocolate forever',
  'winter-zeppelin-qwerty',
  'abc-marmalade-123',
  'Pottery Weekly marmalade zeppelin',
  'kX9#pL2$vQ7!mN4',
  'пароль из четырёх слов',
  'ねこがすきですとてもとても',
  '🦔🫖🧵🪁🥝🛶🪶🦉🪣🧭🫐🪵',
  '(*#=;^_~%@+&',
  'sunshine over my old tin kettle',
  'a long password',
  'the studio password',
  '7f3a1b9c2d4e8056',
])('the password "%s" is accepted', (password) => {
  expect(refusal(password, { NEWSLETTER_NAME: 'Pottery Weekly' })).toBeNull();
});
