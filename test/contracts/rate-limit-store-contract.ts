import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RateLimitStore } from '../../src/subscribers/sign-ups/rate-limit-store.ts';
import type { SharedDatabase } from '../support/database/stores-on-one-database.ts';

const START = Date.parse('2026-11-17T09:00:00Z');
const MINUTE = 60_000;
const LIMIT = { max: 3, windowMs: 10 * MINUTE };

/** What every store of rate limits must do. */
export function rateLimitStoreContract(
  name: string,
  share: () => SharedDatabase<{ rateLimitStore: RateLimitStore }>,
): void {
  describe(`the counts of what is limited in ${name}`, () => {
    let database: ReturnType<typeof share>;
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['Date'], now: START });
      database = share();
    });
    afterEach(() => {
      vi.useRealTimers();
      return database.remove();
    });

    const openStore = async () => (await database.open()).rateLimitStore;
    const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

    test('a limit has room up to its number, then none until its time is over, and another key has its own', async () => {
      const count = (await openStore()).createCounter('tests', LIMIT);
      expect([await count('a'), await count('a'), await count('a')]).toEqual([null, null, null]);
      expect(await count('a')).toBe(10 * MINUTE);
      expect(await count('b')).toBeNull();
      pass(4 * MINUTE);
      expect(await count('a')).toBe(6 * MINUTE);
      pass(6 * MINUTE + 1);
      expect(await count('a')).toBeNull();
    });

    test('two processes count together, and a restart forgets nothing', async () => {
      const [one, other] = [await openStore(), await openStore()].map((store) =>
        store.createCounter('tests', LIMIT),
      );
      expect([await one?.('a'), await other?.('a'), await one?.('a')]).toEqual([null, null, null]);
      expect(await other?.('a')).toBe(10 * MINUTE);
      await database.closeAll();
      pass(MINUTE);
      expect(await (await openStore()).createCounter('tests', LIMIT)('a')).toBe(9 * MINUTE);
    });

    test('counters of two names count apart', async () => {
      const store = await openStore();
      const [one, other] = ['one', 'other'].map((counter) =>
        store.createCounter(counter, { ...LIMIT, max: 1 }),
      );
      expect([await one?.('a'), await other?.('a')]).toEqual([null, null]);
      expect(await one?.('a')).not.toBeNull();
    });

    test('of many processes that count at once, exactly as many find room as there is', async () => {
      const stores = await Promise.all(Array.from({ length: 4 }, openStore));
      const counters = stores.map((store) => store.createCounter('tests', LIMIT));
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => counters[index % counters.length]?.('a')),
      );
      expect(answers.filter((answer) => answer === null)).toHaveLength(LIMIT.max);
    });

    test('a key is spent once, by one of many processes, until its time is over', async () => {
      const stores = await Promise.all(Array.from({ length: 4 }, openStore));
      const attempts = Array.from({ length: 20 }, (_, index) =>
        stores[index % stores.length]?.spendOnce('a', MINUTE),
      );
      expect((await Promise.all(attempts)).filter((spent) => spent)).toHaveLength(1);
      pass(MINUTE + 1);
      expect(await (await openStore()).spendOnce('a', MINUTE)).toBe(true);
    });

    test('counts that ended are forgotten, so many at a time, and no others', async () => {
      const { createCounter, forgetCounts } = await openStore();
      const count = createCounter('tests', LIMIT);
      for (const key of ['a', 'b', 'c']) await count(key);
      pass(5 * MINUTE);
      await count('d');
      expect(await forgetCounts({ before: Date.now(), limit: 2 })).toBe(0);
      pass(5 * MINUTE + 1);
      const forgotten = [];
      for (let times = 0; times < 3; times += 1)
        forgotten.push(await forgetCounts({ before: Date.now(), limit: 2 }));
      expect(forgotten).toEqual([2, 1, 0]);
    });
  });
}
