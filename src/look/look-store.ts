import type { Look } from './look.ts';

/** The port to the owner's look. */
export interface LookStore {
  /** The look in force, and its revision; the default one, revision 0, if none was saved. */
  readLook(): Promise<StoredLook>;

  /** An earlier look, to compare with or go back to; 0 is the default one. Null if it is no longer kept. */
  readLookAt(revision: number): Promise<Look | null>;

  /** The revision alone, which is cheap to ask. */
  readRevision(): Promise<number>;

  /**
   * Saves a look, unless somebody saved another meanwhile. A new logo's picture is saved with it; a logo that the look
   * in force has already may stay even if its picture is lost.
   */
  saveLook(change: LookChange): Promise<SaveLookOutcome>;

  /** A logo's bytes (PNG); null if none has this hash. Logos are kept for good: delivered emails show them. */
  readLogo(hash: string): Promise<Uint8Array | null>;
}

export interface StoredLook {
  look: Look;
  /** Counts what was saved. */
  revision: number;
}

export interface LookChange {
  look: Look;
  /** Bytes of the look's logo, if it may be new. */
  png: Uint8Array | null;
  /** The revision that was changed. */
  revision: number;
  at: number;
}

export type SaveLookOutcome =
  | { kind: 'saved'; revision: number }
  /** Nothing was saved. */
  | { kind: 'changed-meanwhile' }
  /** Nothing was saved: the bytes of its new logo are neither known nor given. */
  | { kind: 'unknown-logo' };

/** How long one can go back to an earlier look. */
export const EARLIER_LOOKS_MS = 30 * 24 * 3_600_000;
