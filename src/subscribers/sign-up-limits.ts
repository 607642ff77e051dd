import type { Clock } from '../clock.ts';
import { type NetworkWidth, widthsOf } from '../network-address.ts';
import type { CountOne, RateLimitStore } from '../store/rate-limit-store.ts';
import { createNetworkKey } from './network-key.ts';

const MINUTE = 60 * 1000;

/** How many sign-ups are taken in a time. */
export interface SignUpLimit {
  /** As they come. */
  free: number;
  /** Beyond those, with a proof of work. */
  proven: number;
  /** Milliseconds, from the first one that is counted on. */
  within: number;
}

/** For networks of every size (see `networkOf`), and for all of them together. */
export type SignUpLimits = Record<NetworkWidth | 'all', SignUpLimit>;

export const SIGN_UP_LIMITS: SignUpLimits = {
  /** An office, a school or a village behind one address may sign up together. */
  host: { free: 30, proven: 60, within: 10 * MINUTE },
  /** A home has 256 networks of that size, so they count together, and so do those of whoever has more. */
  site: { free: 60, proven: 120, within: 10 * MINUTE },
  /** More than the letters that a network gets in an hour: what is beyond those waits, and few of it come out in a day. */
  block: { free: 240, proven: 360, within: 60 * MINUTE },
  /**
   * More than letters go out in an hour (`LETTER_LIMITS`), so a good day's crowd is taken and its letters follow. The disk
   * bounds it: what waits for its letter is kept for up to a day.
   */
  all: { free: 5_000, proven: 15_000, within: 60 * MINUTE },
};

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

export interface SignUpCounter {
  /** Counts a sign-up, and says what keeps it from being taken; null where nothing does. */
  count(signUp: { networkAddress: string | null; isProven: boolean }): Promise<SignUpObstacle | null>;
  /** Whether the next sign-up from a network address will have to be proven. Counts nothing. */
  needsProof(networkAddress: string | null): Promise<boolean>;
}

export interface SignUpCounterDeps {
  rateLimitStore: Pick<RateLimitStore, 'createCounter'>;
  signingSecrets: readonly string[];
  clock: Clock;
  limits?: SignUpLimits;
  /** Told that sign-ups met an obstacle, and how many since that was last told; at most every ten minutes for each. */
  onObstacle: (obstacle: Pick<SignUpObstacle, 'kind' | 'by'>, count: number) => void;
}

/**
 * Makes the counter of sign-ups. Networks are counted by keyed hashes, so that the database never tells who asked. A sign-up
 * that its network's limit stops does not count for all. While the limit for all stops it, nothing is counted.
 */
export function createSignUpCounter(deps: SignUpCounterDeps): SignUpCounter {
  const networks = (['host', 'site', 'block'] as const).map((width) => networkMeter(width, deps));
  const all = createMeter('sign-ups', { ...deps, by: 'all', keyOf: () => 'all' });
  const tell = createTeller(deps);
  const metersOf = (networkAddress: string | null) => {
    const widths = widthsOf(networkAddress);
    return [...networks.filter(({ width }) => widths.includes(width)), all];
  };
  const find = async (networkAddress: string | null, isProven: boolean) => {
    const closed = await all.stillStops(networkAddress, isProven);
    if (closed !== null) return closed;
    for (const meter of metersOf(networkAddress)) {
      const obstacle = await meter.count(networkAddress, isProven);
      if (obstacle !== null) return obstacle;
    }
    return null;
  };
  return {
    async count({ networkAddress, isProven }) {
      const obstacle = await find(networkAddress, isProven);
      if (obstacle !== null) tell(obstacle);
      return obstacle;
    },
    async needsProof(networkAddress) {
      for (const meter of metersOf(networkAddress)) if (await meter.isFull(networkAddress)) return true;
      return false;
    },
  };
}

interface Meter {
  count(networkAddress: string | null, isProven: boolean): Promise<SignUpObstacle | null>;
  /** Whether the next one must be proven. */
  isFull(networkAddress: string | null): Promise<boolean>;
  /** What has stopped every sign-up since the last count; null where it has to be counted. Only for what has a single key. */
  stillStops(networkAddress: string | null, isProven: boolean): Promise<SignUpObstacle | null>;
}

interface MeterDeps extends SignUpCounterDeps {
  limit?: SignUpLimit;
  by: SignUpObstacle['by'];
  keyOf: (networkAddress: string | null) => string;
}

interface Crowded {
  isProven: boolean;
  /** Milliseconds. */
  noneFree: number;
  countOne: CountOne['look'];
}

function networkMeter(width: NetworkWidth, deps: SignUpCounterDeps): Meter & { width: NetworkWidth } {
  const name = `sign-ups of a ${width}`;
  const limit = (deps.limits ?? SIGN_UP_LIMITS)[width];
  const keyOf = createNetworkKey(deps.signingSecrets, name, width);
  return { width, ...createMeter(name, { ...deps, limit, by: 'network', keyOf }) };
}

function createMeter(
  name: string,
  { rateLimitStore, clock, limits = SIGN_UP_LIMITS, limit = limits.all, by, keyOf }: MeterDeps,
): Meter {
  const { free, proven, within } = limit;
  const countFree = rateLimitStore.createCounter(name, { most: free, within });
  const countProven = rateLimitStore.createCounter(`${name}, proven`, { most: proven, within });
  let freeAgainAt = 0;
  let provenAgainAt = 0;
  /** What stops one for which there is no room among those that are taken as they come. */
  const judge = async (key: string, { isProven, noneFree, countOne }: Crowded) => {
    const noneProven = await countOne(key);
    if (noneProven !== null) provenAgainAt = clock.now() + noneProven;
    else if (isProven) return null;
    const kind = noneProven === null ? ('prove' as const) : ('refuse' as const);
    const waitsFor = Math.min(noneFree, noneProven ?? noneFree);
    return { kind, by, most: free + proven, within, waitsFor };
  };
  return {
    async count(networkAddress, isProven) {
      const key = keyOf(networkAddress);
      const noneFree = await countFree(key);
      if (noneFree === null) return null;
      freeAgainAt = clock.now() + noneFree;
      return judge(key, { isProven, noneFree, countOne: isProven ? countProven : countProven.look });
    },
    isFull: async (networkAddress) => (await countFree.look(keyOf(networkAddress))) !== null,
    async stillStops(networkAddress, isProven) {
      const now = clock.now();
      if (now >= freeAgainAt || (isProven && now >= provenAgainAt)) return null;
      const noneFree = freeAgainAt - now;
      return judge(keyOf(networkAddress), { isProven, noneFree, countOne: countProven.look });
    },
  };
}

/** Between two times that the same is told, in milliseconds. */
const TELL_INTERVAL = 10 * MINUTE;

function createTeller({ clock, onObstacle }: SignUpCounterDeps): (obstacle: SignUpObstacle) => void {
  const untold = new Map<string, number>();
  const quietUntil = new Map<string, number>();
  return ({ kind, by }) => {
    const name = `${kind} ${by}`;
    const count = (untold.get(name) ?? 0) + 1;
    untold.set(name, count);
    if (clock.now() < (quietUntil.get(name) ?? 0)) return;
    quietUntil.set(name, clock.now() + TELL_INTERVAL);
    untold.set(name, 0);
    onObstacle({ kind, by }, count);
  };
}
