import { afterEach, beforeEach, expect, test } from 'vitest';
import { sendSlot } from '../../src/issue-actions/send-slot.ts';
import type { IssueStore } from '../../src/issues/issue-store.ts';
import { createTokenSigner } from '../../src/links/tokens.ts';
import { freezeIssue } from '../../src/render/freeze-issue.ts';
import { parseSchedule } from '../../src/schedule/schedule.ts';
import { testClock } from '../support/clock.ts';
import { aComparison, TUESDAY } from '../support/comparisons.ts';
import { openWithTables } from '../support/database/tables.ts';
import { addReaders, aNewSubscriber, IMPORTED, SLOT, type Stores } from '../support/issues.ts';
import { scriptedTransport } from '../support/sending/scripted-transport.ts';

let stores: Stores;
beforeEach(async () => {
  stores = await openWithTables();
  await stores.comparisonStore.saveComparison(aComparison({ tools: ['Kiln', 'Loom'] }), TUESDAY);
});
afterEach(() => stores.close());

function deps(
  given: {
    review?: 'auto' | 'required';
    minItems?: number;
    issueStore?: IssueStore;
    obstacles?: string[];
  } = {},
) {
  const schedule = parseSchedule({ pattern: '0 9 * * 2', zone: 'UTC' });
  if (!schedule.ok) throw new Error('The schedule is the default one.');
  const { review = 'auto', minItems = 1, issueStore = stores.issueStore, obstacles = [] } = given;
  return {
    ...stores,
    issueStore,
    config: {
      review,
      transportName: 'resend' as const,
      obstacles,
      schedule: schedule.schedule,
      selection: { minItems, maxItems: 8, lookbackDays: 14 },
      newsletter: {
        name: 'Digest',
        from: { name: null, email: 'd@verdicts.test' },
        replyTo: { name: null, email: 'editors@verdicts.test' },
        postalAddress: '1 Street',
        publicUrl: 'https://verdicts.test',
      },
    },
    transport: scriptedTransport(),
    signer: createTokenSigner(['s'.repeat(32)]),
    clock: testClock(),
    owner: 'a',
    dailyLimit: null,
    signal: new AbortController().signal,
  };
}

const emailedHtml = async () => (await stores.issueStore.readFrozenIssue(SLOT))?.html.fixed.join('') ?? '';

const statusOf = async () => (await stores.issueStore.findIssue(SLOT))?.status ?? 'draft';

test('a slot that would reach nobody is not used up', async () => {
  await stores.subscriberStore.importSubscribers(
    [aNewSubscriber({ email: 'gone@verdicts.test', suppression: 'bounced' })],
    IMPORTED,
  );
  await expect(sendSlot(SLOT, deps())).rejects.toThrow('nobody to send to');
  expect(await statusOf()).toBe('draft');
});

test('a send that the provider would refuse is refused before anything is frozen', async () => {
  await addReaders(stores.subscriberStore, 1);
  await expect(sendSlot(SLOT, deps({ obstacles: ['POSTAL_ADDRESS is still the example.'] }))).rejects.toThrow(
    'POSTAL_ADDRESS',
  );
  expect(await statusOf()).toBe('draft');
});

test('too few comparisons skip the slot even if a review is required', async () => {
  await addReaders(stores.subscriberStore, 1);
  const { issue, reason } = await sendSlot(SLOT, deps({ review: 'required', minItems: 2 }));
  expect([issue.status, reason]).toEqual(['skipped', expect.stringContaining('1 of at least 2 comparisons')]);
});

test('an issue that is sent ahead of its time bears the day on which it is sent', async () => {
  await addReaders(stores.subscriberStore, 1);
  await sendSlot(SLOT, { ...deps(), clock: testClock('2026-11-16T11:00:00Z') });
  const { own } = await stores.issueStore.publicNeighbours(SLOT);
  expect(await emailedHtml()).toContain('16 November 2026');
  expect(own?.publishedAt).toBe(Date.UTC(2026, 10, 16, 11));
});

test('an approval between two steps of a send is kept, and the editor’s bytes go out', async () => {
  await addReaders(stores.subscriberStore, 1);
  const { issueStore } = stores;
  let asked = 0;
  const racing: IssueStore = {
    ...issueStore,
    findIssue: async (slot) => {
      const issue = await issueStore.findIssue(slot);
      asked += 1;
      if (asked === 1) {
        await issueStore.editIssue({ slot, scheduledAt: TUESDAY, at: TUESDAY, subject: "The editor's" });
        await freezeIssue({ slot, now: TUESDAY }, deps());
      }
      return issue;
    },
  };
  const { issue } = await sendSlot(SLOT, deps({ issueStore: racing }));
  expect(issue).toMatchObject({ status: 'sent', subject: "The editor's", revision: 1 });
});

test('a hold between two steps of a send is kept', async () => {
  await addReaders(stores.subscriberStore, 1);
  const { issueStore } = stores;
  const racing: IssueStore = {
    ...issueStore,
    freezeIssue: async (freeze) => {
      await issueStore.changeStatus({
        slot: SLOT,
        scheduledAt: TUESDAY,
        to: 'held',
        reason: 'wait',
        at: TUESDAY,
      });
      return issueStore.freezeIssue(freeze);
    },
  };
  await expect(sendSlot(SLOT, deps({ issueStore: racing }))).rejects.toThrow('is held');
  expect(await statusOf()).toBe('held');
});
