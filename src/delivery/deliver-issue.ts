import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { FrozenIssue } from '../issues/frozen-issue.ts';
import { abortedAfter, STOP_TIMEOUT_MS } from '../shared/aborted-after.ts';
import type { BatchAnswer } from '../transport/transport.ts';
import { nextUtcDay } from '../transport/utc-day.ts';
import type { BatchHold, DeliveryProgress } from './delivery-store.ts';
import { type HandOverDeps, handOverBatch, type PreparedBatch, prepareBatch } from './hand-over-batch.ts';
import { settleBatch } from './settle-batch.ts';

/** How long a lease lasts, in milliseconds. */
export const LEASE = 30_000;

/** The longest that a sender sleeps before it looks again, in milliseconds: another process may have finished. */
const MAX_POLL_INTERVAL_MS = 1_000;

/** The shortest, where another worker is just about to take what could be taken. */
const MIN_POLL_INTERVAL_MS = 5;

/** How often progress is reported at most, in milliseconds. */
const REPORT_INTERVAL_MS = 250;

export interface DeliverDeps extends HandOverDeps {
  /** Aborted when the program is to stop: nothing more is taken, and what is in flight is finished. */
  signal: AbortSignal;
  /** Names this process in leases; no other process may have the same name. */
  owner: string;
  /** At most so many messages in a UTC day; null: as many as there are. */
  dailyLimit: number | null;
  onProgress?: (progress: DeliveryProgress) => void;
  /** Told how the receiving side answered each request, and when that request was first made. */
  onAnswer?: (slot: string, answer: BatchAnswer, firstMadeAt: number) => void;
}

/**
 * How a run ended. `stopped`: it was asked to, or somebody else paused or cancelled the issue. `pause`: nothing more
 * is taken before `until`, or before a person sees to it where that is null.
 */
export type DeliveryRun =
  | { kind: 'finished' | 'stopped' }
  | { kind: 'pause'; until: number | null; reason: string };

/** What all workers of one run share. */
interface Run extends DeliverDeps {
  issue: FrozenIssue;
  /** Aborted where one worker found that there is nothing more to do, or the program is to stop. */
  halt: AbortSignal;
  /** Aborted when requests in flight are no longer waited for. */
  stop: AbortSignal;
  /** Batches are prepared one at a time, so that no more of them are taken than are needed. */
  inTurn: <Result>(work: () => Promise<Result>) => Promise<Result>;
  report: () => Promise<void>;
  /**
   * The pause that the run comes to, once one is known. Until it begins, requests that may have been taken are tried
   * again, for the provider forgets their keys; nothing new is begun.
   */
  pause: Pause | null;
  /** Whether the provider took any batch in this run. */
  tookSome: boolean;
  /** Batches that this run hands over right now. */
  inHand: number;
}

type Pause = Extract<DeliveryRun, { kind: 'pause' }>;

/**
 * Hands an issue's batches over until none is unfinished. Several processes may do so at once: a batch belongs to
 * whoever holds its lease, and the batches of a process that died are taken when its leases lapse.
 */
export async function deliverIssue(issue: FrozenIssue, deps: DeliverDeps): Promise<DeliveryRun> {
  const done = new AbortController();
  const halt = AbortSignal.any([deps.signal, done.signal]);
  const stop = abortedAfter(deps.signal, STOP_TIMEOUT_MS);
  // Each worker listens to it while it naps.
  setMaxListeners(0, halt);
  const report = progressReporter(issue.slot, deps);
  const run: Run = {
    ...deps,
    issue,
    halt,
    stop: stop.signal,
    inTurn: pLimit(1),
    report,
    pause: null,
    tookSome: false,
    inHand: 0,
  };
  const workers = Array.from({ length: deps.transport.concurrency }, async () => {
    try {
      return await work(run);
    } finally {
      done.abort();
    }
  });
  const runs = await Promise.allSettled(workers);
  stop.dispose();
  for (const one of runs) if (one.status === 'rejected') throw one.reason;
  const ends = runs.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  return (
    strictest(ends.filter((end) => end.kind === 'pause')) ??
    ends.find(({ kind }) => kind === 'finished') ?? { kind: 'stopped' }
  );
}

/** Of several pauses the one that waits for a person, else the longest. */
function strictest(pauses: readonly Pause[]): Pause | undefined {
  const until = (pause: Pause) => pause.until ?? Number.POSITIVE_INFINITY;
  return pauses.toSorted((one, other) => until(other) - until(one))[0];
}

/** Hands one batch over after the other, everybody else having a turn in between. */
async function work(run: Run): Promise<DeliveryRun> {
  while (!run.halt.aborted) {
    const next = await run.inTurn(() => takeNext(run));
    const end = await goOn(next, run);
    if (end !== null) return end;
    await run.report();
    await setImmediate();
  }
  return run.pause ?? { kind: 'stopped' };
}

/** Does what there is to do, and says how the run ends where it does. */
async function goOn(next: Next, run: Run): Promise<DeliveryRun | null> {
  if (next.kind === 'none') return waitForWork(run);
  if (next.kind !== 'ready') return null;
  const result = await finishBatch(next, run);
  if (result.kind === 'next') return null;
  if (result.until === null) return result;
  run.pause = result;
  return null;
}

/** `dropped`: there was a batch, but nothing of it is to be handed over now. */
type Next = Ready | { kind: 'none' | 'dropped' };

interface Ready {
  kind: 'ready';
  prepared: PreparedBatch;
  lease: Lease;
}

/** Claims the next batch and prepares it. */
async function takeNext(run: Run): Promise<Next> {
  const { store, clock, owner, dailyLimit, issue, halt } = run;
  // The request before is on its way to the network: nothing here may hold it up.
  await setImmediate();
  if (halt.aborted) return { kind: 'dropped' };
  const now = clock.now();
  // No two claims have the same owner: whoever lost a lease cannot speak for whoever has it now.
  const lease = { owner: `${owner}/${randomUUID()}`, expiresAt: now + LEASE };
  const onlyFixed = run.pause !== null;
  const batch = await store.claimBatch({ slot: issue.slot, lease, now, dailyLimit, onlyFixed });
  if (batch === null) return { kind: 'none' };
  if (batch.kind === 'day-full') {
    const reason = `The day's ${dailyLimit} messages (SEND_DAILY_LIMIT) are used up.`;
    run.pause = { kind: 'pause', until: nextUtcDay(now), reason };
    return { kind: 'dropped' };
  }
  if (batch.kind === 'emptied') return { kind: 'dropped' };
  const renewed = keepLease(batch, run);
  try {
    const prepared = await prepareBatch(batch, { issue, halt }, run);
    if (prepared !== null) return { kind: 'ready', prepared, lease: renewed };
  } catch (error) {
    renewed.end();
    throw error;
  }
  renewed.end();
  return { kind: 'dropped' };
}

/** Killed anywhere in here, the batch is claimed again when its lease lapses, and handed over with the same bytes under the same key. */
async function finishBatch({ prepared, lease }: Ready, run: Run) {
  run.inHand += 1;
  try {
    const answer = await handOverBatch(prepared, run);
    run.onAnswer?.(run.issue.slot, answer, prepared.attempts.firstAt);
    const result = await settleBatch(prepared, answer, run);
    run.tookSome ||= answer.kind === 'answered' && answer.outcomes.some(({ kind }) => kind === 'accepted');
    return result;
  } finally {
    run.inHand -= 1;
    lease.end();
  }
}

interface Lease {
  end(): void;
}

/** Renews a batch's lease until it is ended. */
function keepLease(batch: BatchHold, { store, clock }: DeliverDeps): Lease {
  const renewal = setInterval(() => {
    store.renewLease(batch, clock.now() + LEASE).catch(() => undefined);
  }, LEASE / 3);
  return { end: () => clearInterval(renewal) };
}

const HELD_BATCHES = `The last batches are in the hands of a sender. One that was stopped keeps them for up to ${LEASE / 1_000} seconds.`;

/** Where nothing can be claimed now: how the run ends, or null after a nap until something may be. */
async function waitForWork(run: Run): Promise<DeliveryRun | null> {
  const { store, clock, issue, halt, pause, onWait } = run;
  const { status, audienceFixed, lastProblem, ...turns } = await store.progress(issue.slot);
  // Paused and resumed while its audience was being fixed, it has batches for a part of it, or none yet.
  if (status !== 'sending' || !audienceFixed) return { kind: 'stopped' };
  const nextTurnAt = pause === null ? turns.nextTurnAt : turns.nextFixedTurnAt;
  const pauseBegins = pause !== null && (nextTurnAt === null || nextTurnAt >= (pause.until ?? 0));
  if (pauseBegins) return pause;
  if (nextTurnAt === null) return { kind: 'finished' };
  // While this run hands over batches of its own, there is nothing to say about the wait for them.
  if (run.inHand === 0) onWait?.({ until: nextTurnAt, reason: lastProblem ?? HELD_BATCHES });
  const left = Math.max(MIN_POLL_INTERVAL_MS, nextTurnAt - clock.now());
  await clock.sleep(Math.min(MAX_POLL_INTERVAL_MS, left), halt);
  return null;
}

/** Summing up an issue takes milliseconds, so that is not done for every batch. */
function progressReporter(slot: string, { store, clock, onProgress }: DeliverDeps): () => Promise<void> {
  let reportedAt = 0;
  return async () => {
    if (onProgress === undefined || clock.now() - reportedAt < REPORT_INTERVAL_MS) return;
    reportedAt = clock.now();
    onProgress(await store.progress(slot));
  };
}
