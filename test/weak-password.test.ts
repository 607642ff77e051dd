import { expect, test } from 'vitest';
import { loadConfig } from '../src/config.ts';

const refusal = (STUDIO_PASSWORD: string, more: Record<string, string> = {}) => {
  try {
    loadConfig({ STUDIO_PASSWORD, ...more });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

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
  'LetMeIn-Admin1',
  'WelcomeSummer1',
  'correct horse battery staple',
  'correcthorsebatterystaple1',
])('the common password "%s" is refused at the start', (password) => {
  expect(refusal(password)).toMatch(/STUDIO_PASSWORD is one of the most common passwords: .*four words/);
});

test.each([
  'aaaaaaaaaaaa',
  'abababababab',
  'abc123abc123abc123',
  '------------',
  '111122221111',
  '            x',
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
])('a row of keys, such as "%s", is refused', (password) => {
  expect(refusal(password)).toContain('STUDIO_PASSWORD is a row of keys');
});

test.each([
  ['Weekly AI Tool Verdicts', {}],
  ['weekly-ai-tool-verdicts-1', {}],
  ['PotteryWeekly2026', { NEWSLETTER_NAME: 'Pottery Weekly' }],
  ['TöpfereiWoche!!', { NEWSLETTER_NAME: 'Töpferei-Woche' }],
  ['digest.pottery.test', { NEWSLETTER_NAME: 'Clay', PUBLIC_URL: 'https://digest.pottery.test' }],
])('"%s", which is little more than the newsletter, is refused', (password, more) => {
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
])('"%s" is taken', (password) => {
  expect(refusal(password, { NEWSLETTER_NAME: 'Pottery Weekly' })).toBeNull();
});
