import { afterEach, describe, expect, test } from 'vitest';
import { WITHOUT_TABLE } from '../../support/http/http-app.ts';
import { openStudio, type Studio } from '../../support/http/studio.ts';
import { parsedPage } from '../pages/open-pages.ts';

let studio: Studio;
afterEach(() => studio.close());

/** The answer to signing in with a password when another is set: 303 succeeds, 401 does not. */
async function answerTo(typed: string, set: string): Promise<number> {
  studio = await openStudio({ isSignedIn: false, settings: { STUDIO_PASSWORD: set } });
  return (await studio.submit('/studio/sign-in', { password: typed })).status;
}

const decomposed = (text: string) => text.normalize('NFD');
const LONG = [...'🦔 vastly overgrown kettle '.repeat(6)].slice(0, 128).join('');

describe('a password that opens the studio', () => {
  test.each([
    ['with accents that a Mac wrote into the settings as two characters each', 'crème brûlée à midi'],
    ['in Korean', '안녕하세요 주전자 여섯 개'],
    ['in Vietnamese', 'ấm đun nước rất đẹp'],
  ])('a password %s opens the studio', async (_, password) => {
    expect(decomposed(password)).not.toBe(password.normalize('NFC'));
    expect(await answerTo(password.normalize('NFC'), decomposed(password))).toBe(303);
    studio.close();
    expect(await answerTo(decomposed(password), password.normalize('NFC'))).toBe(303);
  });

  test.each([
    ['with digits from a Japanese keyboard', 'kettle ９９ vastly', 'kettle 99 vastly'],
    ['with emoji', '🦔🫖🧵🪁🥝🛶🪶🦉🪣🧭🫐🪵', '🦔🫖🧵🪁🥝🛶🪶🦉🪣🧭🫐🪵'],
    ['with right-to-left letters', 'קומקום גדול מאוד', 'קומקום גדול מאוד'],
    ['of 128 characters', LONG, LONG],
  ])('a password %s opens the studio however it is typed', async (_, typed, set) => {
    expect(await answerTo(typed, set)).toBe(303);
  });
});

describe('a wrong password:', () => {
  test.each([
    ['without its last of 128 characters', LONG.slice(0, -1), LONG],
    ['in another case', 'Vastly overgrown kettle', 'vastly overgrown kettle'],
    ['without an accent', 'creme brulee a midi', 'crème brûlée à midi'],
    ['with one space fewer', 'vastly overgrown kettle', 'vastly  overgrown kettle'],
    ['with more after it', 'vastly overgrown kettle!', 'vastly overgrown kettle'],
    ['nothing', '', 'vastly overgrown kettle'],
  ])('the password %s does not open the studio', async (_, typed, set) => {
    expect(await answerTo(typed, set)).toBe(401);
  });
});

test('password managers can fill in the sign-in form, and its script can show what was typed', async () => {
  studio = await openStudio({ isSignedIn: false });
  const page = parsedPage(await studio.read('/studio'));
  const [field] = page.all('input').filter(({ attribs: { name } }) => name === 'password');
  expect(field?.attribs).toMatchObject({ type: 'password', autocomplete: 'current-password' });
  expect(field?.attribs).not.toHaveProperty('maxlength');
  const [button] = page.all('button').filter(({ attribs }) => attribs['aria-controls'] === 'password');
  expect(button?.attribs).toMatchObject({ type: 'button', hidden: '' });
  for (const script of page.attributes('script', 'src'))
    expect([script, (await studio.visit(script)).status]).toEqual([script, 200]);
  expect(page.attributes('script', 'src')).toHaveLength(1);
});

test('a database that does not answer opens the studio to nobody, not even to an editor who is signed in', async () => {
  studio = await openStudio();
  const cookie = await studio.freshCookie();
  await studio.close();
  for (const path of [
    '/studio',
    '/studio/subscribers',
    '/studio/subscribers/export.csv',
    '/studio/sign-ins',
  ]) {
    const response = await studio.visit(path, { headers: { cookie } });
    expect([path, response.status]).toEqual([path, WITHOUT_TABLE]);
    expect(await response.text()).not.toMatch(/sqlite|is not open|cannot use|127\.0\.0\.1/i);
  }
});
