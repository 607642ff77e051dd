import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_LOOK, type Look } from '../../src/look/look.ts';
import { lacksBrowser, openBrowser, type TestBrowser } from '../support/browser.ts';
import { aPng } from '../support/samples/logos.ts';
import { openStudioWorld, type StudioWorld } from './open-studio-world.ts';

const WAITING = { timeout: 20_000 };
const LOOK = '/studio/look';

let browser: TestBrowser;
let folder: string;
let world: StudioWorld;
let shared: { scripted: Page; plain: Page };

/** The page of the look, as it is before anything is typed. */
const open = async ({ javaScriptEnabled = true } = {}) => {
  const page = javaScriptEnabled ? shared.scripted : shared.plain;
  await world.go(page, LOOK);
  return page;
};
const look = async () => (await world.lookStore.readLook()).look;
const saved = (page: Page) => page.getByText('Saved a moment ago').waitFor();
const preview = (page: Page) => page.frameLocator('#look-frame');
/** On the disk, from where the browser reads it faster than from us. */
function aFile(bytes: Uint8Array): string {
  // A browser refuses a file that changes once it is chosen.
  const path = join(folder, `${randomUUID()}.png`);
  writeFileSync(path, bytes);
  return path;
}
/** Somebody else saves something. */
async function overtake(change: Partial<Look>) {
  const stored = await world.lookStore.readLook();
  const outcome = await world.lookStore.saveLook({
    look: { ...stored.look, ...change },
    png: null,
    revision: stored.revision,
    at: world.clock.now(),
  });
  expect(outcome.kind).toBe('saved');
}

describe.skipIf(lacksBrowser())('the look, as it is typed', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'verdicts-logos-'));
    [browser, world] = await Promise.all([openBrowser(), openStudioWorld()]);
    const [scripted, plain] = await Promise.all([browser.open(), browser.open({ javaScriptEnabled: false })]);
    shared = { scripted, plain };
  });
  afterAll(async () => {
    await browser.close();
    await world.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    // Away from what may still be saved by itself.
    await shared.scripted.goto('about:blank');
    await overtake(DEFAULT_LOOK);
  });

  test('is saved by itself, and the preview shows it in either scheme', async () => {
    const page = await open();
    expect(await page.getByRole('button', { name: 'Save', exact: true }).isVisible()).toBe(false);
    await page.getByLabel('Footer text').fill('Made by hand.');
    await saved(page);
    expect(await look()).toMatchObject({ footerText: 'Made by hand.' });
    await preview(page).getByText('Made by hand.').waitFor();
    const ground = () =>
      page.frame({ name: 'look-frame' })?.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const inLight = await ground();
    await page.getByText('Dark', { exact: true }).click();
    await expect.poll(ground, WAITING).not.toBe(inLight);
    await page.getByText('Sign-up page', { exact: true }).last().click();
    await preview(page).getByRole('button', { name: 'Sign up' }).waitFor();
    await page.getByLabel('Heading').first().fill('Which tool?');
    await preview(page).getByRole('heading', { name: 'Which tool?' }).waitFor();
  });

  test('says at its field what is wrong, saves the rest, and never the wrong value', async () => {
    const page = await open();
    const link = page.getByLabel('Privacy page');
    await link.pressSequentially('verdicts.test/privacy');
    await page.getByText('Write the whole link, with https://').waitFor();
    expect(await link.getAttribute('aria-invalid')).toBe('true');
    expect(await link.getAttribute('aria-describedby')).toBe('privacyUrl-notes privacyUrl-hint');
    await page.getByLabel('Tagline').fill('In two minutes');
    await page.getByText('Saved a moment ago, except what is marked').waitFor();
    await expect.poll(look, WAITING).toMatchObject({ tagline: 'In two minutes', privacyUrl: null });
    expect(await link.inputValue()).toBe('verdicts.test/privacy');
    await link.fill('https://verdicts.test/privacy');
    await expect.poll(look, WAITING).toMatchObject({ privacyUrl: 'https://verdicts.test/privacy' });
    await page.getByText('Write the whole link').waitFor({ state: 'detached' });
    expect(await link.getAttribute('aria-invalid')).toBeNull();
  });

  test('says what becomes of a colour while it is typed, and counts characters', async () => {
    const page = await open();
    await page.getByLabel('Accent colour', { exact: true }).fill('#000000');
    await page.getByText('There it is lightened to').waitFor();
    await page.getByLabel('Pick the accent colour').fill('#ffff00');
    await page.getByText('hardly stands out from the light sheet').waitFor();
    await expect.poll(look, WAITING).toMatchObject({ accent: '#ffff00' });
    await page.getByLabel('Tagline').fill('x'.repeat(91));
    await page.getByText('91 of 90').waitFor();
    await page.getByText('Use at most 90 characters.').waitFor();
    expect(await look()).toMatchObject({ tagline: null });
  });

  test('goes back to how it was when the page was opened, and that can be undone', async () => {
    await overtake({ tagline: 'As it was' });
    const page = await open();
    await page.getByLabel('Tagline').fill('Another');
    await saved(page);
    await page.getByText('More', { exact: true }).click();
    await page.getByRole('button', { name: 'Go back to how it was' }).click();
    await page.getByText('The look is as it was then.').waitFor();
    expect(await page.getByLabel('Tagline').inputValue()).toBe('As it was');
    expect(await look()).toMatchObject({ tagline: 'As it was' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => page.getByLabel('Tagline').inputValue(), WAITING).toBe('Another');
    await page.getByText('More', { exact: true }).click();
    await page.getByRole('button', { name: 'Use the standard look' }).click();
    await expect.poll(look, WAITING).toEqual(DEFAULT_LOOK);
  });

  test('keeps what somebody else changed elsewhere', async () => {
    const page = await open();
    await overtake({ tagline: 'Theirs' });
    await page.getByLabel('Footer text').fill('Mine');
    await saved(page);
    expect(await look()).toMatchObject({ tagline: 'Theirs', footerText: 'Mine' });
    expect(await page.getByLabel('Tagline').inputValue()).toBe('Theirs');
  });

  test.each([
    ['Keep mine', 'Mine'],
    ['Use theirs', 'Theirs'],
  ])('what two people changed is left to the second: %s', async (button, tagline) => {
    const page = await open();
    await overtake({ tagline: 'Theirs', accent: '#6a1b9a' });
    await page.getByLabel('Tagline').fill('Mine');
    await page.getByRole('alert').getByText('Theirs', { exact: true }).waitFor();
    expect(await page.getByLabel('Tagline').inputValue()).toBe('Mine');
    await page.getByLabel('Footer text').fill('Typed meanwhile');
    await page.getByLabel('Footer text').press('Control+s');
    expect(await look()).toMatchObject({ tagline: 'Theirs', footerText: null });
    await page.getByRole('button', { name: button }).click();
    await saved(page);
    expect(await look()).toMatchObject({ tagline, accent: '#6a1b9a', footerText: 'Typed meanwhile' });
    await expect.poll(() => page.getByLabel('Tagline').inputValue(), WAITING).toBe(tagline);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('tries again while the program does not answer, and the text stays', async () => {
    const page = await open();
    await page.route(`**${LOOK}`, (route) => route.abort());
    await page.getByLabel('Tagline').fill('Patient');
    await page.getByText('Not saved. Trying again…').waitFor();
    expect(await page.getByLabel('Tagline').inputValue()).toBe('Patient');
    await page.unroute(`**${LOOK}`);
    await saved(page);
    expect(await look()).toMatchObject({ tagline: 'Patient' });
  });

  test('takes a logo as soon as it is chosen, and refuses one that is too large before it is sent', async () => {
    const page = await open();
    const input = page.getByLabel('Logo', { exact: true });
    await input.setInputFiles(aFile(new Uint8Array(10_000_000)));
    await page.getByText('The file is 9.54 MiB. A logo may have at most 1 MiB: make it smaller.').waitFor();
    await page.getByText('Saved a moment ago, except what is marked').waitFor();
    await input.setInputFiles(aFile(aPng({ width: 2000, height: 100 })));
    await page.getByText('20 times as wide as it is high').waitFor();
    await page.getByLabel('Tagline').fill('Kept');
    await expect.poll(look, WAITING).toMatchObject({ tagline: 'Kept', logo: null });
    await page.getByText('20 times as wide as it is high').waitFor();
    await input.setInputFiles(aFile(aPng()));
    await page.getByAltText('Your logo now').waitFor();
    expect((await look()).logo).toMatchObject({ width: 300, height: 60 });
    await page.getByLabel('Remove it').click();
    await page.getByAltText('Your logo now').waitFor({ state: 'detached' });
    expect((await look()).logo).toBeNull();
  });

  describe('without scripts', () => {
    test('one button saves, Undo takes it back, and the preview shows what is not saved', async () => {
      const page = await open({ javaScriptEnabled: false });
      await page.getByLabel('Footer text').fill('By hand.');
      await page.getByText('Dark', { exact: true }).click();
      await page.getByRole('button', { name: 'Show' }).click();
      await preview(page).getByText('By hand.').waitFor();
      expect(await look()).toEqual(DEFAULT_LOOK);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('The look is as it was then.').waitFor();
      expect(await look()).toEqual(DEFAULT_LOOK);
    });

    test('a file that is too large to upload is refused with the reason', async () => {
      const page = await open({ javaScriptEnabled: false });
      await page.getByLabel('Logo', { exact: true }).setInputFiles(aFile(Buffer.alloc(17_000_000)));
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('heading', { name: 'The logo is too large' }).waitFor();
      await page.getByText(/The file is 16\.2\d MiB\. A logo may have at most 1 MiB/).waitFor();
      await page.getByText('Nothing was saved. Open Look again, and choose a smaller file.').waitFor();
    });
  });
});
