import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SampleStore, ShippedSamples } from '../../src/demo/sample-store.ts';
import type { IssueStatus } from '../../src/issues/issue-status-rules.ts';
import { aComparison, aReview, aSide, TUESDAY } from '../support/comparisons.ts';
import {
  addReaders,
  aNewSubscriber,
  approveIssue,
  freezeWholeAudience,
  IMPORTED,
  SLOT,
  type Stores,
} from '../support/issues.ts';

type Opened = Pick<
  Stores,
  'comparisonStore' | 'issueStore' | 'subscriberStore' | 'deliveryStore' | 'close'
> & {
  sampleStore: SampleStore;
};

const SAMPLE = aComparison({
  slug: 'kiln-vs-loom',
  tools: [aSide({ name: 'Kiln', reviews: [aReview({ text: 'A sample.' })] }), aSide({ name: 'Loom' })],
});
const PERSON = 'sample@verdicts.test';

const SAMPLES: ShippedSamples = {
  comparisons: [
    { slug: 'kiln-vs-loom', reviewTexts: ['A sample.'] },
    { slug: 'press-vs-quill', reviewTexts: ['Another sample.'] },
  ],
  emailKeys: [PERSON, 'another@verdicts.test'],
  source: 'samples',
};

const NONE = { comparisons: 0, subscribers: 0 };

/** What every store of samples promises. */
export function sampleStoreContract(name: string, open: () => Promise<Opened>): void {
  describe(`the samples in ${name}`, () => {
    let stores: Opened;
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    const add = (email: string, source = SAMPLES.source) =>
      stores.subscriberStore.importSubscribers([aNewSubscriber({ email })], { ...IMPORTED, source });
    const addSamples = async () => {
      await stores.comparisonStore.saveComparison(SAMPLE, TUESDAY);
      await add(PERSON);
    };
    const count = () => stores.sampleStore.countSamples(SAMPLES);
    const remove = () => stores.sampleStore.removeSamples(SAMPLES);
    const change = (to: IssueStatus) =>
      stores.issueStore.changeStatus({ slot: SLOT, scheduledAt: TUESDAY, to, reason: null, at: TUESDAY });

    test('none are counted or removed where there are none', async () => {
      expect(await count()).toEqual(NONE);
      expect(await remove()).toEqual({ kind: 'removed', ...NONE });
    });

    test('are counted, and removed for good', async () => {
      await addSamples();
      expect(await count()).toEqual({ comparisons: 1, subscribers: 1 });
      expect(await remove()).toEqual({ kind: 'removed', comparisons: 1, subscribers: 1 });
      expect(await count()).toEqual(NONE);
      expect(await stores.comparisonStore.readComparisons([SAMPLE.slug])).toEqual([]);
      expect(await stores.subscriberStore.findHistory(PERSON)).toBeNull();
    });

    test('are not what merely resembles one', async () => {
      const tools = [
        aSide({ name: 'Kiln', reviews: [aReview({ text: 'Our own words.' })] }),
        aSide({ name: 'Loom' }),
      ] as const;
      await stores.comparisonStore.saveComparison(aComparison({ slug: SAMPLE.slug, tools }), TUESDAY);
      await add(PERSON, 'import:list.csv');
      await addReaders(stores.subscriberStore, 1);
      expect(await count()).toEqual(NONE);
      await remove();
      expect(await stores.comparisonStore.readComparisons([SAMPLE.slug])).toHaveLength(1);
      expect(await stores.subscriberStore.count()).toMatchObject({ confirmed: 2 });
    });

    test('stay while an issue that is approved or going out is for one of the people', async () => {
      await addSamples();
      await approveIssue(stores);
      await freezeWholeAudience(stores.deliveryStore);
      expect(await remove()).toEqual({ kind: 'in-use', slot: SLOT });
      expect(await count()).toEqual({ comparisons: 1, subscribers: 1 });
    });

    test('go once the issue has gone out, which keeps its numbers', async () => {
      await addSamples();
      await approveIssue(stores);
      await freezeWholeAudience(stores.deliveryStore);
      await change('sending');
      await change('sent');
      const before = await stores.issueStore.findIssue(SLOT);
      expect(await remove()).toMatchObject({ kind: 'removed', subscribers: 1 });
      expect(await stores.issueStore.findIssue(SLOT)).toEqual(before);
    });
  });
}
