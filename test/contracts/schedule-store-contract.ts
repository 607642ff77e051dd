import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NoticeStore } from '../../src/issues/notice-store.ts';
import { DAY, HOUR, TUESDAY } from '../support/comparisons.ts';
import { addReaders, approveIssue, freezeWholeAudience, SLOT, type Stores } from '../support/issues.ts';

const SCHEDULE = { pattern: '0 9 * * 2', zone: 'UTC' };
const FACTS = {
  slot: SLOT,
  scheduledAt: TUESDAY,
  reason: null,
  subject: 'A subject',
  items: [],
  audience: null,
  deliveries: null,
};

/** What every store of the scheduler's state and of notices must do. */
export function scheduleStoreContract(name: string, open: () => Promise<Stores>): void {
  describe(`what the scheduler knows in ${name}`, () => {
    let stores: Stores;
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    const check = (now: number, changes: Partial<typeof SCHEDULE> = {}) =>
      stores.scheduleStore.recordCheck({ now, ...SCHEDULE, ...changes });

    test('a check is counted, and stored with its schedule', async () => {
      expect(await stores.scheduleStore.readState()).toMatchObject({
        checks: 0,
        checkedAt: null,
        pattern: null,
      });
      await check(TUESDAY);
      await check(TUESDAY + HOUR);
      expect(await stores.scheduleStore.readState()).toMatchObject({
        checks: 2,
        firstCheckedAt: TUESDAY,
        checkedAt: TUESDAY + HOUR,
        ...SCHEDULE,
      });
    });

    test('a changed schedule counts from the check that found it', async () => {
      await check(TUESDAY);
      await check(TUESDAY + DAY, { pattern: '0 8 * * 2' });
      expect(await stores.scheduleStore.readState()).toMatchObject({
        since: TUESDAY + DAY,
        because: 'schedule',
        pattern: '0 8 * * 2',
      });
    });

    test('a database that is no copy stops nothing that goes out', async () => {
      await addReaders(stores.subscriberStore, 1);
      await approveIssue(stores);
      await freezeWholeAudience(stores.deliveryStore);
      for (const now of [TUESDAY, TUESDAY + HOUR]) expect(await check(now)).toMatchObject({ copy: 'none' });
      expect(await stores.issueStore.findIssue(SLOT)).toMatchObject({ status: 'sending' });
    });

    describe('notices to editors', () => {
      const add = (given: Partial<Parameters<NoticeStore['addNotice']>[0]> = {}) =>
        stores.noticeStore.addNotice({ event: 'draft', facts: FACTS, at: TUESDAY, ...given });
      const claim = (now: number) =>
        stores.outgoingEmailStore.claimEmail({ now, leaseExpiresAt: now + HOUR, notices: true });

      test('a notice is written once for each event, slot and occasion', async () => {
        expect([await add(), await add(), await add({ occasion: 'another' })]).toEqual([
          'queued',
          'already',
          'queued',
        ]);
        expect(await stores.noticeStore.noticedOf(SLOT)).toHaveLength(2);
      });

      test('a notice is claimed by one sender, and by another after its lease', async () => {
        await add();
        expect(await claim(TUESDAY)).toMatchObject({ event: 'draft', facts: FACTS, attempts: 1 });
        expect(await claim(TUESDAY + HOUR - 1)).toBeNull();
        expect(await claim(TUESDAY + HOUR)).toMatchObject({ attempts: 2, firstAttemptAt: TUESDAY });
      });

      test('a notice that was submitted or dropped is never claimed again', async () => {
        await add();
        await add({ occasion: 'another' });
        for (const outcome of [{ kind: 'submitted' } as const, { kind: 'dropped', reason: 'no' } as const]) {
          const notice = await claim(TUESDAY);
          if (notice === null) throw new Error('There is one.');
          await stores.outgoingEmailStore.settleEmail({ email: notice, outcome });
        }
        expect(await claim(TUESDAY + 2 * HOUR)).toBeNull();
      });

      test('a notice that was refused waits, and the attempt does not count', async () => {
        await add();
        const notice = await claim(TUESDAY);
        if (notice === null) throw new Error('There is one.');
        const outcome = { kind: 'again', at: TUESDAY + DAY, reason: 'no', refused: true } as const;
        await stores.outgoingEmailStore.settleEmail({ email: notice, outcome });
        expect(await claim(TUESDAY + DAY - 1)).toBeNull();
        expect(await claim(TUESDAY + DAY)).toMatchObject({ attempts: 1 });
      });
    });
  });
}
