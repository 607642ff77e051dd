import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PaceStore } from '../../src/transport/resend/pace.ts';
import { mostInAnySecond } from '../fake-resend/limits/rate-window.ts';
import { HOUR, TUESDAY } from '../support/comparisons.ts';
import type { SharedDatabase } from '../support/database/stores-on-one-database.ts';

/** What every store of the pace must do. */
export function paceStoreContract(name: string, share: () => SharedDatabase<{ paceStore: PaceStore }>): void {
  describe(`the pace of requests in ${name}`, () => {
    let database: ReturnType<typeof share>;
    beforeEach(() => {
      database = share();
    });
    afterEach(() => database.remove());

    const openStore = async () => (await database.open()).paceStore;
    const reserve = (store: PaceStore, now = TUESDAY, most: number | null = null) =>
      store.reserveTurn({ now, most });

    test('processes that ask at the same time get turns that keep to the learned limit together', async () => {
      const stores = await Promise.all(Array.from({ length: 3 }, openStore));
      await stores[0]?.learnLimit({ perSecond: 5, now: TUESDAY });
      const turns = await Promise.all(
        Array.from({ length: 30 }, (_, index) => reserve(stores[index % stores.length] as PaceStore)),
      );
      expect(new Set(turns.map(({ id }) => id)).size).toBe(30);
      const times = turns.map(({ at }) => at).sort((a, b) => a - b);
      expect(mostInAnySecond(times)).toBeLessThanOrEqual(5);
      expect(mostInAnySecond(times)).toBeGreaterThan(1);
    });

    test('a cap holds below the learned limit, and what was learned is forgotten after an hour', async () => {
      const store = await openStore();
      await store.learnLimit({ perSecond: 50, now: TUESDAY });
      const capped = [await reserve(store, TUESDAY, 1), await reserve(store, TUESDAY, 1)].map(({ at }) => at);
      expect((capped[1] ?? 0) - (capped[0] ?? 0)).toBeGreaterThanOrEqual(1_000);
      const later = TUESDAY + HOUR + 1;
      const turns = [];
      for (let times = 0; times < 10; times += 1) turns.push((await reserve(store, later)).at);
      expect(mostInAnySecond(turns)).toBeLessThan(10);
    });

    test('no request has a turn before a provider’s wait is over, not even after a restart', async () => {
      await (await openStore()).holdUntil(TUESDAY + 5_000);
      await database.closeAll();
      expect((await reserve(await openStore())).at).toBeGreaterThanOrEqual(TUESDAY + 5_000);
    });

    test('an unused turn is given back, and the next request may take it', async () => {
      const store = await openStore();
      await store.learnLimit({ perSecond: 1, now: TUESDAY });
      const missed = await reserve(store);
      const another = await store.reserveTurn({ now: TUESDAY, most: null, instead: missed });
      expect(another.at).toBe(missed.at);
      expect((await reserve(store)).at).toBeGreaterThan(another.at);
    });

    test('a request that was later than its turn keeps later ones at their distance', async () => {
      const store = await openStore();
      await store.learnLimit({ perSecond: 1, now: TUESDAY });
      const turn = await reserve(store);
      await store.moveTurn(turn, turn.at + 400);
      expect((await reserve(store)).at).toBeGreaterThanOrEqual(turn.at + 1_400);
    });
  });
}
