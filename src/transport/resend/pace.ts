import type { Clock } from '../../shared/clock.ts';
import { MINUTE_MS } from '../../shared/durations.ts';
import type { Turn } from '../transport.ts';
import { MAX_ARRIVAL_DELAY_MS, MAX_START_DELAY_MS } from './next-turn.ts';

/** The rate limit, shared by all senders on one database. Every method is atomic. */
export interface PaceStore {
  /** Under the limit learned in the last hour. `instead` is a missed turn, given back. */
  reserveTurn(request: { now: number; most: number | null; instead?: Turn }): Promise<Turn>;

  /** Later turns then keep their distance from the actual request. */
  moveTurn(turn: Turn, at: number): Promise<void>;

  learnLimit(limit: { perSecond: number; now: number }): Promise<void>;

  holdUntil(at: number): Promise<void>;
}

const MAX_LATENCIES = 20;
const MIN_LATENCIES = 3;

/** A slow answer moves its turn by at most this: a longer delay says nothing about arrival. */
const MAX_LATENCY_MS = 100;

/** The rate limit alone causes no longer wait (one request per second). */
const MAX_SILENT_WAIT_MS = 1_500;

/** A learned limit expires after an hour, so it is confirmed more often. */
const CONFIRM_AFTER_MS = 10 * MINUTE_MS;

export interface Pace {
  /** Null if `signal` was aborted first. `onWait` reports waits longer than the rate limit alone explains. */
  awaitTurn(signal: AbortSignal, onWait?: (until: number) => void): Promise<Turn | null>;

  /** Waits for the turn, or for another if it was missed. Null if `signal` was aborted first. */
  keepTurn(turn: Turn, signal: AbortSignal): Promise<Turn | null>;

  /** The provider counts from a request's arrival, which a late start or a slow answer postpones. */
  learn(answer: {
    turn: Turn;
    madeAt: number;
    answeredAt: number;
    headers: Readonly<Record<string, string>>;
  }): Promise<void>;

  holdUntil(at: number): Promise<void>;
}

/** @param most Requests per second, as a cap; null: only the provider's limit. */
export function createPace({
  paceStore,
  clock,
  most,
}: {
  paceStore: PaceStore;
  clock: Clock;
  most: number | null;
}): Pace {
  const latencies: number[] = [];
  let known = { perSecond: 0, at: 0 };
  let limitChange = new AbortController();

  const waitFor = async (turn: Turn, signal: AbortSignal): Promise<Turn | null> => {
    let next = turn;
    for (;;) {
      const wait = next.at - clock.now();
      const { signal: learned } = limitChange;
      if (wait > 0) await clock.sleep(wait, AbortSignal.any([signal, learned]));
      if (signal.aborted) return null;
      const now = clock.now();
      const isMissed = now - next.at > MAX_START_DELAY_MS;
      if (isMissed || learned.aborted) next = await paceStore.reserveTurn({ now, most, instead: next });
      else if (now >= next.at) return next;
    }
  };

  return {
    awaitTurn: async (signal, onWait) => {
      if (signal.aborted) return null;
      const now = clock.now();
      const turn = await paceStore.reserveTurn({ now, most });
      if (turn.at - now > MAX_SILENT_WAIT_MS) onWait?.(turn.at);
      return waitFor(turn, signal);
    },
    keepTurn: waitFor,
    learn: async ({ turn, madeAt, answeredAt, headers }) => {
      const latency = answeredAt - madeAt;
      // Until typical latency is known, all of it may be the way there.
      const delay = latencies.length < MIN_LATENCIES ? latency : latency - upperQuartile(latencies);
      latencies.push(latency);
      if (latencies.length > MAX_LATENCIES) latencies.shift();
      const arrivedAt = madeAt + Math.max(0, Math.min(delay, MAX_LATENCY_MS));
      if (arrivedAt > turn.at + MAX_ARRIVAL_DELAY_MS) await paceStore.moveTurn(turn, arrivedAt);
      const perSecond = statedLimit(headers);
      const now = clock.now();
      if (perSecond === null || (perSecond === known.perSecond && now < known.at + CONFIRM_AFTER_MS)) return;
      await paceStore.learnLimit({ perSecond, now });
      if (perSecond !== known.perSecond) {
        // Turns reserved under the old limit are reserved again.
        limitChange.abort();
        limitChange = new AbortController();
      }
      known = { perSecond, at: now };
    },
    holdUntil: (at) => paceStore.holdUntil(at),
  };
}

/** From `ratelimit-limit` (Resend: rate limit) over the window in `ratelimit-policy`, by default one second. */
export function statedLimit(headers: Readonly<Record<string, string>>): number | null {
  const limit = Number(/^\s*(\d+)/.exec(headers['ratelimit-limit'] ?? '')?.[1]);
  const window = Number(/;\s*w=(\d+)/.exec(headers['ratelimit-policy'] ?? '')?.[1] ?? 1);
  const perSecond = Math.floor(limit / window);
  return Number.isFinite(perSecond) && perSecond >= 1 ? perSecond : null;
}

function upperQuartile(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor((values.length * 3) / 4)] ?? 0;
}
