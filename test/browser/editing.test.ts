import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lacksBrowser, openBrowser, type TestBrowser } from '../support/browser.ts';
import { aComparison, TUESDAY } from '../support/comparisons.ts';
import { addReaders, SLOT } from '../support/issues.ts';
import { keyboardOf } from './keyboard.ts';
import { openStudioWorld, type StudioWorld } from './open-studio-world.ts';

const WAITING = { timeout: 20_000 };
const EDIT = `/studio?slot=${SLOT}`;

let browser: TestBrowser;
let world: StudioWorld;

const edited = async () => (await world.issueStore.findIssue(SLOT))?.edited;
const order = (page: Page) => page.locator('ol.picks > li bdi').allInnerTexts();
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
  async function openWorld(settings: Record<string, string> = {}) {
    world = await openStudioWorld({ settings });
    await addReaders(world.subscriberStore, 2);
    const pairs = [['Anvil', 'Bench'] as const, ['Clamp', 'Drill'] as const, ['Easel', 'Forge'] as const];
    for (const [index, tools] of pairs.entries())
      await world.comparisonStore.saveComparison(
        aComparison({ tools, publishedAt: TUESDAY - 1_000 + index }),
        TUESDAY,
      );
  }
  beforeEach(() => openWorld());
  afterEach(() => world.stop());

  describe('by two editors', () => {
    test('a change by one editor appears on the other’s page in fields they are not editing', async () => {
      const [one, other] = await Promise.all([open(), open()]);
      await other.getByLabel('Preview text').pressSequentially('And what');
      await one.getByLabel('Subject', { exact: true }).fill('Of anvils');
      await one.getByText('Saved a moment ago').waitFor();
      await expect
        .poll(() => other.getByLabel('Subject', { exact: true }).inputValue(), WAITING)
        .toBe('Of anvils');
      expect(await other.getByLabel('Preview text').inputValue()).toBe('And what');
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
      await one.getByLabel('Subject', { exact: true }).fill('Of anvils');
      await one.getByText('Saved a moment ago').waitFor();
      await other.getByLabel('Subject', { exact: true }).fill('Of drills');
      await other.getByRole('alert').getByText('Somebody else changed the subject meanwhile').waitFor();
      return other;
    }

    test('the second of two editors is told of a conflict, and nothing is overwritten', async () => {
      const other = await overtake();
      const told = await other.locator('#subject-conflict').innerText();
      expect(told).toContain('Of anvils');
      expect(told).toContain('Of drills');
      expect(await other.getByLabel('Subject', { exact: true }).inputValue()).toBe('Of drills');
      expect(await edited()).toMatchObject({ subject: 'Of anvils' });
      await other.getByRole('button', { name: 'Use theirs' }).click();
      await expect
        .poll(() => other.getByLabel('Subject', { exact: true }).inputValue(), WAITING)
        .toBe('Of anvils');
      expect(await edited()).toMatchObject({ subject: 'Of anvils' });
    });

    test('the second of two editors can overwrite knowingly, with the keyboard, where the focus already is', async () => {
      const other = await overtake();
      const keyboard = keyboardOf(other);
      await expect.poll(keyboard.focus, WAITING).toEqual({ name: 'Keep mine: the subject', isSeen: true });
      await keyboard.press('Enter');
      await other.getByText('Saved a moment ago').waitFor();
      expect(await edited()).toMatchObject({ subject: 'Of drills' });
      expect(await other.locator('#subject-conflict').innerText()).toBe('');
    });

    test('the second of two editors who reorder is told of a conflict, too', async () => {
      const [one, other] = await Promise.all([open(), openDeaf()]);
      const [first, second, third] = await order(one);
      await one.getByRole('button', { name: `Move up: ${third}` }).click();
      await one.getByText('Saved a moment ago').waitFor();
      await other.getByRole('button', { name: `Move down: ${first}` }).click();
      await other.getByText('Somebody else changed the order meanwhile').waitFor();
      expect(await other.locator('#order-conflict').innerText()).toContain([first, third, second].join(', '));
      await expect.poll(() => order(one), WAITING).toEqual([first, third, second]);
      await other.getByRole('button', { name: 'Keep mine' }).click();
      await expect.poll(() => order(one), WAITING).toEqual([second, first, third]);
      await expect.poll(() => order(other), WAITING).toEqual([second, first, third]);
    });
  });

  test('a comparison that is put on hold can be brought back from the notice, with the keyboard alone', async () => {
    const page = await open();
    const before = await order(page);
    const keyboard = keyboardOf(page);
    await keyboard.enter(`More for ${before[2]}`);
    await keyboard.enter('Hold for later issues too Stays out until you release it');
    await page.getByText(`${before[2]} is on hold.`).waitFor();
    expect(await order(page)).toEqual(before.slice(0, 2));
    await page.getByRole('button', { name: 'Undo' }).focus();
    await keyboard.press('Enter');
    await page.getByText(`${before[2]} is released.`).waitFor();
    expect(await order(page)).toEqual(before);
    expect(keyboard.unseen).toEqual([]);
  });

  test('what was left out, moved or made the lead is undone from a notice that stays in sight', async () => {
    const page = await open({ viewport: { width: 1280, height: 600 } });
    const before = await order(page);
    const [first = '', second = '', third = ''] = before;
    const keyboard = keyboardOf(page);
    const undo = page.getByRole('button', { name: 'Undo' });
    /** Where an editor sees it who is far down the page. */
    const isInSight = async () => {
      const { y = -1, height = 0 } = (await undo.boundingBox()) ?? {};
      return y >= 0 && y + height <= 600;
    };
    await keyboard.enter(`More for ${third}`);
    await keyboard.enter('Leave out of this issue The next issue may have it');
    await page.getByText(`${third} is left out of this issue.`).waitFor();
    expect(await order(page)).toEqual([first, second]);
    expect(await isInSight()).toBe(true);
    expect(await page.locator(':focus').getAttribute('id')).toBe('rest-fold');
    await page
      .getByRole('button', { name: `Put back: ${third}` })
      .first()
      .click();
    await page.getByText(`${third} is no longer left out.`).waitFor();
    await expect.poll(() => order(page), WAITING).toEqual(before);

    await page.getByRole('button', { name: `Move down: ${first}` }).click();
    await page.getByText('The order is changed.').waitFor();
    await expect.poll(() => order(page), WAITING).toEqual([second, first, third]);
    expect(await isInSight()).toBe(true);
    await undo.click();
    await expect.poll(() => order(page), WAITING).toEqual(before);

    await keyboard.enter(`More for ${second}`);
    await keyboard.enter('Make it the lead');
    await page.getByText(`${second} is the lead.`).waitFor();
    await undo.click();
    await page.getByText('We choose the lead.').waitFor();
    await expect.poll(() => order(page), WAITING).toEqual(before);
  });

  test('on a phone one writes or looks, without JavaScript too, and a view that is asked for is shown', async () => {
    const page = await open({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } });
    const subject = page.getByLabel('Subject', { exact: true });
    const frame = page.locator('#preview iframe');
    expect([await subject.isVisible(), await frame.isVisible()]).toEqual([true, false]);
    await page.getByText('Preview', { exact: true }).click();
    expect([await subject.isVisible(), await frame.isVisible()]).toEqual([false, true]);
    await page.getByRole('link', { name: 'Dark', exact: true }).click();
    await page.locator('#frame-desktop-dark').waitFor();
    expect(await subject.isVisible()).toBe(false);
  });

  test('the checklist leads to a test, and another view of the preview keeps what is being written', async () => {
    const page = await open();
    await page.getByLabel('Intro').fill('Half a');
    await page.getByRole('link', { name: 'Text', exact: true }).click();
    await page.locator('#source').getByText('Half a').waitFor();
    expect(await page.getByLabel('Intro').inputValue()).toBe('Half a');
    await page.getByRole('link', { name: 'Send me a test' }).click();
    expect(await page.evaluate('document.activeElement.id')).toBe('to');
    await page.keyboard.press('Escape');
    expect(await page.getByLabel('Email addresses').isVisible()).toBe(false);
    expect(await page.evaluate('document.activeElement.id')).toBe('test-open');
  });

  test('what Markdown does not show is pointed out at its field at once, and Ctrl+S says that all is saved', async () => {
    const page = await open();
    const intro = page.getByLabel('Intro');
    await intro.fill('Words.\n\n![A picture](https://verdicts.test/x.png)');
    await page.locator('#intro-notes').getByText('Line 3 of the intro has an image').waitFor();
    await page.getByRole('link', { name: 'Go to line 3' }).click();
    expect(await page.evaluate('document.activeElement.id')).toBe('intro');
    await page.keyboard.press('Control+s');
    await expect.poll(() => page.locator('#said').innerText(), WAITING).toBe('Saved');
    await intro.fill('Words.');
    await expect.poll(() => page.locator('#intro-notes').innerText(), WAITING).toBe('');
  });

  test('while the program does not answer, the text stays, and it is saved once it does', async () => {
    const page = await open();
    await page.route('**/studio/edit*', (route) => route.abort());
    await page.getByLabel('Subject', { exact: true }).fill('Of anvils');
    await page.getByText('Not saved. Trying again…').waitFor();
    expect(await edited()).toBeUndefined();
    await page.unroute('**/studio/edit*');
    await page.getByText('Saved a moment ago').waitFor();
    expect(await edited()).toMatchObject({ subject: 'Of anvils' });
  });

  test('a session that ends while somebody writes costs no text, and signing in elsewhere saves it', async () => {
    const page = await open();
    await page.getByLabel('Intro').pressSequentially('Five tools');
    await page.context().clearCookies();
    await page.getByLabel('Intro').pressSequentially(', one winner');
    await page.getByText('Sign in again in another tab').waitFor();
    expect(await page.getByLabel('Intro').inputValue()).toBe('Five tools, one winner');
    await world.go(await page.context().newPage(), '/studio/issues');
    await expect.poll(edited, WAITING).toMatchObject({ intro: 'Five tools, one winner' });
    await page.getByText('Saved a moment ago').waitFor();
  });

  test('a sponsor and a closing note stand in the preview as they are written, and on the other editor’s page', async () => {
    const [one, other] = await Promise.all([open(), open()]);
    await one.locator('#sponsor-fold').click();
    await one.getByLabel('What it says').fill('Bricks, *by post*.');
    await one.locator('#ending-fold').click();
    await one.getByRole('textbox', { name: 'Closing note' }).fill('Until Tuesday.');
    await expect
      .poll(edited, WAITING)
      .toMatchObject({ sponsorText: 'Bricks, *by post*.', closing: 'Until Tuesday.' });
    const email = one.frameLocator('#preview iframe');
    await email.getByText('Sponsored').waitFor();
    await email.getByText('Until Tuesday.').waitFor();
    await expect.poll(() => other.locator('#closing').inputValue(), WAITING).toBe('Until Tuesday.');
  });

  test('a sponsor’s link that is no web address is explained at its field until it is put right', async () => {
    const page = await open();
    await page.locator('#sponsor-fold').click();
    const link = page.getByLabel('Link', { exact: true });
    await link.fill('bricks.test');
    await page.locator('#sponsorUrl-notes').getByText('This is not a web address.').waitFor();
    await page.getByText('Not saved. See what is marked below.').waitFor();
    expect(await link.getAttribute('aria-invalid')).toBe('true');
    await link.fill('https://bricks.test');
    await page.getByText('Saved a moment ago').waitFor();
    await page.locator('#sponsorUrl-error').waitFor({ state: 'detached' });
    expect(await link.getAttribute('aria-invalid')).toBeNull();
    expect(await edited()).toMatchObject({ sponsorUrl: 'https://bricks.test' });
  });

  test('without JavaScript, an editor can write, move, approve and unlock all the same', async () => {
    await world.stop();
    await openWorld({ REVIEW: 'required' });
    world.clock.set(new Date(TUESDAY - 500).toISOString());
    const page = await open({ javaScriptEnabled: false });
    const [first, second, third] = await order(page);
    await page.getByLabel('Subject', { exact: true }).fill('Of anvils');
    // A button in another part keeps what was typed.
    await page.getByRole('button', { name: `Move up: ${third}` }).click();
    await page.getByText('The order is changed.').waitFor();
    expect(await order(page)).toEqual([first, third, second]);
    expect(await page.getByLabel('Subject', { exact: true }).inputValue()).toBe('Of anvils');
    await page.getByLabel('Preview text').fill('And drills');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').waitFor();
    expect(await edited()).toMatchObject({ subject: 'Of anvils', preheader: 'And drills' });
    await page.locator('#inbox').getByText('Of anvils').first().waitFor();
    await page.getByRole('link', { name: 'Approve for Tuesday 09:00' }).click();
    await page.getByText('2 confirmed − 0 that can’t be mailed − 0 paused = 2').waitFor();
    await page.getByRole('button', { name: 'Approve for Tuesday 09:00' }).click();
    await page.getByText('The issue is approved.').waitFor();
    expect(await world.issueStore.findIssue(SLOT)).toMatchObject({
      status: 'approved',
      subject: 'Of anvils',
    });
    // What is approved is fixed, and the page says so.
    await world.go(page, EDIT);
    await page.getByText('To change anything, unlock it').waitFor();
    expect(await page.getByLabel('Subject', { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Unlock to edit' }).click();
    await page.getByText('The issue is a draft again.').waitFor();
    expect(await page.getByLabel('Subject', { exact: true }).inputValue()).toBe('Of anvils');
  });
});
