import type { Clock } from '../clock.ts';
import { type NetworkWidth, widthsOf } from '../network-address.ts';
import type { RateLimitStore } from '../store/rate-limit-store.ts';
import { tellSeldom } from '../tell-seldom.ts';
import { createNetworkKey } from './network-key.ts';
import type { SignUpWish } from './read-sign-up.ts';
import {
  createSignUpMeter,
  type SignUpLimit,
  type SignUpMeter,
  type SignUpObstacle,
} from './sign-up-meter.ts';

const MINUTE = 60 * 1000;

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

/** What is counted: a sign-up, or a request for the links of a subscription. Both lead to an email, and count together. */
export interface CountedRequest {
  networkAddress: string | null;
  isProven: boolean;
  wish: SignUpWish;
}

/** What stopped requests of one kind. */
export type Stopped = Pick<SignUpObstacle, 'kind' | 'by'> & Pick<CountedRequest, 'wish'>;

export interface SignUpCounter {
  /** Counts a sign-up, and says what keeps it from being taken; null where nothing does. */
  count(request: CountedRequest): Promise<SignUpObstacle | null>;
  /** Whether the next sign-up from a network address will have to be proven. Counts nothing. */
  needsProof(networkAddress: string | null): Promise<boolean>;
}

export interface SignUpCounterDeps {
  rateLimitStore: Pick<RateLimitStore, 'createCounter'>;
  signingSecrets: readonly string[];
  clock: Clock;
  limits?: SignUpLimits;
  /** Told that requests met an obstacle, and how many since that was last told; at most every ten minutes for each kind. */
  onObstacle: (obstacle: Stopped, count: number) => void;
}

/**
 * Makes the counter of sign-ups. Networks are counted by keyed hashes, so that the database never tells who asked. A sign-up
 * that its network's limit stops does not count for all. While the limit for all stops it, nothing is counted.
 */
export function createSignUpCounter(deps: SignUpCounterDeps): SignUpCounter {
  const { rateLimitStore, clock, limits = SIGN_UP_LIMITS } = deps;
  const networks = (['host', 'site', 'block'] as const).map((width) =>
    networkMeter(width, limits[width], deps),
  );
  const all = createSignUpMeter('sign-ups', {
    rateLimitStore,
    clock,
    limit: limits.all,
    by: 'all',
    keyOf: () => 'all',
  });
  const tell = tellSeldom<Stopped>(clock, {
    tell: deps.onObstacle,
    kindOf: ({ kind, by, wish }) => `${kind} ${by} ${wish}`,
  });
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
    async count({ networkAddress, isProven, wish }) {
      const obstacle = await find(networkAddress, isProven);
      if (obstacle !== null) tell({ kind: obstacle.kind, by: obstacle.by, wish });
      return obstacle;
    },
    async needsProof(networkAddress) {
      for (const meter of metersOf(networkAddress)) if (await meter.isFull(networkAddress)) return true;
      return false;
    },
  };
}

function networkMeter(
  width: NetworkWidth,
  limit: SignUpLimit,
  { rateLimitStore, clock, signingSecrets }: SignUpCounterDeps,
): SignUpMeter & { width: NetworkWidth } {
  const name = `sign-ups of a ${width}`;
  const keyOf = createNetworkKey(signingSecrets, name, width);
  return { width, ...createSignUpMeter(name, { rateLimitStore, clock, limit, by: 'network', keyOf }) };
}
