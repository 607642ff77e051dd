import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StudioStore } from '../../src/http/studio/access/studio-store.ts';
import type { ChangeStore } from '../../src/http/studio/frame/change-store.ts';
import type { SharedDatabase } from '../support/database/stores-on-one-database.ts';

const EVENT = { event: 'exported', at: 1, about: null } as const;

/** What every store that detects changes must do. */
export function changeStoreContract(
  name: string,
  share: () => SharedDatabase<{ studioStore: StudioStore; changeStore: ChangeStore }>,
): void {
  describe(`whether something changed, in ${name}`, () => {
    let database: ReturnType<typeof share>;
    beforeEach(() => {
      database = share();
    });
    afterEach(() => database.remove());

    test('the version stays the same while nothing changes, and differs after a change', async () => {
      const { changeStore, studioStore } = await database.open();
      const before = await changeStore.version();
      expect(await changeStore.version()).toBe(before);
      await studioStore.recordEvent(EVENT, 0);
      expect(await changeStore.version()).not.toBe(before);
    });

    test('a change by another process makes another version, too', async () => {
      const [here, there] = [await database.open(), await database.open()];
      const before = await here.changeStore.version();
      await there.studioStore.recordEvent(EVENT, 0);
      const after = await here.changeStore.version();
      expect(after).not.toBe(before);
      expect(await here.changeStore.version()).toBe(after);
    });
  });
}
