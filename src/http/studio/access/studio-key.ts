import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** The key that opens the studio where there is no password. It is good once; then there is another one. */
export interface StudioKey {
  /** The one that is good now. */
  current(): string;
  /** Whether this is the key. If so, it is no longer. */
  spend(given: string): boolean;
}

/** 256 bits, so that nobody guesses it however often they may try. */
const KEY_BYTES = 32;

/** @param onNew Told each key after the first, so that it can be printed. */
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
