import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FAILURE_KINDS, type FailureKind } from '../../src/issues/failure-kinds.ts';
import type { IssueRecord } from '../../src/issues/issue-store.ts';
import type { ListedDelivery, ReportStore } from '../../src/issues/report-store.ts';
import { HOUR, TUESDAY } from '../support/comparisons.ts';
import { addReaders, approveIssue, freezeWholeAudience, SLOT, type Stores } from '../support/issues.ts';
import { handOverAll, type NewBatch, providerIdOf } from '../support/sending/hand-over.ts';

/** What every store of reports must do. */
export function reportStoreContract(
  name: string,
  open: () => Promise<Stores & { reportStore: ReportStore }>,
): void {
  describe(`the reports in ${name}`, () => {
    let stores: Stores & { reportStore: ReportStore };
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    const issueIdOf = (slot: string) => Buffer.from(slot).toString('hex').padEnd(32, '0');
    const begin = async (slot: string, at = TUESDAY) => {
      await approveIssue(stores, { slot, id: issueIdOf(slot) });
      await freezeWholeAudience(stores.deliveryStore, { slot, at });
    };
    const listOf = (kind: FailureKind, range = { offset: 0, limit: 50 }) =>
      stores.reportStore.listFailures({ slot: SLOT, kind, ...range });

    test('issues are reported in parts, newest first, with their total number', async () => {
      await addReaders(stores.subscriberStore, 2);
      for (const slot of ['2026-W46', '2026-W48', '2026-W47']) await begin(slot);
      const { issues, total } = await stores.reportStore.listIssues({ offset: 1, limit: 2 });
      expect([issues.map(({ slot }) => slot), total]).toEqual([['2026-W47', '2026-W46'], 3]);
      expect(issues[0]).toEqual(await stores.issueStore.findIssue('2026-W47'));
    });

    test('issues of one status are reported in parts too, with how many there are of each', async () => {
      for (const slot of ['2026-W46', '2026-W48', '2026-W47']) await begin(slot);
      await stores.issueStore.changeStatus({
        slot: '2026-W47',
        scheduledAt: TUESDAY,
        to: 'paused',
        reason: null,
        at: TUESDAY,
      });
      const range = { offset: 0, limit: 1 };
      const found = await stores.reportStore.listIssues({ ...range, status: 'sending' });
      expect([found.issues.map(({ slot }) => slot), found.total]).toEqual([['2026-W48'], 2]);
      expect(found.counts).toEqual(new Map([['paused', 1] as const, ['sending', 2] as const]));
      const none = await stores.reportStore.listIssues({ ...range, status: 'skipped' });
      expect([none.issues, none.total]).toEqual([[], 0]);
    });

    test('the deliveries of an issue are listed in parts, each once', async () => {
      await addReaders(stores.subscriberStore, 250);
      await begin(SLOT);
      const list = (after: ListedDelivery | null) =>
        stores.reportStore.listDeliveries({ slot: SLOT, after, limit: 99 });
      const all: ListedDelivery[] = [];
      for (let part = await list(null); part.length > 0; part = await list(all.at(-1) ?? null))
        all.push(...part);
      expect(new Set(all.map(({ email }) => email)).size).toBe(250);
      expect(all).toHaveLength(250);
      expect(all[0]).toMatchObject({ status: 'pending', code: null, event: null, bounce: null });
    });

    test('an issue adds up at every moment, also while its audience is counted', async () => {
      await addReaders(stores.subscriberStore, 300);
      await approveIssue(stores);
      let isCounted = false;
      const counting = freezeWholeAudience(stores.deliveryStore, { limit: 10 }).finally(() => {
        isCounted = true;
      });
      const seen: (IssueRecord | null | undefined)[] = [];
      while (!isCounted) {
        seen.push(await stores.issueStore.findIssue(SLOT));
        seen.push(...(await stores.reportStore.listIssues({ offset: 0, limit: 1 })).issues);
      }
      await counting;
      const differences = seen.map((issue) => {
        const { pending, ...others } = issue?.deliveries ?? { pending: Number.NaN };
        return (issue?.audience.prepared ?? 0) - Object.values(others).reduce((a, b) => a + b, pending);
      });
      expect(new Set(differences)).toEqual(new Set([0]));
    });

    test('audiences are reported oldest first, only the latest fixed ones', async () => {
      await addReaders(stores.subscriberStore, 2);
      for (const [week, slot] of ['2026-W45', '2026-W46', '2026-W47'].entries())
        await begin(slot, TUESDAY + week * HOUR);
      await approveIssue(stores, { slot: '2026-W48', id: '48'.repeat(16) });
      expect(await stores.reportStore.listAudiences(2)).toEqual([
        { slot: '2026-W46', sendingAt: TUESDAY + HOUR, candidates: 2, prepared: 2 },
        { slot: '2026-W47', sendingAt: TUESDAY + 2 * HOUR, candidates: 2, prepared: 2 },
      ]);
    });

    test('who unsubscribed is counted by the issue whose link was used, less those who came back', async () => {
      await addReaders(stores.subscriberStore, 4);
      const own = (subscriberId: number, kind: 'unsubscribe' | 'resubscribe', slot: string | null) =>
        stores.subscriberStore.changeOwn({
          subscriberId,
          change: { kind },
          evidence: { source: 'link', networkAddress: null, userAgent: null },
          slot,
          now: TUESDAY,
        });
      expect(await stores.reportStore.countUnsubscribed()).toEqual(new Map());
      for (const id of [1, 2]) await own(id, 'unsubscribe', SLOT);
      await own(3, 'unsubscribe', '2026-W46');
      await own(4, 'unsubscribe', null);
      const twice = [stores.reportStore.countUnsubscribed(), stores.reportStore.countUnsubscribed()];
      for (const counts of await Promise.all(twice))
        expect(counts).toEqual(
          new Map([
            [SLOT, 2],
            ['2026-W46', 1],
          ]),
        );
      await own(1, 'resubscribe', SLOT);
      expect((await stores.reportStore.countUnsubscribed()).get(SLOT)).toBe(1);
    });

    describe('what was handed over', () => {
      const total = ({ spans, undated }: Awaited<ReturnType<ReportStore['readTimeline']>>) =>
        [...spans, undated].reduce((sum, { submitted, rejected }) => sum + submitted + rejected, 0);

      test('no submissions are reported before sending began', async () => {
        await addReaders(stores.subscriberStore, 2);
        await begin(SLOT);
        expect(await stores.reportStore.readTimeline(SLOT, 10)).toMatchObject({ spans: [] });
        expect(total(await stores.reportStore.readTimeline('2026-W01', 10))).toBe(0);
      });

      test('submissions are reported in intervals of equal length that cover all of them', async () => {
        await addReaders(stores.subscriberStore, 1_200);
        await begin(SLOT);
        for (let batch = 0; ; batch += 1) {
          const at = TUESDAY + batch * batch * 1_000;
          const claimed = await claim(at);
          if (claimed === null) break;
          await answer(claimed, at, () => 'accepted');
        }
        const report = await stores.reportStore.readTimeline(SLOT, 4);
        expect([report.span, report.spans[0], total(report)]).toEqual([
          30_251,
          { from: TUESDAY, submitted: 600, rejected: 0 },
          1_200,
        ]);
        for (const { from } of report.spans) expect((from - TUESDAY) % report.span).toBe(0);
        expect((await stores.reportStore.readTimeline(SLOT, 1_000)).spans).toEqual(report.spans);
      });
    });

    const claim = async (now = TUESDAY) => {
      const lease = { owner: 'somebody', expiresAt: now + 30_000 };
      const batch = await stores.deliveryStore.claimBatch({ slot: SLOT, lease, now, dailyLimit: null });
      return batch?.kind === 'new' ? batch : null;
    };
    const answer = async (batch: NewBatch, now: number, kindOf: (index: number) => 'accepted' | string) => {
      const outcomes = batch.members.map(({ deliveryId }, index) => {
        const kind = kindOf(index);
        return kind === 'accepted'
          ? ({ kind: 'accepted', deliveryId, providerId: providerIdOf(deliveryId) } as const)
          : ({ kind: 'rejected', deliveryId, code: kind, message: 'No.' } as const);
      });
      await stores.deliveryStore.recordOutcomes({ batch, outcomes, now });
    };

    describe('failures', () => {
      beforeEach(async () => {
        await addReaders(stores.subscriberStore, 110);
        await begin(SLOT);
        await stores.subscriberStore.unsubscribe('reader1@verdicts.test', {
          event: 'unsubscribed',
          source: 'link',
          at: TUESDAY,
        });
        const first = await claim();
        if (first !== null)
          await answer(first, TUESDAY, (index) => (index < 3 ? (['a', 'b', 'b'][index] ?? '') : 'accepted'));
        await handOverAll(stores.deliveryStore, { at: TUESDAY + HOUR, ending: 'uncertain' });
        await hear(5, { state: 'bounced', bounce: 'hard', code: 'Permanent/General' });
        await hear(6, { state: 'bounced', bounce: 'soft', code: 'Transient/MailboxFull' });
        await hear(7, { state: 'bounced', bounce: 'hard', code: 'Permanent/General' });
        await hear(8, { state: 'complained' });
        await hear(9, { state: 'delivered' });
      });

      const hear = (deliveryId: number, report: object) =>
        stores.providerEventStore.applyProviderEvents(
          [
            {
              id: `event-${deliveryId}`,
              type: 'email.event',
              occurredAt: TUESDAY + deliveryId,
              providerId: providerIdOf(deliveryId),
              delivery: { issueId: issueIdOf(SLOT), deliveryId },
              emailKey: null,
              report: report as never,
            },
          ],
          TUESDAY,
        );

      test('failures are counted by kind and reason, most frequent first, as often as the issue counts them', async () => {
        const counts = await stores.reportStore.countFailures(SLOT);
        expect(
          counts.map(({ kind, code, bounce, count, since }) => [kind, code, bounce, count, since]),
        ).toEqual([
          ['uncertain', 'Nobody knows.', null, 10, TUESDAY + HOUR],
          ['rejected', 'b', null, 2, null],
          ['excluded', 'unsubscribed', null, 1, null],
          ['rejected', 'a', null, 1, null],
          ['bounced', 'Permanent/General', 'hard', 2, null],
          ['bounced', 'Transient/MailboxFull', 'soft', 1, null],
          ['complained', null, null, 1, null],
        ]);
        const sum = (kind: FailureKind) =>
          counts.filter((one) => one.kind === kind).reduce((total, { count }) => total + count, 0);
        const issue = await stores.issueStore.findIssue(SLOT);
        expect({ ...issue?.deliveries, ...issue?.outcomes }).toMatchObject(
          Object.fromEntries(FAILURE_KINDS.map((kind) => [kind, sum(kind)])),
        );
      });

      test('failures are listed by kind, with the subscriber, the time and the reason', async () => {
        expect((await listOf('rejected')).map(({ email, code }) => [email, code])).toEqual([
          ['reader2@verdicts.test', 'a'],
          ['reader3@verdicts.test', 'b'],
          ['reader4@verdicts.test', 'b'],
        ]);
        expect(await listOf('uncertain')).toHaveLength(10);
        expect((await listOf('uncertain'))[0]).toMatchObject({ code: 'Nobody knows.', at: TUESDAY + HOUR });
        expect(await listOf('bounced')).toMatchObject([
          { deliveryId: 5, bounce: 'hard', at: TUESDAY + 5 },
          { deliveryId: 7, bounce: 'hard' },
          { deliveryId: 6, bounce: 'soft' },
        ]);
        expect(await listOf('complained')).toMatchObject([{ deliveryId: 8, at: TUESDAY + 8 }]);
        expect(await listOf('excluded')).toMatchObject([
          { email: 'reader1@verdicts.test', code: 'unsubscribed' },
        ]);
      });

      test('a rejected delivery that bounces has the same reason in the counts and in the list', async () => {
        await hear(2, { state: 'bounced', bounce: 'hard', code: 'Permanent/General' });
        await hear(3, { state: 'complained' });
        await hear(4, { state: 'complained' });
        const counts = await stores.reportStore.countFailures(SLOT);
        expect(
          counts
            .filter(({ kind }) => kind !== 'uncertain')
            .map(({ kind, code, count }) => [kind, code, count]),
        ).toEqual([
          ['rejected', 'b', 2],
          ['excluded', 'unsubscribed', 1],
          ['rejected', 'a', 1],
          ['bounced', 'Permanent/General', 3],
          ['complained', 'b', 2],
          ['bounced', 'Transient/MailboxFull', 1],
          ['complained', null, 1],
        ]);
        const codesOf = async (kind: FailureKind) => (await listOf(kind)).map(({ code }) => code);
        expect(await codesOf('rejected')).toEqual(['a', 'b', 'b']);
        expect(await codesOf('bounced')).toEqual([
          ...Array(3).fill('Permanent/General'),
          'Transient/MailboxFull',
        ]);
        expect(await codesOf('complained')).toEqual(['b', 'b', null]);
      });

      test('failures are listed in parts that add up to the whole', async () => {
        const whole = await listOf('uncertain');
        const parts = [0, 4, 8].map((offset) => listOf('uncertain', { offset, limit: 4 }));
        expect((await Promise.all(parts)).flat()).toEqual(whole);
      });

      test('failures of erased subscribers remain, without a name', async () => {
        await stores.subscriberStore.erase({
          emailKey: 'reader5@verdicts.test',
          erasedKeys: ['hmac:x'],
          at: TUESDAY,
        });
        expect((await listOf('bounced'))[0]).toMatchObject({ deliveryId: 5, email: null });
      });
    });
  });
}
