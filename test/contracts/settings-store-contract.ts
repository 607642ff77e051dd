import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OwnerValues } from '../../src/settings/owner-settings.ts';
import type { SettingsStore } from '../../src/settings/settings-store.ts';
import { TUESDAY } from '../support/comparisons.ts';

/** What every store of the owner's settings promises. */
export function settingsStoreContract(
  name: string,
  open: () => Promise<{ settingsStore: SettingsStore; close(): void }>,
): void {
  describe(`the owner's settings in ${name}`, () => {
    let stores: Awaited<ReturnType<typeof open>>;
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    const save = (values: OwnerValues, { revision = 0, at = TUESDAY } = {}) =>
      stores.settingsStore.saveSettings({ values, revision, by: 'command', at });

    test('are none until some are saved', async () => {
      expect(await stores.settingsStore.readSettings()).toEqual({ values: {}, revision: 0, changed: null });
      expect(await stores.settingsStore.readRevision()).toBe(0);
    });

    test('are read back as they were saved, with who saved them and when', async () => {
      const values = { NEWSLETTER_NAME: 'Quotes " and \u0000', MIN_ITEMS: '2' };
      expect(await save(values)).toEqual({ kind: 'saved', revision: 1 });
      const changed = { at: TUESDAY, by: 'command' };
      expect(await stores.settingsStore.readSettings()).toEqual({ values, revision: 1, changed });
      expect(await stores.settingsStore.readRevision()).toBe(1);
    });

    test('are replaced as a whole', async () => {
      await save({ MIN_ITEMS: '2', MAX_ITEMS: '3' });
      await save({ MAX_ITEMS: '4' }, { revision: 1 });
      await save({ MAX_ITEMS: '5' }, { revision: 2 });
      expect(await stores.settingsStore.readSettings()).toMatchObject({
        values: { MAX_ITEMS: '5' },
        revision: 3,
      });
    });

    test('are not overwritten by somebody who saw earlier ones', async () => {
      await save({ MIN_ITEMS: '2' });
      expect(await save({ MIN_ITEMS: '3' })).toEqual({ kind: 'changed-meanwhile' });
      expect((await stores.settingsStore.readSettings()).values).toEqual({ MIN_ITEMS: '2' });
    });
  });
}
