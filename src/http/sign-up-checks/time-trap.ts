import { createHmac, timingSafeEqual } from 'node:crypto';
import { derivedKey } from '../../links/derived-key.ts';
import type { Clock } from '../../shared/clock.ts';
import { HOUR_MS } from '../../shared/durations.ts';

/** Tells how long ago a form was handed out, so that one that was filled in faster than people can is held back. */
export interface TimeTrap {
  /** What goes into a form that is handed out now: 32 characters that need no escaping. */
  stamp(): string;
  /** What the stamp says that came back with a form. One that is `early` becomes `passed` by waiting. */
  judge(stamp: string): 'passed' | 'early' | 'refused';
}

export interface TimeTrapDeps {
  /** The first signs, all verify. */
  secrets: readonly string[];
  clock: Clock;
}

/** In milliseconds. A program needs less to send a form; a person whose browser fills everything in barely less. */
export const MIN_FILLING_MS = 2_000;

/** In milliseconds. A page may stay open for a working day; a stamp that was once collected is soon worth nothing. */
export const MAX_FILLING_MS = 12 * HOUR_MS;

/** 24 bytes in all, so that base64url has no spare bits in which two spellings of one stamp could differ. */
const TIME_BYTES = 8;
const MAC_BYTES = 16;
const STAMP = /^[\w-]{32}$/;

/** A stamp is the time at which it was made, with its HMAC-SHA256 of 128 bits under a key that signs nothing else. */
export function createTimeTrap({ secrets, clock }: TimeTrapDeps): TimeTrap {
  const keys = secrets.map((secret) => derivedKey(secret, 'sign-up stamp'));
  return {
    stamp() {
      const [current] = keys;
      if (current === undefined) throw new RangeError('There is no secret to sign with.');
      const time = Buffer.alloc(TIME_BYTES);
      time.writeBigUInt64BE(BigInt(clock.now()));
      return Buffer.concat([time, macOf(time, current)]).toString('base64url');
    },
    judge(stamp) {
      if (!STAMP.test(stamp)) return 'refused';
      const bytes = Buffer.from(stamp, 'base64url');
      const time = bytes.subarray(0, TIME_BYTES);
      const mac = bytes.subarray(TIME_BYTES);
      if (!keys.some((key) => timingSafeEqual(macOf(time, key), mac))) return 'refused';
      return judgeAge(clock.now() - Number(time.readBigUInt64BE()));
    },
  };
}

/** A stamp from the future, after a clock was set back, is no good either: waiting for it might take long. */
function judgeAge(age: number): 'passed' | 'early' | 'refused' {
  if (age < 0 || age > MAX_FILLING_MS) return 'refused';
  return age < MIN_FILLING_MS ? 'early' : 'passed';
}

function macOf(time: Buffer, key: Buffer): Buffer {
  return createHmac('sha256', key).update(time).digest().subarray(0, MAC_BYTES);
}
