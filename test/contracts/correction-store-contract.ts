import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Comparison } from '../../src/comparisons/comparison.ts';
import type { ComparisonStore } from '../../src/comparisons/comparison-store.ts';
import type { CorrectionStore } from '../../src/comparisons/correction-store.ts';
import type { FieldChange } from '../../src/comparisons/corrections/plan-correction.ts';
import type { IssueStore } from '../../src/issues/issue-store.ts';
import { aComparison, aJudgedSide, aSide, DAY, HOUR, TUESDAY } from '../support/comparisons.ts';
import { approveIssue, SLOT } from '../support/issues.ts';

interface Opened {
  comparisonStore: ComparisonStore;
  correctionStore: CorrectionStore;
  issueStore: IssueStore;
  close(): void;
}

const SLUG = 'kiln-vs-loom';
const KILN = aJudgedSide('Kiln', 3);
const LOOM = aSide({ name: 'Loom', pricing: 'Free' });

/** What every store of corrections promises, and what imports do with them. */
export function correctionStoreContract(name: string, open: () => Promise<Opened>): void {
  describe(`corrections by hand in ${name}`, () => {
    let stores: Opened;
    beforeEach(async () => {
      stores = await open();
      await send({});
    });
    afterEach(() => stores.close());

    const send = (given: Partial<Comparison>, at = TUESDAY) =>
      stores.comparisonStore.saveComparison({ ...aComparison({ tools: [KILN, LOOM] }), ...given }, at);
    const correct = (...changes: FieldChange[]) =>
      stores.correctionStore.correctComparison({ slug: SLUG, changes, at: TUESDAY + HOUR });
    const corrected = async () => {
      const [found] = await stores.correctionStore.readCorrected([SLUG]);
      if (found === undefined) throw new Error('it is gone');
      return found;
    };
    const pricing = (to: string | null, from: string | null = 'Free'): FieldChange => ({
      path: 'tools[1].pricing',
      from,
      to,
    });

    test('a corrected field is the comparison’s value everywhere, and the source’s stays beside it', async () => {
      expect(await correct(pricing('9 euros'))).toEqual({ kind: 'corrected' });
      const [read] = await stores.comparisonStore.readComparisons([SLUG]);
      expect(read?.tools[1].pricing).toBe('9 euros');
      expect((await corrected()).corrections).toEqual([
        { path: 'tools[1].pricing', source: 'Free', correctedAt: TUESDAY + HOUR, sourceChangedAt: null },
      ]);
    });

    test('a corrected date decides which issue a comparison is in', async () => {
      const before = new Date(TUESDAY - DAY).toISOString();
      const after = new Date(TUESDAY + DAY).toISOString();
      await correct({ path: 'publishedAt', from: before, to: after });
      const [listed] = await stores.comparisonStore.openComparisons(SLOT);
      expect(listed?.publishedAt).toBe(TUESDAY + DAY);
    });

    test('an import does not overwrite it, and says what the source has instead', async () => {
      await correct(pricing('9 euros'));
      const outcome = await send(
        { tools: [KILN, { ...LOOM, pricing: '8 euros', entry: 'Paid' }] },
        TUESDAY + DAY,
      );
      expect(outcome).toMatchObject({
        kind: 'updated',
        overruled: ['Loom: pricing stays "9 euros", although this copy says "8 euros"'],
      });
      const { comparison, corrections } = await corrected();
      expect(comparison.tools[1]).toMatchObject({ pricing: '9 euros', entry: 'Paid' });
      expect(corrections).toMatchObject([{ source: '8 euros', sourceChangedAt: TUESDAY + DAY }]);
    });

    test('the same import again changes nothing, and says it again', async () => {
      await correct(pricing('9 euros'));
      const before = await corrected();
      expect(await send({})).toMatchObject({
        kind: 'unchanged',
        overruled: [expect.stringContaining('"Free"')],
      });
      expect(await corrected()).toEqual(before);
    });

    test('an import that says nothing of the field, or the same, has nothing to say of it', async () => {
      await correct(pricing('9 euros'));
      expect(await send({ tools: [KILN, { ...LOOM, pricing: null }] })).toMatchObject({ overruled: [] });
      expect(await send({ tools: [KILN, { ...LOOM, pricing: '9 euros' }] })).toMatchObject({ overruled: [] });
      expect((await corrected()).corrections).toMatchObject([{ source: '9 euros' }]);
    });

    test('the source’s value can be taken again, and is then overwritten as before', async () => {
      await correct(pricing('9 euros'));
      await send({ tools: [KILN, { ...LOOM, pricing: '8 euros' }] });
      await correct({ path: 'tools[1].pricing', from: '9 euros', takeSource: true });
      const { comparison, corrections } = await corrected();
      expect([comparison.tools[1].pricing, corrections]).toEqual(['8 euros', []]);
      await send({ tools: [KILN, { ...LOOM, pricing: '7 euros' }] });
      expect((await corrected()).comparison.tools[1].pricing).toBe('7 euros');
    });

    test('writing the source’s value takes it again, too', async () => {
      await correct(pricing('9 euros'));
      await correct(pricing('Free', '9 euros'));
      expect((await corrected()).corrections).toEqual([]);
    });

    test('a correction follows its tool when a copy names the tools the other way round', async () => {
      await correct(pricing('9 euros'));
      await send({ tools: [LOOM, { ...KILN, tagline: 'It bakes' }] });
      const { comparison, corrections } = await corrected();
      expect(comparison.tools.map(({ pricing: said }) => said)).toEqual(['9 euros', KILN.pricing]);
      expect(corrections).toMatchObject([{ path: 'tools[0].pricing' }]);
    });

    test('a tool whose name was corrected is still known by the name that its source has', async () => {
      await correct({ path: 'tools[1].name', from: 'Loom', to: 'Loom 2' });
      expect(await send({ tools: [KILN, { ...LOOM, entry: 'Paid' }] })).toMatchObject({ kind: 'updated' });
      const { comparison } = await corrected();
      expect(comparison.tools[1]).toMatchObject({ name: 'Loom 2', pricing: 'Free', entry: 'Paid' });
    });

    test('a correction of a tool that is no longer compared ends, and the import says so', async () => {
      await correct(pricing('9 euros'));
      const outcome = await send({ slug: SLUG, tools: [KILN, aSide({ name: 'Spindle' })] });
      expect(outcome).toMatchObject({ dropped: ['Loom: pricing, as it was corrected'] });
      expect((await corrected()).corrections).toEqual([]);
    });

    test('an import whose panel no longer fits a corrected verdict says so', async () => {
      await send({ tools: [KILN, { ...LOOM, panelShare: 50 }] });
      await correct({ path: 'tools[1].verdict', from: null, to: 'ship' });
      const outcome = await send({ tools: [KILN, { ...LOOM, panelShare: 25 }] });
      expect(outcome).toMatchObject({ overruled: [expect.stringContaining('the verdict is ship, but 25%')] });
    });

    describe('of a review', () => {
      const [first, ...others] = KILN.reviews;
      const score = (to: number | null, from: number | null = first?.score ?? null): FieldChange => ({
        path: 'tools[0].reviews[0].score',
        from,
        to,
      });
      const kiln = async () => (await corrected()).comparison.tools[0];

      test('score, verdict and words are corrected, and an import overwrites none of them', async () => {
        const words = {
          path: 'tools[0].reviews[0].text',
          from: first?.text ?? '',
          to: 'It holds its heat.',
        } as const;
        expect(await correct(score(12), words)).toEqual({ kind: 'corrected' });
        expect((await kiln()).reviews[0]).toMatchObject({ score: 12, text: 'It holds its heat.' });
        const again = await send({ tools: [{ ...KILN, entry: 'Paid' }, LOOM] });
        expect(again).toMatchObject({
          kind: 'updated',
          overruled: [
            `Kiln: score of ${first?.reviewer} stays 12, although this copy says ${first?.score}`,
            expect.stringContaining(`Kiln: text of ${first?.reviewer} stays "It holds its heat."`),
          ],
        });
        expect((await kiln()).reviews).toMatchObject([{ score: 12, text: 'It holds its heat.' }, ...others]);
        expect((await corrected()).corrections.map(({ path }) => path)).toEqual([
          'tools[0].reviews[0].score',
          'tools[0].reviews[0].text',
        ]);
      });

      test('the correction follows its reviewer to another place, and ends with the review', async () => {
        await correct(score(12));
        await send({ tools: [LOOM, { ...KILN, reviews: [...others, ...(first ? [first] : [])] }] });
        const { comparison, corrections } = await corrected();
        const at = comparison.tools[1].reviews.findIndex(({ reviewer }) => reviewer === first?.reviewer);
        expect(comparison.tools[1].reviews[at]?.score).toBe(12);
        expect(corrections).toMatchObject([{ path: `tools[1].reviews[${at}].score`, source: first?.score }]);
        const other = {
          reviewer: 'Somebody',
          score: 50,
          verdict: 'ship',
          text: 'Quite another matter.',
        } as const;
        const panel = { ...KILN, verdict: 'ship', panelShare: 100, shipCount: 1, skipCount: 0 } as const;
        const outcome = await send({ tools: [LOOM, { ...panel, reviews: [other] }] });
        expect(outcome).toMatchObject({
          dropped: [`Kiln: score of ${first?.reviewer}, as it was corrected`],
        });
        expect((await corrected()).corrections).toEqual([]);
      });

      test('the source’s value is taken again', async () => {
        await correct(score(12));
        await correct({ path: 'tools[0].reviews[0].score', from: 12, takeSource: true });
        expect([(await kiln()).reviews[0]?.score, (await corrected()).corrections]).toEqual([
          first?.score,
          [],
        ]);
      });

      test('a verdict that does not fit the panel is refused at the review', async () => {
        const to = first?.verdict === 'ship' ? 'skip' : 'ship';
        const path = 'tools[0].reviews[0].verdict' as const;
        const outcome = await correct({ path, from: first?.verdict ?? null, to });
        expect(outcome).toMatchObject({
          kind: 'wrong',
          problems: [{ path, message: expect.stringContaining('but the reviews are') }],
        });
        const empty = { path: 'tools[0].reviews[0].text', from: first?.text ?? '', to: '' } as const;
        expect(await correct(empty, score(101))).toMatchObject({
          kind: 'wrong',
          problems: expect.arrayContaining([
            { path: empty.path, message: expect.stringMatching(/^It must be text of 1 to 20,000/) },
            { path: 'tools[0].reviews[0].score', message: expect.stringContaining('from 0 to 100') },
          ]),
        });
      });
    });

    test('what somebody else changed meanwhile is not overwritten, and nothing else is saved', async () => {
      await correct(pricing('9 euros'));
      const other: FieldChange = { path: 'tools[1].entry', from: null, to: 'Paid' };
      expect(await correct(pricing('7 euros'), other)).toEqual({
        kind: 'conflict',
        paths: ['tools[1].pricing'],
      });
      expect((await corrected()).comparison.tools[1]).toMatchObject({ pricing: '9 euros', entry: null });
      expect(await correct(pricing('9 euros'))).toEqual({ kind: 'corrected' });
    });

    test.each([
      ['tools[0].panelShare', 75, 130, 'It must be a whole number from 0 to 100'],
      ['tools[0].verdict', 'ship', 'skip', 'the verdict is skip, but 75% of the panel say ship'],
      ['tools[0].shipCount', 3, 2, '3 ship'],
      ['tools[1].name', 'Loom', 'kiln', 'It must differ from the other tool’s name.'],
      ['tools[1].communityShare', null, 40.5, 'It must be a whole number from 0 to 100'],
      ['publishedAt', new Date(TUESDAY - DAY).toISOString(), null, 'A comparison needs its date.'],
      [
        'url',
        `https://verdicts.test/compare/${SLUG}`,
        'javascript:alert(1)',
        'It must be an http or https address',
      ],
    ] as const)('%s is checked as by an import: from %s to %s', async (path, from, to, message) => {
      const outcome = await correct({ path, from, to });
      if (outcome.kind !== 'wrong') throw new Error(outcome.kind);
      expect(outcome.problems.map(({ message: said }) => said).join(' ')).toContain(message);
      expect((await corrected()).corrections).toEqual([]);
    });

    test('a draft that was composed before is not fixed, and a frozen issue stays as it was', async () => {
      await approveIssue(stores);
      const frozen = await stores.issueStore.readFrozenIssue(SLOT);
      const before = await stores.issueStore.findIssue(SLOT);
      await correct(pricing('9 euros'));
      expect(await stores.issueStore.readFrozenIssue(SLOT)).toEqual(frozen);
      expect(await stores.issueStore.findIssue(SLOT)).toEqual(before);
    });

    test('a comparison that is not there cannot be corrected', async () => {
      const changes = [pricing('9 euros')];
      const request = { slug: 'kiln-vs-spindle', changes, at: TUESDAY };
      expect(await stores.correctionStore.correctComparison(request)).toEqual({ kind: 'unknown' });
      expect(await stores.correctionStore.readCorrected(['kiln-vs-spindle'])).toEqual([]);
    });

    test('what an import would do can be seen before, and changes nothing', async () => {
      await correct(pricing('9 euros'));
      const before = await corrected();
      const copy = aComparison({ tools: [KILN, { ...LOOM, pricing: '8 euros' }] });
      expect(await stores.comparisonStore.foreseeSave(copy, TUESDAY)).toMatchObject({
        kind: 'updated',
        overruled: [expect.stringContaining('8 euros')],
      });
      expect(await corrected()).toEqual(before);
      const fresh = aComparison({ tools: ['Anvil', 'Bellows'] });
      expect(await stores.comparisonStore.foreseeSave(fresh, TUESDAY)).toEqual({ kind: 'added' });
      expect(await stores.comparisonStore.readComparisons([fresh.slug])).toEqual([]);
    });

    test('a comparison is held and released, unless an issue contains it', async () => {
      const { comparisonStore } = stores;
      const hold = { slug: SLUG, isHeld: true, at: TUESDAY };
      expect(await comparisonStore.setHold(hold)).toBe(true);
      expect(await comparisonStore.setHold(hold)).toBe(false);
      expect(await comparisonStore.listComparisons()).toMatchObject([{ held: true, heldAt: TUESDAY }]);
      expect(await comparisonStore.setHold({ ...hold, isHeld: false })).toBe(true);
      await approveIssue(stores);
      const [taken] = (await comparisonStore.listComparisons()).filter(({ slot }) => slot !== null);
      expect(await comparisonStore.setHold({ ...hold, slug: taken?.slug ?? '' })).toBe(false);
      expect(await comparisonStore.setHold({ ...hold, slug: 'kiln-vs-spindle' })).toBe(false);
    });
  });
}
