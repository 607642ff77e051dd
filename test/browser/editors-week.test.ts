import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lacksBrowser, openBrowser, type TestBrowser } from '../support/browser.ts';
import { aComparison, DAY, HOUR, TUESDAY } from '../support/comparisons.ts';
import { addReaders, aNewSubscriber, IMPORTED, SLOT } from '../support/issues.ts';
import { keyboardOf } from './keyboard.ts';
import { openProgram, type Program } from './open-program.ts';

const EDITOR = 'editor@verdicts.test';
const SUBJECT = 'Of clamps, drills and forges';
const WAITING = { timeout: 20_000 };

/** The first batch, and the rest after it. */
const FULL_BATCH = 100;
const READERS = 120;

/** The second batch waits until it is released. */
const letGo = new AbortController();

let browser: TestBrowser;
let program: Program;
/** The editor's page, and a second page that is only open. */
let page: Page;
let beside: Page;
let keyboard: ReturnType<typeof keyboardOf>;

const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
/** The page's text on one line. */
const wordsOf = async (part: string) => (await page.locator(part).innerText()).replace(/\s+/g, ' ');
const names = async (where: Page, list: string) => where.locator(`${list} > li bdi`).allInnerTexts();
const issue = async () => {
  const found = await program.issueStore.findIssue(SLOT);
  if (found === null) throw new Error('There is no issue.');
  return found;
};

/** Recipients and subjects of messages. */
async function mailed(to: (address: string) => boolean) {
  const all = await program.messages();
  return all.filter((message) => to(message.to?.[0]?.address ?? ''));
}
const notices = async () => (await mailed((address) => address === EDITOR)).map(({ subject }) => subject);

/** The recipient's own links are as long as everybody's. */
const withoutLinks = (text: string) => text.replace(/\/(unsubscribe|preferences)\/[\w-]+/g, '/$1/…');

describe.skipIf(lacksBrowser())('an editor’s week', () => {
  beforeAll(async () => {
    [browser, program] = await Promise.all([
      openBrowser(),
      openProgram({
        start: '2026-11-16T08:00:00Z',
        settings: { REVIEW: 'required', EDITOR_EMAIL: EDITOR },
        beforeBatch: async (messages) => {
          if (messages === READERS - FULL_BATCH && !letGo.signal.aborted) await once(letGo.signal, 'abort');
        },
      }),
    ]);
    const { subscriberStore, comparisonStore } = program;
    await addReaders(subscriberStore, READERS);
    const others = [
      aNewSubscriber({ email: 'lost@verdicts.test', suppression: 'bounced' }),
      aNewSubscriber({ email: 'away@verdicts.test', pausedUntil: TUESDAY + 30 * DAY }),
    ];
    await subscriberStore.importSubscribers(others, IMPORTED);
    for (const [index, tools] of (
      [
        ['Anvil', 'Bench'],
        ['Clamp', 'Drill'],
        ['Easel', 'Forge'],
      ] as const
    ).entries())
      await comparisonStore.saveComparison(
        aComparison({ tools, publishedAt: TUESDAY - 4 * DAY + index * HOUR }),
        TUESDAY - 3 * DAY,
      );
    page = await browser.open();
    beside = await page.context().newPage();
    keyboard = keyboardOf(page);
  });
  afterAll(async () => {
    letGo.abort();
    await browser.close();
    await program.stop();
  });

  test('an editor gets the notice of a draft a day before', async () => {
    expect(await notices()).toEqual([]);
    program.clock.advance(HOUR);
    await expect
      .poll(notices, WAITING)
      .toEqual([expect.stringContaining('Week 47, 2026: a draft to review')]);
  });

  test('an editor sees the draft in the studio', async () => {
    await page.goto(program.studioUrl());
    await heading('Next issue');
    expect(await wordsOf('#slot')).toMatch(/Needs approval Week 47/);
    expect(await wordsOf('#glance')).toMatch(
      /Tuesday 17 November, 09:00 UTC, in 1 day .*120 subscribers of 122 who confirmed; 1 can’t be mailed, 1 paused/,
    );
    expect(await names(page, 'ol.picks')).toHaveLength(3);
  });

  let before: string[] = [];

  test('an editor reorders the draft with the keyboard, and the preview follows by itself', async () => {
    await beside.goto(`${program.origin}/studio?view=source`);
    await beside.evaluate('isStillHere = true');
    before = await names(beside, 'ol.picks');
    const [first, second, third = ''] = before;
    await keyboard.tabTo(`Move up: ${third}`);
    await keyboard.press('Alt+ArrowUp');
    await expect.poll(() => names(page, 'ol.picks'), WAITING).toEqual([first, third, second]);
    // It can be pressed again at once.
    await expect.poll(keyboard.focus, WAITING).toMatchObject({ name: `Move up: ${third}`, isSeen: true });
    expect(await page.locator('#said').innerText()).toBe(`${third} is number 2 of 3`);
    await expect.poll(() => names(beside, 'ol.picks'), WAITING).toEqual([first, third, second]);
  });

  test('an editor rewrites the subject, which is saved by itself and appears in the preview', async () => {
    const frame = page.locator('#frame-desktop-light');
    const shown = await frame.getAttribute('src');
    await keyboard.write('Subject', SUBJECT);
    await expect.poll(async () => (await issue()).edited.subject, WAITING).toBe(SUBJECT);
    await beside.locator('#inbox').getByText(SUBJECT).first().waitFor();
    await keyboard.write('Intro', 'All that *holds*.');
    await expect.poll(() => beside.locator('#source').textContent(), WAITING).toContain('<em>holds</em>');
    await expect.poll(() => frame.getAttribute('src'), WAITING).not.toBe(shown);
    expect(await page.frameLocator('#frame-desktop-light').locator('em').innerText()).toBe('holds');
    expect(await beside.evaluate('isStillHere')).toBe(true);
  });

  test('an editor finds a test email in the Maildir', async () => {
    await keyboard.enter('Send a test');
    await keyboard.tabTo('Email addresses');
    // The editor's own address is there already.
    expect(await page.getByLabel('Email addresses').inputValue()).toBe(EDITOR);
    await keyboard.press('Control+A');
    await page.keyboard.type('proof@verdicts.test');
    await keyboard.press('Enter');
    await page.getByText('The test is sent.').waitFor();
    await page.getByText(/Test sent today at \d\d:\d\d/).waitFor();
    const [test, ...others] = await mailed((address) => address === 'proof@verdicts.test');
    expect(others).toEqual([]);
    expect(test?.subject).toContain(SUBJECT);
    expect(test?.text).toContain('All that holds.');
  });

  /** What the preview shows of the approved issue. */
  let preview = { html: '', text: '', subject: '' };

  test('an editor approves the draft after the page has said who will get it', async () => {
    await keyboard.enter('Approve for Tuesday 09:00');
    await heading('Approve for Tuesday 09:00?');
    const asked = await wordsOf('main');
    expect(asked).toContain(SUBJECT);
    expect(asked).toContain(`${READERS + 2} confirmed − 1 that can’t be mailed − 1 paused = ${READERS}`);
    expect((await issue()).status).toBe('draft');
    await keyboard.enter('Approve for Tuesday 09:00');
    await page.getByText('The issue is approved.').waitFor();
    expect((await issue()).status).toBe('approved');
    const source = (where: Page) => where.locator('#source').textContent();
    const html = (await source(beside)) ?? '';
    await beside.goto(`${program.origin}/studio?view=text`);
    const subject = await beside.locator('#inbox b').allInnerTexts();
    preview = { html, text: (await source(beside)) ?? '', subject: subject.join() };
  });

  test('the issue goes out by itself at its time, and the page follows', async () => {
    // A day has passed since the last visit, so the session is over.
    const here = page.url();
    program.clock.set(new Date(TUESDAY - 60_000).toISOString());
    // The page leaves by itself once its session has ended.
    await page.goto('about:blank');
    await page.goto(program.studioUrl());
    await page.goto(here);
    expect(await mailed((address) => address.startsWith('reader'))).toEqual([]);
    program.clock.set(new Date(TUESDAY).toISOString());
    await page.getByRole('heading', { name: `${FULL_BATCH} of ${READERS} handed to` }).waitFor();
    expect(await wordsOf('#said')).toContain(`${FULL_BATCH} of ${READERS} handed to`);
    expect(await wordsOf('#slot')).toContain('Sending');
    expect(await wordsOf('#sums')).toMatch(/100 accepted \+ 20 to send \+ 0 refused \+ 0 left = 120/);
    letGo.abort();
    // The report takes its place once it is out.
    await page.waitForURL('**/studio/issues/2026-W47*');
    await page.locator('#heading').getByText('Sent', { exact: true }).waitFor();
  });

  test('the numbers on the page add up, and agree with the store', async () => {
    const { audience, deliveries, status } = await issue();
    expect([status, audience, deliveries]).toEqual([
      'sent',
      { candidates: READERS + 2, prepared: READERS, excluded: { suppressed: 1, paused: 1 } },
      { pending: 0, submitted: READERS, rejected: 0, uncertain: 0, excluded: 0 },
    ]);
    const numbers = page.locator('#numbers');
    await numbers.getByText(`${READERS} accepted by the test mailbox = ${READERS} subscribers`).waitFor();
    expect(await wordsOf('#audience-of')).toContain(
      `${READERS + 2} confirmed − 1 that can’t be mailed − 1 paused = ${READERS} subscribers`,
    );
    // The report was loaded as a page of its own, so its heading is how the end is said.
    expect(await wordsOf('#heading')).toContain(`to ${READERS} subscribers in`);
  });

  test('each reader has the issue once, and the editor got one notice', async () => {
    const readers = await mailed((address) => address.startsWith('reader'));
    const addresses = new Set(readers.map(({ to }) => to?.[0]?.address));
    expect([readers.length, addresses.size]).toEqual([READERS, READERS]);
    await expect.poll(notices, WAITING).toHaveLength(2);
    expect((await notices()).toSorted()).toEqual([
      expect.stringContaining('a draft'),
      expect.stringContaining('2026: sent'),
    ]);
    expect(await program.messages()).toHaveLength(READERS + 3);
  });

  test('the preview has the bytes that were sent, except for the reader’s own links', async () => {
    const [sent] = await mailed((address) => address === 'reader7@verdicts.test');
    // The parser adds a line end to each part.
    expect(`${withoutLinks(preview.html)}\n`).toBe(withoutLinks(sent?.html ?? ''));
    expect(`${withoutLinks(preview.text)}\n`).toBe(withoutLinks(sent?.text ?? ''));
    expect(preview.subject).toContain(sent?.subject);
    expect(preview.html).not.toBe(sent?.html);
    expect(preview.text.indexOf('Easel')).toBeGreaterThan(0);
  });

  test('the focus was always visible, nothing failed, and no other machine was asked', () => {
    expect(keyboard.unseen).toEqual([]);
    expect(program.failures).toEqual([]);
    expect(browser.requestsElsewhere()).toEqual([]);
  });
});
