import type { KnownStanding } from '../subscriber-store.ts';

/**
 * What becomes of a row: `here` fills in a known subscriber, `stays` meets one who left or cannot be mailed, `repeated`
 * is of an address that an earlier row has.
 */
export type RowEffect = 'new' | 'here' | 'stays' | 'repeated';

export const NO_EFFECTS: Readonly<Record<RowEffect, number>> = { new: 0, here: 0, stays: 0, repeated: 0 };

/** @param known What the database knew of the address before; null for nothing. */
export function effectOf(known: KnownStanding['standing'] | null, isRepeated: boolean): RowEffect {
  if (isRepeated) return 'repeated';
  if (known === null) return 'new';
  return known === 'confirmed' || known === 'pending' ? 'here' : 'stays';
}
