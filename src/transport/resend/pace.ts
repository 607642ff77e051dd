import type { Clock } from '../../shared/clock.ts';
import type { Turn } from '../transport.ts';
import { LATEST_ARRIVAL, LATEST_START } from './next-turn.ts';

/** What all senders on one database know together of the provider's limit. Every method is one step. */
export interface PaceStore {
  /**
   * Reserves the next turn, as `nextTurnAt` has it, under the limit that was learned in the last hour.
   *
   * @param wish `most` caps the limit; `instead` is a turn that was missed and is given back.
   */
  reserveTurn(wish: { now: number; most: number | null; instead?: Turn }): Promise<Turn>;

  /** Records that the request of a turn was later than reserved, so that later turns keep their distance from it. */
  moveTurn(turn: Turn, at: number): Promise<void>;

  /** Records how many requests a second the provider takes. */
  learnLimit(limit: { perSecond: number; now: number }): Promise<void>;

  /** Makes all senders wait until an instant. */
  holdUntil(at: number): Promise<void>;
}

/** Answers that are looked back at to know how long one usually takes. */
const LATENCIES = 20;
const FEWEST_LATENCIES = 3;

/** The most by which a slow answer moves the turn of its request, in milliseconds; more says nothing of its arrival. */
const MAX_LATENCY_MS = 100;

/** Nobody waits longer than this for the pace alone, in milliseconds: one request a second. */
const MAX_SHARE_MS = 1_500;

/** How often what is known of the limit is confirmed, in milliseconds: what was learned an hour ago is forgotten. */
const CONFIRM_AFTER_MS = 10 * 60 * 1000;

/** Keeps one process's requests to the provider's limit, together with all others on the same database. */
export interface Pace {
  /** Waits for a turn, and tells of a wait that is longer than the pace alone makes it. Null where `signal` was aborted first. */
  awaitTurn(signal: AbortSignal, onWait?: (until: number) => void): Promise<Turn | null>;

  /** Waits for the turn itself, or, where it was missed meanwhile, for another one. Null where `signal` was aborted first. */
  keepTurn(turn: Turn, signal: AbortSignal): Promise<Turn | null>;

  /**
   * Learns from a request and its answer. The provider's second is counted from the arrival: a request that left late
   * counts from then, and one whose answer took longer than usual may have been long on its way there.
   */
  learn(answer: {
    turn: Turn;
    madeAt: number;
    answeredAt: number;
    headers: Readonly<Record<string, string>>;
  }): Promise<void>;

  /** Makes all senders wait until an instant. */
  holdUntil(at: number): Promise<void>;
}

/** @param most Requests a second that are never exceeded; null leaves it to the provider. */
export function createPace({
  store,
  clock,
  most,
}: {
  store: PaceStore;
  clock: Clock;
  most: number | null;
}): Pace {
  const latencies: number[] = [];
  let known = { perSecond: 0, at: 0 };
  let news = new AbortController();

  const waitFor = async (turn: Turn, signal: AbortSignal): Promise<Turn | null> => {
    let next = turn;
    for (;;) {
      const wait = next.at - clock.now();
      const { signal: learned } = news;
      if (wait > 0) await clock.sleep(wait, AbortSignal.any([signal, learned]));
      if (signal.aborted) return null;
      const now = clock.now();
      const isMissed = now - next.at > LATEST_START;
      if (isMissed || learned.aborted) next = await store.reserveTurn({ now, most, instead: next });
      else if (now >= next.at) return next;
    }
  };

  return {
    awaitTurn: async (signal, onWait) => {
      if (signal.aborted) return null;
      const now = clock.now();
      const turn = await store.reserveTurn({ now, most });
      if (turn.at - now > MAX_SHARE_MS) onWait?.(turn.at);
      return waitFor(turn, signal);
    },
    keepTurn: waitFor,
    learn: async ({ turn, madeAt, answeredAt, headers }) => {
      const took = answeredAt - madeAt;
      // Before it is known how long an answer takes, all of it may have been the way.
      const late = latencies.length < FEWEST_LATENCIES ? took : took - usual(latencies);
      latencies.push(took);
      if (latencies.length > LATENCIES) latencies.shift();
      const arrivedAt = madeAt + Math.max(0, Math.min(late, MAX_LATENCY_MS));
      if (arrivedAt > turn.at + LATEST_ARRIVAL) await store.moveTurn(turn, arrivedAt);
      const perSecond = limitIn(headers);
      const now = clock.now();
      if (perSecond === null || (perSecond === known.perSecond && now < known.at + CONFIRM_AFTER_MS)) return;
      await store.learnLimit({ perSecond, now });
      if (perSecond !== known.perSecond) {
        // Whoever waits for a turn under the limit before has another one now.
        news.abort();
        news = new AbortController();
      }
      known = { perSecond, at: now };
    },
    holdUntil: (at) => store.holdUntil(at),
  };
}

/**
 * Requests a second, as an answer's `ratelimit-limit` says (Resend: rate limit), over the window that its
 * `ratelimit-policy` names, one second where it names none. Null where it does not say.
 */
export function limitIn(headers: Readonly<Record<string, string>>): number | null {
  const limit = Number(/^\s*(\d+)/.exec(headers['ratelimit-limit'] ?? '')?.[1]);
  const window = Number(/;\s*w=(\d+)/.exec(headers['ratelimit-policy'] ?? '')?.[1] ?? 1);
  const perSecond = Math.floor(limit / window);
  return Number.isFinite(perSecond) && perSecond >= 1 ? perSecond : null;
}

/** What three in four of these do not exceed. */
function usual(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor((values.length * 3) / 4)] ?? 0;
}
