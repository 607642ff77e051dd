import { MINUTE_MS } from '../../shared/durations.ts';
import { type NetworkWidth, widthsOf } from '../../shared/network-address.ts';
import { createNetworkKey } from './network-key.ts';

/** How many sign-ups are taken in a time. */
export interface SignUpLimit {
  /** As they come. */
  free: number;
  /** Beyond those, with a proof of work. */
  proven: number;
  /** Milliseconds, from the first one that is counted. */
  within: number;
}

/** For networks of every size (see `networkOf`), and for all of them together. */
export type SignUpLimits = Record<NetworkWidth | 'all', SignUpLimit>;

export const SIGN_UP_LIMITS: SignUpLimits = {
  /** An office, a school or a village behind one address may sign up together. */
  host: { free: 30, proven: 60, within: 10 * MINUTE_MS },
  /** A home has 256 networks of that size, so they count together, and so do those of anyone who has more. */
  site: { free: 60, proven: 120, within: 10 * MINUTE_MS },
  /** More than the letters that a network gets in an hour: what is beyond those waits, and few of it come out in a day. */
  block: { free: 240, proven: 360, within: 60 * MINUTE_MS },
  /**
   * More than letters go out in an hour (`LETTER_LIMITS`), so a good day's crowd is taken and its letters follow. The disk
   * bounds it: what waits for its letter is kept for up to a day.
   */
  all: { free: 5_000, proven: 15_000, within: 60 * MINUTE_MS },
};

/** A limit, and the key under which sign-ups are counted against it. */
export interface CountedLimit extends SignUpLimit {
  key: string;
  by: 'network' | 'all';
}

/** The limits that a sign-up is held to, and whether it comes with a proof of work. */
export interface SignUpCounting {
  limits: readonly CountedLimit[];
  isProven: boolean;
}

/** By keys, how many sign-ups were taken, and the instant at which that is forgotten. */
export type SignUpCounts = ReadonlyMap<string, { count: number; endsAt: number }>;

/** A sign-up that is not taken. */
export interface SignUpObstacle {
  /** `prove`: it is taken with a proof of work. `refuse`: it is not taken at all for now. */
  kind: 'prove' | 'refuse';
  by: 'network' | 'all';
  /** How many are taken, in how many milliseconds. */
  most: number;
  within: number;
  /** Milliseconds after which it is taken as it came. */
  waitsFor: number;
}

/**
 * Makes what says to which limits the sign-ups from a network address are held. The keys of networks are keyed hashes, so
 * that the database never tells who asked.
 */
export function createLimitsOf(
  signingSecrets: readonly string[],
  limits: SignUpLimits = SIGN_UP_LIMITS,
): (networkAddress: string | null) => CountedLimit[] {
  const keyOf = (width: NetworkWidth) => {
    const name = `sign-ups of a ${width}`;
    const hash = createNetworkKey(signingSecrets, name, width);
    return (networkAddress: string | null) => `${name}:${hash(networkAddress)}`;
  };
  const keys = { host: keyOf('host'), site: keyOf('site'), block: keyOf('block') };
  const all: CountedLimit = { ...limits.all, key: 'sign-ups:all', by: 'all' };
  return (networkAddress) => [
    ...widthsOf(networkAddress).map((width) => ({
      ...limits[width],
      key: keys[width](networkAddress),
      by: 'network' as const,
    })),
    all,
  ];
}

/**
 * What keeps a sign-up from being taken at `now`; null where nothing does. Nobody is asked for a proof with which another
 * limit refuses them.
 */
export function findObstacle(
  { limits, isProven }: SignUpCounting,
  counts: SignUpCounts,
  now: number,
): SignUpObstacle | null {
  const obstacles = limits.flatMap(({ key, by, free, proven, within }): SignUpObstacle[] => {
    const { count, endsAt } = counts.get(key) ?? { count: 0, endsAt: now };
    const most = free + proven;
    if (endsAt <= now || count < (isProven ? most : free)) return [];
    return [{ kind: count < most ? 'prove' : 'refuse', by, most, within, waitsFor: endsAt - now }];
  });
  return obstacles.find(({ kind }) => kind === 'refuse') ?? obstacles[0] ?? null;
}

/**
 * Counts sign-ups, in their order. One that is not taken is counted nowhere.
 *
 * @returns What keeps each from being taken, and the counts that changed.
 */
export function countSignUps(
  signUps: readonly (SignUpCounting & { at: number })[],
  counts: SignUpCounts,
): { obstacles: (SignUpObstacle | null)[]; changed: SignUpCounts } {
  const current = new Map(counts);
  const changed = new Map<string, { count: number; endsAt: number }>();
  const obstacles = signUps.map((signUp) => {
    const obstacle = findObstacle(signUp, current, signUp.at);
    if (obstacle !== null) return obstacle;
    for (const { key, within } of signUp.limits) {
      const earlier = current.get(key);
      const one =
        earlier === undefined || earlier.endsAt <= signUp.at
          ? { count: 1, endsAt: signUp.at + within }
          : { count: earlier.count + 1, endsAt: earlier.endsAt };
      current.set(key, one);
      changed.set(key, one);
    }
    return null;
  });
  return { obstacles, changed };
}
