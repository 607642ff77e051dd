import type { Clock } from '../clock.ts';
import type { CountOne, RateLimitStore } from '../store/rate-limit-store.ts';

/** How many sign-ups are taken in a time. */
export interface SignUpLimit {
  /** As they come. */
  free: number;
  /** Beyond those, with a proof of work. */
  proven: number;
  /** Milliseconds, from the first one that is counted on. */
  within: number;
}

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

/** Counts sign-ups against one limit. */
export interface SignUpMeter {
  count(networkAddress: string | null, isProven: boolean): Promise<SignUpObstacle | null>;
  /** Whether the next one must be proven. */
  isFull(networkAddress: string | null): Promise<boolean>;
  /** What has stopped every sign-up since the last count; null where it has to be counted. Only for what has a single key. */
  stillStops(networkAddress: string | null, isProven: boolean): Promise<SignUpObstacle | null>;
}

export interface SignUpMeterDeps {
  rateLimitStore: Pick<RateLimitStore, 'createCounter'>;
  clock: Clock;
  limit: SignUpLimit;
  by: SignUpObstacle['by'];
  keyOf: (networkAddress: string | null) => string;
}

interface Crowded {
  isProven: boolean;
  /** Milliseconds. */
  noneFree: number;
  countOne: CountOne['look'];
}

/** Makes a meter. Those of the same name count together, over all processes on the database. */
export function createSignUpMeter(
  name: string,
  { rateLimitStore, clock, limit, by, keyOf }: SignUpMeterDeps,
): SignUpMeter {
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
