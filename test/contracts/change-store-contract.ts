import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChangeStore } from '../../src/http/studio/frame/change-store.ts';
import type { SharedDatabase } from '../support/database/stores-on-one-database.ts';
import { aNewSubscriber, IMPORTED, type Stores } from '../support/issues.ts';

/** What every store that detects changes must do. */
export function changeStoreContract(
  name: string,
  share: () => SharedDatabase<Pick<Stores, 'subscriberStore'> & { changeStore: ChangeStore }>,
): void {
  describe(`whether something changed, in ${name}`, () => {
    let database: ReturnType<typeof share>;
    beforeEach(() => {
      database = share();
    });
    afterEach(() => database.remove());

    test('the version stays the same while nothing changes, and differs after a change', async () => {
      const { changeStore, subscriberStore } = await database.open();
      const before = await changeStore.version();
      expect(await changeStore.version()).toBe(before);
      await subscriberStore.importSubscribers([aNewSubscriber({ email: 'a@verdicts.test' })], IMPORTED);
      expect(await changeStore.version()).not.toBe(before);
    });

    test('a change by another process makes another version, too', async () => {
      const [here, there] = [await database.open(), await database.open()];
      const before = await here.changeStore.version();
      await there.subscriberStore.importSubscribers([aNewSubscriber({ email: 'a@verdicts.test' })], IMPORTED);
      const after = await here.changeStore.version();
      expect(after).not.toBe(before);
      expect(await here.changeStore.version()).toBe(after);
    });
  });
}
