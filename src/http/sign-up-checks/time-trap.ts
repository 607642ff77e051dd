import { createKeyedHash } from '../../links/keyed-hash.ts';
import type { Clock } from '../../shared/clock.ts';
import { HOUR_MS } from '../../shared/durations.ts';

/** Measures the time since a form was served, to hold back forms filled in faster than a person can. */
export interface TimeTrap {
  /** The stamp for a form that is served now: 32 characters that need no escaping. */
  stamp(): string;
  /** Judges a returned stamp. An `early` one becomes `passed` by waiting. */
  judge(stamp: string): 'passed' | 'early' | 'refused';
}

export interface TimeTrapDeps {
  /** The first signs, all verify. */
  secrets: readonly string[];
  clock: Clock;
}

/** A program needs less to submit a form; a person rarely does, even if the browser fills everything in. */
export const MIN_FILL_TIME_MS = 2_000;

/** A page may stay open for a working day; a collected stamp soon becomes useless. */
export const MAX_FORM_AGE_MS = 12 * HOUR_MS;

/** 24 bytes in all, so base64url has no spare bits and a stamp has only one spelling. */
const TIME_BYTES = 8;
const MAC_BYTES = 16;
const STAMP = /^[\w-]{32}$/;

/** A stamp is its creation time with a 128-bit HMAC-SHA256, under a key that signs nothing else. */
export function createTimeTrap({ secrets, clock }: TimeTrapDeps): TimeTrap {
  const mac = createKeyedHash({ secrets, use: 'sign-up stamp', bytes: MAC_BYTES });
  return {
    stamp() {
      const time = Buffer.alloc(TIME_BYTES);
      time.writeBigUInt64BE(BigInt(clock.now()));
      return Buffer.concat([time, mac.hash(time)]).toString('base64url');
    },
    judge(stamp) {
      if (!STAMP.test(stamp)) return 'refused';
      const bytes = Buffer.from(stamp, 'base64url');
      const time = bytes.subarray(0, TIME_BYTES);
      if (!mac.verify(time, bytes.subarray(TIME_BYTES))) return 'refused';
      return judgeAge(clock.now() - Number(time.readBigUInt64BE()));
    },
  };
}

/** A stamp from the future, after a clock was set back, is refused too: waiting for it could take long. */
function judgeAge(age: number): 'passed' | 'early' | 'refused' {
  if (age < 0 || age > MAX_FORM_AGE_MS) return 'refused';
  return age < MIN_FILL_TIME_MS ? 'early' : 'passed';
}
