import { DEFAULT_LOOK, type Look } from '../../src/look/look.ts';
import type { LookStore } from '../../src/look/look-store.ts';

/** A look that is always in force: the default one, or this. */
export function lookStoreOf(given: Partial<Look> = {}): Pick<LookStore, 'readLook'> {
  const look = { ...DEFAULT_LOOK, ...given };
  return { readLook: () => Promise.resolve({ look, revision: 0 }) };
}
