import type { Look } from '../../../look/look.ts';
import type { LookStore } from '../../../look/look-store.ts';

/** Of a logo that the look names, but whose bytes the database lacks. */
export const LOST_LOGO =
  'This logo’s picture is missing from the database, so readers see words instead. Choose its file again, or remove it.';

/** Whether the look has such a logo. */
export async function hasLostLogo({ logo }: Look, lookStore: Pick<LookStore, 'readLogo'>): Promise<boolean> {
  return logo !== null && (await lookStore.readLogo(logo.hash)) === null;
}
