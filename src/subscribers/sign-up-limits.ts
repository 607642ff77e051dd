import type { Clock } from '../clock.ts';
import type { RateLimit, RateLimitStore } from '../store/rate-limit-store.ts';
import { tellSeldom } from '../tell-seldom.ts';
import { createNetworkKey } from './network-key.ts';

const MINUTE = 60 * 1000;

/** How many sign-ups are taken. */
export interface SignUpLimits {
  /** From one network address: see `networkOf`. */
  network: RateLimit;
  /** From all of them together. */
  all: RateLimit;
}

export const SIGN_UP_LIMITS: SignUpLimits = {
  /** An office, a school or a village behind one address may sign up together; a script wants more than that. */
  network: { most: 30, within: 10 * MINUTE },
  /**
   * Ten times the letters that go out in an hour (`LETTER_LIMITS`): a good day's crowd is taken, and its letters follow. More
   * would wait until their day is over, and an attack from many addresses would fill the disk with them.
   */
  all: { most: 10_000, within: 60 * MINUTE },
};

/** A sign-up that is not taken, by which limit, and after how many milliseconds there is room again. */
export interface SignUpRefusal extends RateLimit {
  by: keyof SignUpLimits;
  waitsFor: number;
}

/** Counts a sign-up from a network address, whatever becomes of it; null where it is within the limits. */
export type CountSignUp = (networkAddress: string | null) => Promise<SignUpRefusal | null>;

export interface SignUpCounterDeps {
  rateLimitStore: Pick<RateLimitStore, 'createCounter'>;
  signingSecrets: readonly string[];
  clock: Clock;
  limits?: SignUpLimits;
  /** Told that a limit refuses, and how many it refused since that was last told; at most every ten minutes for each. */
  onRefusing: (by: keyof SignUpLimits, refused: number) => void;
}

/**
 * Makes the counter of sign-ups. Networks are counted by keyed hashes, so that the database never tells who asked. Those that
 * their network's limit refuses do not count for all; while the limit for all refuses, nothing is counted.
 */
export function createSignUpCounter(deps: SignUpCounterDeps): CountSignUp {
  const { rateLimitStore, signingSecrets, clock, limits = SIGN_UP_LIMITS } = deps;
  const countNetwork = rateLimitStore.createCounter('sign-ups of a network', limits.network);
  const countAll = rateLimitStore.createCounter('sign-ups', limits.all);
  const keyOf = createNetworkKey(signingSecrets, 'sign-ups of a network');
  const tell = tellSeldom(clock, deps.onRefusing);
  let closedUntil = 0;
  const refusal = async (networkAddress: string | null): Promise<[keyof SignUpLimits, number] | null> => {
    const now = clock.now();
    if (now < closedUntil) return ['all', closedUntil - now];
    const ofNetwork = await countNetwork(keyOf(networkAddress));
    if (ofNetwork !== null) return ['network', ofNetwork];
    const ofAll = await countAll('all');
    if (ofAll === null) return null;
    closedUntil = now + ofAll;
    return ['all', ofAll];
  };
  return async (networkAddress) => {
    const refused = await refusal(networkAddress);
    if (refused === null) return null;
    const [by, waitsFor] = refused;
    tell(by);
    return { by, waitsFor, ...limits[by] };
  };
}
