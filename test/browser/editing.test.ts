import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lacksBrowser, openBrowser, type TestBrowser } from '../support/browser.ts';
import { aComparison, TUESDAY } from '../support/comparisons.ts';
import { addReaders, SLOT } from '../support/issues.ts';
import { keyboardOf } from './keyboard.ts';
import { openStudioWorld, type StudioWorld } from './open-studio-world.ts';

const WAITING = { timeout: 20_000 };
const EDIT = `/studio/edit?slot=${SLOT}`;

let browser: TestBrowser;
let world: StudioWorld;

const edited = async () => (await world.issueStore.findIssue(SLOT))?.edited;
const order = (page: Page) => page.locator('ol.edit-items > li bdi').allInnerTexts();
const open = async (options = {}) => {
  const page = await browser.open(options);
  await world.go(page, EDIT);
  return page;
};

describe.skipIf(lacksBrowser())('editing an issue', () => {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    world = await openStudioWorld();
    await addReaders(world.subscriberStore, 2);
    const pairs = [['Anvil', 'Bench'] as const, ['Clamp', 'Drill'] as const, ['Easel', 'Forge'] as const];
    for (const [index, tools] of pairs.entries())
      await world.comparisonStore.saveComparison(
        aComparison({ tools, publishedAt: TUESDAY - 1_000 + index }),
        TUESDAY,
      );
  });
  afterEach(() => world.stop());

  describe('by two editors', () => {
    test('a change by one editor appears on the other’s page in fields they are not editing', async () => {
      const [one, other] = await Promise.all([open(), open()]);
      await other.getByLabel('Preheader').pressSequentially('And what');
      await one.getByLabel('Subject').fill('Of anvils');
      await one.getByText('Saved at').waitFor();
      await expect.poll(() => other.getByLabel('Subject').inputValue(), WAITING).toBe('Of anvils');
      expect(await other.getByLabel('Preheader').inputValue()).toBe('And what');
      await expect.poll(edited, WAITING).toMatchObject({ subject: 'Of anvils', preheader: 'And what' });
    });

    /** A page that gets no events, so that it learns about changes too late. */
    async function openDeaf() {
      const page = await browser.open();
      await page.route('**/studio/events', (route) => route.abort());
      await world.go(page, EDIT);
      return page;
    }

    async function overtake() {
      const [one, other] = await Promise.all([open(), openDeaf()]);
      await one.getByLabel('Subject').fill('Of anvils');
      await one.getByText('Saved at').waitFor();
      await other.getByLabel('Subject').fill('Of drills');
      await other.getByRole('alert').getByText('Somebody else changed this meanwhile').waitFor();
      return other;
    }

    test('the second of two editors is told of a conflict, and nothing is overwritten', async () => {
      const other = await overtake();
      const told = await other.locator('#conflict').innerText();
      expect(told).toContain('Of anvils');
      expect(told).toContain('Of drills');
      expect(await other.getByLabel('Subject').inputValue()).toBe('Of drills');
      expect(await edited()).toMatchObject({ subject: 'Of anvils' });
      await other.getByRole('link', { name: 'Use theirs' }).click();
      await expect.poll(() => other.getByLabel('Subject').inputValue(), WAITING).toBe('Of anvils');
      expect(await edited()).toMatchObject({ subject: 'Of anvils' });
    });

    test('the second of two editors can overwrite knowingly, with the keyboard, where the focus already is', async () => {
      const other = await overtake();
      const keyboard = keyboardOf(other);
      await expect.poll(keyboard.focus, WAITING).toEqual({ name: 'Keep mine', isSeen: true });
      await keyboard.press('Enter');
      await other.getByText('Saved at').waitFor();
      expect(await edited()).toMatchObject({ subject: 'Of drills' });
      expect(await other.locator('#conflict').innerText()).toBe('');
    });

    test('the second of two editors who reorder is told of a conflict, too', async () => {
      const [one, other] = await Promise.all([open(), openDeaf()]);
      const [first, second, third] = await order(one);
      await one.getByRole('button', { name: `Move up: ${third}` }).click();
      await one.getByText('Saved at').waitFor();
      await other.getByRole('button', { name: `Move down: ${first}` }).click();
      await other.getByRole('heading', { name: 'The order' }).waitFor();
      expect(await other.locator('#conflict').innerText()).toContain([first, third, second].join(', '));
      await expect.poll(() => order(one), WAITING).toEqual([first, third, second]);
      await other.getByRole('button', { name: 'Keep mine' }).click();
      await expect.poll(() => order(one), WAITING).toEqual([second, first, third]);
      await expect.poll(() => order(other), WAITING).toEqual([second, first, third]);
    });
  });

  test('a sponsor and a closing note stand in the preview as they are written, and on the other editor’s page', async () => {
    const [one, other] = await Promise.all([open(), open()]);
    await one.getByLabel('Sponsor’s text').fill('Bricks, *by post*.');
    await one.getByLabel('Closing note').fill('Until Tuesday.');
    await expect
      .poll(edited, WAITING)
      .toMatchObject({ sponsorText: 'Bricks, *by post*.', closing: 'Until Tuesday.' });
    const email = one.frameLocator('#frames iframe');
    await email.getByText('Sponsored').waitFor();
    await email.getByText('Until Tuesday.').waitFor();
    await expect.poll(() => other.getByLabel('Closing note').inputValue(), WAITING).toBe('Until Tuesday.');
  });

  test('a sponsor’s link that is no web address is explained at its field until it is put right', async () => {
    const page = await open();
    const link = page.getByLabel('Sponsor’s link');
    await link.fill('bricks.test');
    await page.locator('#sponsorUrl-problem').getByText('This is no web address.').waitFor();
    await page.getByText('Not saved: see what is marked above.').waitFor();
    expect(await link.getAttribute('aria-invalid')).toBe('true');
    await link.fill('https://bricks.test');
    await page.getByText('Saved at').waitFor();
    expect(await page.locator('#sponsorUrl-problem').count()).toBe(0);
    expect(await link.getAttribute('aria-invalid')).toBeNull();
    expect(await edited()).toMatchObject({ sponsorUrl: 'https://bricks.test' });
  });

  test('without JavaScript, an editor can write, move and approve all the same', async () => {
    const page = await open({ javaScriptEnabled: false });
    const [first, second, third] = await order(page);
    await page.getByLabel('Subject').fill('Of anvils');
    // A button in another part keeps what was typed.
    await page.getByRole('button', { name: `Move up: ${third}` }).click();
    await page.getByText('Saved.').waitFor();
    expect(await order(page)).toEqual([first, third, second]);
    expect(await page.getByLabel('Subject').inputValue()).toBe('Of anvils');
    await page.getByLabel('Preheader').fill('And drills');
    await page.getByRole('button', { name: 'Save texts' }).click();
    await page.getByText('Saved.').waitFor();
    expect(await edited()).toMatchObject({ subject: 'Of anvils', preheader: 'And drills' });
    await page.getByRole('link', { name: 'Preview' }).click();
    await page.locator('#inbox').getByText('Of anvils').first().waitFor();
    await page.getByRole('link', { name: `Approve ${SLOT}…` }).click();
    await page.getByText('2 candidates = 2 prepared + 0 suppressed + 0 paused').waitFor();
    await page.getByRole('button', { name: `Approve ${SLOT}` }).click();
    await page.getByText('The issue is approved.').waitFor();
    expect(await world.issueStore.findIssue(SLOT)).toMatchObject({
      status: 'approved',
      subject: 'Of anvils',
    });
    // What is approved is fixed, and the page says so.
    await world.go(page, EDIT);
    await page.getByText('take the approval back first').waitFor();
    expect(await page.getByLabel('Subject').isDisabled()).toBe(true);
  });
});
