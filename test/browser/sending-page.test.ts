import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lacksBrowser, openBrowser, type TestBrowser } from '../support/browser.ts';
import { HOUR, TUESDAY } from '../support/comparisons.ts';
import { addReaders, approveIssue, freezeWholeAudience, SLOT } from '../support/issues.ts';
import { providerIdOf } from '../support/sending/hand-over.ts';
import { openStudioWorld, type StudioWorld } from './open-studio-world.ts';

const READERS = 1_250;

let browser: TestBrowser;
let page: Page;
let world: StudioWorld;

/** Hands over the next batch of 100, or what is left. */
async function handOverBatch({ deliveryStore }: StudioWorld) {
  const lease = { owner: 'somebody', expiresAt: TUESDAY + HOUR };
  const batch = await deliveryStore.claimBatch({ slot: SLOT, lease, now: TUESDAY, dailyLimit: null });
  if (batch?.kind !== 'new') throw new Error('There is a batch.');
  const outcomes = batch.members.map(({ deliveryId }) => ({
    kind: 'accepted' as const,
    deliveryId,
    providerId: providerIdOf(deliveryId),
  }));
  await deliveryStore.recordOutcomes({ batch, outcomes, now: TUESDAY });
}

describe.skipIf(lacksBrowser())('the page of an issue that goes out', () => {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    page = await browser.open();
    page.setDefaultTimeout(20_000);
    world = await openStudioWorld();
    await addReaders(world.subscriberStore, READERS);
    await approveIssue(world);
    await freezeWholeAudience(world.deliveryStore);
  });
  afterEach(async () => {
    await page.context().close();
    await world.stop();
  });

  test('the page follows in place, and says aloud every tenth of the way and the end', async () => {
    await world.go(page, `/studio/issues/${SLOT}`);
    const said = () => page.locator('#announced').textContent();
    const shown = (words: string) => page.getByRole('heading', { level: 2, name: words }).waitFor();
    await page.locator('#more-open').click();
    await page.evaluate('isStillHere = true');

    await handOverBatch(world);
    await shown('100 of 1,250 handed to Resend');
    expect(await said()).toBe('');
    await handOverBatch(world);
    await shown('200 of 1,250 handed to Resend');
    await expect.poll(said).toBe('200 of 1,250 handed to Resend');
    expect(await page.getByRole('link', { name: 'Stop for good…' }).isVisible()).toBe(true);

    const end = { slot: SLOT, scheduledAt: TUESDAY, reason: null, at: TUESDAY + 8_000 } as const;
    for (let batch = 2; batch < Math.ceil(READERS / 100); batch += 1) await handOverBatch(world);
    await world.issueStore.changeStatus({ ...end, to: 'sent' });
    await page.locator('#heading').getByText('Sent', { exact: true }).waitFor();
    await expect.poll(said).toContain('to 1,250 subscribers in 8 seconds');
    expect(await page.evaluate('isStillHere')).toBe(true);
  });
});
