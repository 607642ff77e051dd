import { afterEach, beforeEach, expect, test } from 'vitest';
import { resumeIssue, type UncertainDecision } from '../../src/issue-actions/resume-issue.ts';
import type { TransportName } from '../../src/issues/newsletter.ts';
import { testClock } from '../support/clock.ts';
import { TUESDAY } from '../support/comparisons.ts';
import { openWithTables } from '../support/database/tables.ts';
import { addReaders, approveIssue, freezeWholeAudience, SLOT } from '../support/issues.ts';
import { handOverAll } from '../support/sending/hand-over.ts';

let stores: Awaited<ReturnType<typeof openWithTables>>;
beforeEach(async () => {
  stores = await openWithTables();
});
afterEach(() => stores.close());

/** An issue that began through one transport and is paused for a person. */
async function pause(transport: TransportName, { ending }: { ending?: 'uncertain' } = {}) {
  await addReaders(stores.subscriberStore, 3);
  await approveIssue(stores);
  await freezeWholeAudience(stores.deliveryStore, { transport });
  if (ending !== undefined) await handOverAll(stores.deliveryStore, { ending });
  await stores.issueStore.changeStatus({
    slot: SLOT,
    scheduledAt: TUESDAY,
    to: 'paused',
    reason: 'Wait.',
    at: TUESDAY,
  });
}

const resume = (transportName: TransportName, how: UncertainDecision | null = null) =>
  resumeIssue(SLOT, how, {
    ...stores,
    deliveryStore: stores.deliveryStore,
    clock: testClock(),
    config: { transportName, schedule: { zone: 'UTC' } },
  });

test.each([
  ['resend', 'outbox', 'Set TRANSPORT=resend and RESEND_API_KEY (and RESEND_BASE_URL, if you use one), then'],
  ['outbox', 'resend', 'Set TRANSPORT=outbox, then'],
] as const)(
  'an issue that began through %s is not resumed through %s, and nothing is changed',
  async (began, now, words) => {
    await pause(began);
    const before = await stores.tables();
    await expect(resume(now)).rejects.toThrow(words);
    expect(await stores.tables()).toEqual(before);
    expect((await resume(began)).status).toBe('sending');
  },
);

test('uncertain deliveries are not made pending again through another transport', async () => {
  await pause('resend', { ending: 'uncertain' });
  const before = await stores.tables();
  await expect(resume('outbox', 'resend')).rejects.toThrow('Set TRANSPORT=resend');
  expect(await stores.tables()).toEqual(before);
});

test('uncertain deliveries can be accepted under any transport if nothing is left to send', async () => {
  await pause('resend', { ending: 'uncertain' });
  expect((await resume('outbox', 'accept')).status).toBe('sent');
});
