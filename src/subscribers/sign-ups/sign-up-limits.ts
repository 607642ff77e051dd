import { MINUTE_MS } from '../../shared/durations.ts';
import { type NetworkWidth, widthsOf } from '../../shared/network-address.ts';
import { createNetworkKey } from './network-key.ts';

export interface SignUpLimit {
  /** Without a proof of work. */
  maxWithoutProof: number;
  /** Beyond those, with one. */
  maxMoreWithProof: number;
  /** Milliseconds from the first one counted. */
  windowMs: number;
}

/** Per size of network (see `networkOf`), and in total. */
export type SignUpLimits = Record<NetworkWidth | 'all', SignUpLimit>;

export const SIGN_UP_LIMITS: SignUpLimits = {
  /** An office, a school or a village behind one IP address may sign up together. */
  host: { maxWithoutProof: 30, maxMoreWithProof: 60, windowMs: 10 * MINUTE_MS },
  /** A home has 256 host networks, which count together. */
  site: { maxWithoutProof: 60, maxMoreWithProof: 120, windowMs: 10 * MINUTE_MS },
  /** More than the emails that a network gets in an hour: the rest waits, and little of it is sent within a day. */
  block: { maxWithoutProof: 240, maxMoreWithProof: 360, windowMs: 60 * MINUTE_MS },
  /**
   * More than go out in an hour (`EMAIL_LIMITS`), so that a good day's crowd is accepted and emailed later. Bounded by
   * the disk: waiting sign-ups are kept for up to a day.
   */
  all: { maxWithoutProof: 5_000, maxMoreWithProof: 15_000, windowMs: 60 * MINUTE_MS },
};

export interface CountedLimit extends SignUpLimit {
  key: string;
  by: 'network' | 'all';
}

export interface SignUpCounting {
  limits: readonly CountedLimit[];
  isProven: boolean;
}

export type SignUpCounts = ReadonlyMap<string, { count: number; endsAt: number }>;

/** A limit of `max` sign-ups in `windowMs`, which ends in `retryAfterMs`. */
export interface SignUpObstacle {
  /** `prove`: accepted with a proof of work; `refuse`: not accepted for now. */
  kind: 'prove' | 'refuse';
  by: 'network' | 'all';
  max: number;
  windowMs: number;
  retryAfterMs: number;
}

/** The limits that apply to a network address. Keys are keyed hashes, so the database never reveals who asked. */
export function createLimitLookup(
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

/** Null if it is accepted at `now`. No one is asked for a proof that another limit would refuse anyway. */
export function findObstacle(
  { limits, isProven }: SignUpCounting,
  counts: SignUpCounts,
  now: number,
): SignUpObstacle | null {
  const obstacles = limits.flatMap(
    ({ key, by, maxWithoutProof, maxMoreWithProof, windowMs }): SignUpObstacle[] => {
      const { count, endsAt } = counts.get(key) ?? { count: 0, endsAt: now };
      const max = maxWithoutProof + maxMoreWithProof;
      if (endsAt <= now || count < (isProven ? max : maxWithoutProof)) return [];
      return [{ kind: count < max ? 'prove' : 'refuse', by, max, windowMs, retryAfterMs: endsAt - now }];
    },
  );
  return obstacles.find(({ kind }) => kind === 'refuse') ?? obstacles[0] ?? null;
}

/**
 * Counts sign-ups in order; those not accepted count nowhere.
 * @returns The obstacle to each, and the counts that changed.
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
    for (const { key, windowMs } of signUp.limits) {
      const earlier = current.get(key);
      const one =
        earlier === undefined || earlier.endsAt <= signUp.at
          ? { count: 1, endsAt: signUp.at + windowMs }
          : { count: earlier.count + 1, endsAt: earlier.endsAt };
      current.set(key, one);
      changed.set(key, one);
    }
    return null;
  });
  return { obstacles, changed };
}
