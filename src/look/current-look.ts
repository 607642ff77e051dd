import { DEFAULT_LOOK } from './look.ts';
import type { LookStore, StoredLook } from './look-store.ts';

/** The look in force, for pages, which cannot wait for a store. */
export interface CurrentLook {
  read(): StoredLook;
  /** Reads it again if it was changed since. */
  refresh(): Promise<void>;
}

export function createCurrentLook(lookStore: Pick<LookStore, 'readLook' | 'readRevision'>): CurrentLook {
  let stored: StoredLook = { look: DEFAULT_LOOK, revision: 0 };
  return {
    read: () => stored,
    refresh: async () => {
      if ((await lookStore.readRevision()) !== stored.revision) stored = await lookStore.readLook();
    },
  };
}
