import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_LOOK, type Look } from '../../src/look/look.ts';
import { EARLIER_LOOKS_MS, type LookStore } from '../../src/look/look-store.ts';
import { TUESDAY } from '../support/comparisons.ts';
import { aLogo } from '../support/samples/logos.ts';

/** What every store of the owner's look promises. */
export function lookStoreContract(
  name: string,
  open: () => Promise<{ lookStore: LookStore; close(): void }>,
): void {
  describe(`the owner's look in ${name}`, () => {
    let stores: Awaited<ReturnType<typeof open>>;
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    const save = (
      look: Partial<Look>,
      { revision = 0, at = TUESDAY, png = null as Uint8Array | null } = {},
    ) => stores.lookStore.saveLook({ look: { ...DEFAULT_LOOK, ...look }, png, revision, at });

    test('is the default one until one is saved', async () => {
      expect(await stores.lookStore.readLook()).toEqual({ look: DEFAULT_LOOK, revision: 0 });
      expect(await stores.lookStore.readRevision()).toBe(0);
    });

    test('is read back as it was saved', async () => {
      const look = {
        ...DEFAULT_LOOK,
        accent: '#f06a1a',
        socialLinks: [{ label: 'Mastodon', url: 'https://social.test/@verdicts' }],
        signUp: { ...DEFAULT_LOOK.signUp, heading: 'Which tool?' },
      };
      expect(await save(look)).toEqual({ kind: 'saved', revision: 1 });
      expect(await stores.lookStore.readLook()).toEqual({ look, revision: 1 });
      expect(await stores.lookStore.readRevision()).toBe(1);
    });

    test('is not overwritten by somebody who saw an earlier one', async () => {
      await save({ tagline: 'First' });
      expect(await save({ tagline: 'Second' })).toEqual({ kind: 'changed-meanwhile' });
      expect((await stores.lookStore.readLook()).look.tagline).toBe('First');
    });

    test('keeps the bytes of every logo it ever had', async () => {
      const { logo, png } = aLogo();
      await save({ logo }, { png });
      await save({ logo: null }, { revision: 1 });
      expect(Buffer.from((await stores.lookStore.readLogo(logo.hash)) ?? [])).toEqual(Buffer.from(png));
      expect(await save({ logo }, { revision: 2 })).toEqual({ kind: 'saved', revision: 3 });
      expect(await stores.lookStore.readLogo('0'.repeat(64))).toBeNull();
    });

    test('has no logo whose bytes nobody has', async () => {
      expect(await save({ logo: aLogo().logo })).toEqual({ kind: 'unknown-logo' });
      expect((await stores.lookStore.readLook()).revision).toBe(0);
    });

    test('can be read as it was at an earlier revision, the default one included', async () => {
      await save({ tagline: 'First' });
      await save({ tagline: 'Second' }, { revision: 1 });
      const taglineAt = async (revision: number) => (await stores.lookStore.readLookAt(revision))?.tagline;
      expect([await taglineAt(0), await taglineAt(1), await taglineAt(2)]).toEqual([null, 'First', 'Second']);
      expect(await stores.lookStore.readLookAt(3)).toBeNull();
    });

    test('of a month ago is forgotten, and one that was in force since is not', async () => {
      await save({ tagline: 'First' }, { at: TUESDAY });
      await save({ tagline: 'Second' }, { revision: 1, at: TUESDAY + 10 });
      await save({ tagline: 'Third' }, { revision: 2, at: TUESDAY + EARLIER_LOOKS_MS + 20 });
      expect(await stores.lookStore.readLookAt(1)).toBeNull();
      expect((await stores.lookStore.readLookAt(2))?.tagline).toBe('Second');
    });
  });
}
