import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** The one-time key that opens the studio if no password is set; using it creates the next one. */
export interface StudioKey {
  current(): string;
  /** Whether this is the current key, which is then used up. */
  spend(given: string): boolean;
}

/** 256 bits: attempts need no limit. */
const KEY_BYTES = 32;

export function createStudioKey(onNew: (key: string) => void = () => undefined): StudioKey {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const make = () => randomBytes(KEY_BYTES).toString('base64url');
  let key = make();
  return {
    current: () => key,
    spend(given) {
      if (!timingSafeEqual(digest(given), digest(key))) return false;
      key = make();
      onNew(key);
      return true;
    },
  };
}
