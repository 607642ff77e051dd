import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aComparison, aJudgedSide, aSide, DAY, HOUR, TUESDAY } from '../support/comparisons.ts';
import {
  addReaders,
  aFrozenIssue,
  approveIssue,
  freezeWholeAudience,
  SLOT,
  type Stores,
} from '../support/issues.ts';
import { handOverAll } from '../support/sending/hand-over.ts';

const LATER = '2026-W48';

/** What every store of comparisons and issues must do. */
export function issueStoreContract(name: string, open: () => Promise<Stores>): void {
  describe(`the comparisons and issues in ${name}`, () => {
    let stores: Stores;
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    const save = (given: Parameters<typeof aComparison>[0], at = TUESDAY) =>
      stores.comparisonStore.saveComparison(aComparison(given), at);
    const openSlugs = async (slot = SLOT) =>
      (await stores.comparisonStore.openComparisons(slot)).map(({ slug }) => slug);
    const freeze = (given: {
      slot?: string;
      slugs: string[];
      revision?: number;
      id?: string;
      image?: Uint8Array;
    }) =>
      stores.issueStore.freezeIssue({
        slot: given.slot ?? SLOT,
        scheduledAt: TUESDAY,
        cutOff: TUESDAY,
        at: TUESDAY,
        revision: given.revision ?? 0,
        items: given.slugs.map((slug, index) => ({ slug, featured: index === 0 })),
        frozen: aFrozenIssue({
          slot: given.slot ?? SLOT,
          id: given.id ?? (given.slot ?? SLOT).padEnd(32, '0'),
        }),
        image: given.image ?? null,
      });
    const change = (
      to: Parameters<typeof stores.issueStore.changeStatus>[0]['to'],
      reason: string | null = null,
    ) => stores.issueStore.changeStatus({ slot: SLOT, scheduledAt: TUESDAY, to, reason, at: TUESDAY });
    const edit = (
      given: Omit<Parameters<typeof stores.issueStore.editIssue>[0], 'slot' | 'scheduledAt' | 'at'>,
    ) => stores.issueStore.editIssue({ slot: SLOT, scheduledAt: TUESDAY, at: TUESDAY, ...given });

    describe('saving a comparison', () => {
      test('saving a comparison keeps every field, and saving it again changes nothing', async () => {
        const comparison = aComparison({
          tools: [aJudgedSide('Quill "2" & <Co>', 2), aJudgedSide('مساعد', 4, 5)],
        });
        expect(await stores.comparisonStore.saveComparison(comparison, TUESDAY)).toMatchObject({
          kind: 'added',
        });
        expect(await stores.comparisonStore.readComparisons([comparison.slug])).toEqual([comparison]);
        expect(await stores.comparisonStore.saveComparison(comparison, TUESDAY + DAY)).toMatchObject({
          kind: 'unchanged',
        });
      });

      test('saving a comparison replaces what changed', async () => {
        await save({ slug: 'one-vs-two', tools: ['One', 'Two'] });
        expect(await save({ slug: 'one-vs-two', tools: [aJudgedSide('One', 0), 'Two'] })).toMatchObject({
          kind: 'updated',
        });
        const [known] = await stores.comparisonStore.readComparisons(['one-vs-two']);
        expect(known?.tools[0]).toEqual(aJudgedSide('One', 0));
      });

      test('a comparison without a date is published at its first import, and stays so', async () => {
        const undated = { ...aComparison({ tools: ['One', 'Two'] }), publishedAt: null };
        await stores.comparisonStore.saveComparison(undated, TUESDAY);
        expect(await stores.comparisonStore.saveComparison(undated, TUESDAY + DAY)).toMatchObject({
          kind: 'unchanged',
        });
        const [known] = await stores.comparisonStore.readComparisons([undated.slug]);
        expect(known?.publishedAt).toBe(new Date(TUESDAY).toISOString());
      });

      test('a comparison saved without a URL keeps the known one', async () => {
        const comparison = aComparison({ tools: ['One', 'Two'], url: 'https://verdicts.test/1' });
        await stores.comparisonStore.saveComparison(comparison, TUESDAY);
        expect(
          await stores.comparisonStore.saveComparison({ ...comparison, url: null }, TUESDAY),
        ).toMatchObject({
          kind: 'unchanged',
        });
      });

      test('a less complete copy removes nothing that is known, and says what was kept', async () => {
        const known = aComparison({ slug: 'one-vs-two', tools: [aJudgedSide('One', 3), 'Two'] });
        await stores.comparisonStore.saveComparison(known, TUESDAY);
        const poorer = aComparison({
          slug: 'one-vs-two',
          tools: [aSide({ name: 'One' }), aSide({ name: 'Two' })],
        });
        expect(await stores.comparisonStore.saveComparison(poorer, TUESDAY + DAY)).toEqual({
          kind: 'unchanged',
          kept: [
            expect.stringMatching(/^One: .*verdict.*reviews by Builder/),
            expect.stringMatching(/^Two: /),
          ],
          dropped: [],
          overruled: [],
        });
        expect(await stores.comparisonStore.readComparisons(['one-vs-two'])).toEqual([known]);
      });

      test('a copy that contradicts what would be kept changes nothing', async () => {
        await save({ slug: 'one-vs-two', tools: [aJudgedSide('One', 3), 'Two'] });
        const before = await stores.comparisonStore.readComparisons(['one-vs-two']);
        const wrong = aSide({ name: 'One', panelShare: 25 });
        expect(await save({ slug: 'one-vs-two', tools: [wrong, 'Two'] })).toMatchObject({
          kind: 'contradicts-known',
          message: expect.stringContaining('panelShare is 25'),
        });
        expect(await stores.comparisonStore.readComparisons(['one-vs-two'])).toEqual(before);
      });

      test('a comparison of other tools with the same slug is not taken for the known one', async () => {
        await save({ tools: ['Ask!', 'Other'] });
        expect(await save({ tools: ['Ask?', 'Other'] })).toMatchObject({ kind: 'slug-taken' });
        expect(await save({ tools: ['ASK!', 'Other'] })).toMatchObject({ kind: 'updated' });
      });
    });

    describe('a draft', () => {
      test('a draft has the oldest comparisons that no frozen issue has', async () => {
        await save({ slug: 'newer', tools: ['A', 'B'], publishedAt: TUESDAY - HOUR });
        await save({ slug: 'older', tools: ['C', 'D'], publishedAt: TUESDAY - DAY });
        expect(await openSlugs()).toEqual(['older', 'newer']);
        await freeze({ slugs: ['older'] });
        expect(await openSlugs(LATER)).toEqual(['newer']);
      });

      test('a draft keeps an editor’s words and choices', async () => {
        await save({ slug: 'one', tools: ['A', 'B'] });
        await save({ slug: 'two', tools: ['C', 'D'] });
        await edit({ subject: 'Mine', intro: 'Hello', pin: ['one'], feature: 'two', order: ['two', 'one'] });
        expect(await edit({ hold: ['one'], subject: null })).toEqual({ kind: 'edited', revision: 2 });
        expect((await stores.issueStore.findIssue(SLOT))?.edited).toEqual({
          subject: null,
          preheader: null,
          intro: 'Hello',
          sponsorTitle: null,
          sponsorText: null,
          sponsorUrl: null,
          closing: null,
        });
        expect(await stores.comparisonStore.openComparisons(SLOT)).toMatchObject([
          { slug: 'one', held: true, pinned: true, featured: false, position: 2 },
          { slug: 'two', held: false, pinned: false, featured: true, position: 1 },
        ]);
      });

      test('a sponsor and a closing note are kept, and each is taken back alone', async () => {
        const sponsor = {
          sponsorTitle: 'Bricks',
          sponsorText: 'By post.',
          sponsorUrl: 'https://bricks.test',
        };
        await edit({ ...sponsor, closing: 'Until Tuesday.' });
        await edit({ sponsorTitle: null });
        await edit({ subject: 'Mine' });
        expect((await stores.issueStore.findIssue(SLOT))?.edited).toEqual({
          ...sponsor,
          subject: 'Mine',
          preheader: null,
          intro: null,
          sponsorTitle: null,
          closing: 'Until Tuesday.',
        });
      });

      test('an editor’s choices are for one slot, and holds for all', async () => {
        await save({ slug: 'one', tools: ['A', 'B'] });
        await edit({ pin: ['one'], hold: ['one'], leaveOut: ['one'] });
        expect(await stores.comparisonStore.openComparisons(SLOT)).toMatchObject([
          { pinned: true, held: true, leftOut: true },
        ]);
        expect(await stores.comparisonStore.openComparisons(LATER)).toMatchObject([
          { pinned: false, held: true, leftOut: false },
        ]);
        await edit({ release: ['one'], unpin: ['one'] });
        expect(await stores.comparisonStore.openComparisons(SLOT)).toMatchObject([
          { pinned: false, held: false, leftOut: true },
        ]);
        await edit({ putBack: ['one'] });
        expect(await stores.comparisonStore.openComparisons(SLOT)).toMatchObject([{ leftOut: false }]);
      });

      test('a draft tells the second of two editors that the first was quicker', async () => {
        await edit({ subject: 'First', ifRevision: 0 });
        expect(await edit({ subject: 'Second', ifRevision: 0 })).toEqual({
          kind: 'changed-meanwhile',
          revision: 1,
        });
        expect((await stores.issueStore.findIssue(SLOT))?.edited.subject).toBe('First');
      });

      test('an edit with an unknown comparison is refused as a whole', async () => {
        expect(await edit({ subject: 'Mine', pin: ['nope'] })).toEqual({
          kind: 'unknown-comparison',
          slugs: ['nope'],
        });
        expect(await stores.issueStore.findIssue(SLOT)).toBeNull();
      });
    });

    describe('freezing', () => {
      test('freezing fixes items and bytes, and happens once', async () => {
        await save({ slug: 'one', tools: ['A', 'B'] });
        expect(await freeze({ slugs: ['one'] })).toBe('frozen');
        expect(await freeze({ slugs: ['one'] })).toBe('not-a-draft');
        expect(await stores.issueStore.findIssue(SLOT)).toMatchObject({
          status: 'approved',
          subject: 'One tool, one verdict',
          items: [{ slug: 'one', position: 1, featured: true }],
        });
        expect((await stores.issueStore.readFrozenIssue(SLOT))?.html.places).toEqual([
          'unsubscribe',
          'preferences',
        ]);
      });

      test('a comparison is in one issue only', async () => {
        await save({ slug: 'one', tools: ['A', 'B'] });
        await freeze({ slugs: ['one'] });
        expect(await freeze({ slot: LATER, slugs: ['one'] })).toBe('item-taken');
        expect((await stores.issueStore.findIssue(LATER))?.status ?? 'draft').toBe('draft');
      });

      test('a draft that changed since it was composed is not frozen', async () => {
        await save({ slug: 'one', tools: ['A', 'B'] });
        await edit({ subject: 'New' });
        expect(await freeze({ slugs: ['one'], revision: 0 })).toBe('changed-meanwhile');
        expect(await freeze({ slugs: ['one'], revision: 1 })).toBe('frozen');
      });

      test('a picture is kept with the frozen issue, is public when the issue is, and goes with the approval', async () => {
        await save({ slug: 'one', tools: ['A', 'B'] });
        await freeze({ slugs: ['one'], image: Uint8Array.of(1, 2, 3) });
        expect(await stores.issueStore.readPublicImage(SLOT)).toBeNull();
        await change('draft');
        await freeze({ slugs: ['one'], id: 'second'.padEnd(32, '0'), image: Uint8Array.of(4, 5) });
        await change('sending');
        expect([...((await stores.issueStore.readPublicImage(SLOT)) ?? [])]).toEqual([4, 5]);
        expect(await stores.issueStore.readPublicImage(LATER)).toBeNull();
      });

      test('revoking an approval releases the items', async () => {
        await save({ slug: 'one', tools: ['A', 'B'] });
        await freeze({ slugs: ['one'] });
        expect(await change('draft')).toEqual({ changed: true, status: 'draft' });
        expect(await openSlugs()).toEqual(['one']);
        expect(await stores.issueStore.readFrozenIssue(SLOT)).toBeNull();
        expect(await freeze({ slugs: ['one'], id: 'second'.padEnd(32, '0') })).toBe('frozen');
      });
    });

    describe('a change of status', () => {
      test('a status change that the table does not allow changes nothing', async () => {
        expect(await change('sent')).toEqual({ changed: false, status: 'draft' });
        expect(await change('skipped', 'too few')).toEqual({ changed: true, status: 'skipped' });
        expect(await stores.issueStore.findIssue(SLOT)).toMatchObject({
          status: 'skipped',
          reason: 'too few',
          byEditor: false,
        });
      });

      test('a status change says whether an editor made it, until the next one', async () => {
        const { changeStatus, findIssue } = stores.issueStore;
        const given = { slot: SLOT, scheduledAt: TUESDAY, reason: 'a holiday', at: TUESDAY };
        await changeStatus({ ...given, to: 'skipped', byEditor: true });
        expect(await findIssue(SLOT)).toMatchObject({ status: 'skipped', byEditor: true });
        await changeStatus({ ...given, to: 'draft' });
        expect(await findIssue(SLOT)).toMatchObject({ byEditor: false });
        await changeStatus({ ...given, to: 'held', byEditor: true });
        await freeze({ slugs: [] });
        expect(await findIssue(SLOT)).toMatchObject({ status: 'approved', byEditor: false });
      });

      test('a status change that expects another current status changes nothing', async () => {
        await approveIssue(stores);
        const expecting = {
          slot: SLOT,
          scheduledAt: TUESDAY,
          reason: null,
          at: TUESDAY,
          from: 'held',
        } as const;
        expect(await stores.issueStore.changeStatus({ ...expecting, to: 'draft' })).toEqual({
          changed: false,
          status: 'approved',
        });
      });

      test('cancelling releases the items if nobody has received the issue, and keeps them otherwise', async () => {
        await approveIssue(stores);
        await addReaders(stores.subscriberStore, 1);
        await freezeWholeAudience(stores.deliveryStore);
        const batch = await stores.deliveryStore.claimBatch({
          slot: SLOT,
          lease: { owner: 'a', expiresAt: TUESDAY + 1 },
          now: TUESDAY,
          dailyLimit: null,
        });
        if (batch?.kind !== 'new') throw new Error('There is a batch.');
        const tokens = { unsubscribe: 'u', preferences: 'p' };
        await stores.deliveryStore.fixRequest({
          batch,
          recipients: batch.members.map((member) => ({ ...member, tokens })),
          idempotencyKey: 'k',
          bodyHash: 'ab'.repeat(32),
          now: TUESDAY,
        });
        const pause = { batch, at: TUESDAY, reason: 'The disk is full, after half of them.', refused: false };
        await stores.deliveryStore.postponeBatch(pause);
        await change('cancelled');
        expect(await openSlugs(LATER)).toEqual([]);

        await approveIssue(stores, { slot: LATER, id: 'ee'.repeat(16) });
        await stores.issueStore.changeStatus({
          slot: LATER,
          scheduledAt: TUESDAY,
          to: 'cancelled',
          reason: null,
          at: TUESDAY,
        });
        expect(await openSlugs('2026-W49')).toHaveLength(1);
      });
    });

    test('issues are listed from the newest slot', async () => {
      await approveIssue(stores);
      await stores.issueStore.changeStatus({
        slot: LATER,
        scheduledAt: TUESDAY,
        to: 'held',
        reason: 'look',
        at: TUESDAY,
      });
      expect((await stores.issueStore.listIssues()).map(({ slot }) => slot)).toEqual([LATER, SLOT]);
    });

    test('issues that are sending are listed apart, and for a while those that were sent', async () => {
      await approveIssue(stores);
      const goingOut = async (goingOutSince: number) =>
        (await stores.issueStore.listIssues({ goingOutSince })).map(({ slot }) => slot);
      expect(await goingOut(0)).toEqual([]);
      await freezeWholeAudience(stores.deliveryStore);
      expect(await goingOut(TUESDAY + 1)).toEqual([SLOT]);
      const change = { slot: SLOT, scheduledAt: TUESDAY, reason: null, at: TUESDAY };
      await stores.issueStore.changeStatus({ ...change, to: 'sent' });
      expect(await goingOut(TUESDAY)).toEqual([SLOT]);
      expect(await goingOut(TUESDAY + 1)).toEqual([]);
    });

    describe('the public', () => {
      const begin = async (slot: string, at: number) => {
        await approveIssue(stores, { slot, id: slot.padEnd(32, '0'), preheader: `Of "${slot}"` });
        const change = { slot, scheduledAt: TUESDAY, reason: null, at };
        await stores.issueStore.changeStatus({ ...change, to: 'sending' });
      };
      const isReadable = async () =>
        (await stores.issueStore.readFrozenIssue(SLOT, { ifPublic: true })) !== null;

      test('the public sees issues that are sending or sent, newest first by the beginning of sending', async () => {
        await begin(LATER, TUESDAY);
        await begin(SLOT, TUESDAY + DAY);
        await approveIssue(stores, { slot: '2026-W49', id: 'ee'.repeat(16) });
        const { issues, total } = await stores.issueStore.listPublicIssues({ offset: 0, limit: 9 });
        expect(total).toBe(2);
        expect(issues).toEqual([
          {
            id: SLOT.padEnd(32, '0'),
            slot: SLOT,
            subject: 'One tool, one verdict',
            preheader: `Of "${SLOT}"`,
            publishedAt: TUESDAY,
            sendingAt: TUESDAY + DAY,
            comparisons: 1,
          },
          expect.objectContaining({ slot: LATER, sendingAt: TUESDAY }),
        ]);
      });

      test('the public sees a part of the issues, and how many there are', async () => {
        await begin(SLOT, TUESDAY);
        await begin(LATER, TUESDAY + DAY);
        const list = (offset: number) => stores.issueStore.listPublicIssues({ offset, limit: 1 });
        expect(await list(1)).toMatchObject({ issues: [{ slot: SLOT }], total: 2 });
        expect(await list(2)).toEqual({ issues: [], total: 2 });
      });

      test('the public finds the issues before and after one, whatever week lies between', async () => {
        await begin('2026-W44', TUESDAY);
        await begin(SLOT, TUESDAY + DAY);
        await approveIssue(stores, { slot: '2026-W49', id: 'ee'.repeat(16) });
        const { publicNeighbours } = stores.issueStore;
        expect(await publicNeighbours(SLOT)).toMatchObject({
          own: { slot: SLOT, publishedAt: TUESDAY },
          earlier: { slot: '2026-W44' },
          later: null,
        });
        expect(await publicNeighbours('2026-W46')).toMatchObject({
          own: null,
          earlier: { slot: '2026-W44', comparisons: 1 },
          later: { slot: SLOT },
        });
      });

      test('the public may read an issue once its sending has begun', async () => {
        await approveIssue(stores);
        expect(await isReadable()).toBe(false);
        expect(await stores.issueStore.readFrozenIssue(SLOT)).not.toBeNull();
        for (const to of ['sending', 'paused'] as const) {
          await change(to);
          expect(await isReadable()).toBe(true);
        }
        await change('cancelled');
        expect(await isReadable()).toBe(false);
      });

      test('the public may still read a cancelled issue that somebody may have received, but it is not listed', async () => {
        await approveIssue(stores);
        await addReaders(stores.subscriberStore, 1);
        await freezeWholeAudience(stores.deliveryStore);
        await handOverAll(stores.deliveryStore, { ending: 'in-flight' });
        await change('cancelled');
        expect(await isReadable()).toBe(true);
        expect(await stores.issueStore.listPublicIssues({ offset: 0, limit: 9 })).toEqual({
          issues: [],
          total: 0,
        });
      });
    });
  });
}
