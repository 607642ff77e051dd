import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { FrozenIssue } from '../issues/frozen-issue.ts';
import { abortedAfter, STOP_TIMEOUT_MS } from '../shared/jobs/aborted-after.ts';
import { nextUtcDay } from '../transport/utc-day.ts';
import { LEASE_MS } from './batch-lease.ts';
import type { BatchHold } from './delivery-store.ts';
import { handOverBatch, type PreparedBatch, prepareBatch } from './hand-over-batch.ts';
import type { SendDeps } from './send-deps.ts';
import { settleBatch } from './settle-batch.ts';

const MAX_POLL_INTERVAL_MS = 1_000;

const MIN_POLL_INTERVAL_MS = 5;

const PROGRESS_INTERVAL_MS = 250;

/** `stopped`: by `signal` or a person. `pause`: until `until`, or until a person acts if that is null. */
export type DeliveryRun =
  | { kind: 'finished' | 'stopped' }
  | { kind: 'pause'; until: number | null; reason: string };

interface Run {
  deps: SendDeps;
  issue: FrozenIssue;
  /** Aborted when a worker finds nothing left to do, or the program stops. */
  halt: AbortSignal;
  stop: AbortSignal;
  /** So that no more batches are claimed than needed. */
  oneAtATime: <Result>(work: () => Promise<Result>) => Promise<Result>;
  report: () => Promise<void>;
  /** Until it begins, requests that may have been accepted are retried; nothing new is started. */
  pause: Pause | null;
  anyAccepted: boolean;
  batchesInFlight: number;
}

type Pause = Extract<DeliveryRun, { kind: 'pause' }>;

/** Several processes may run this at once: a lapsed lease frees the batch of a dead one. */
export async function deliverIssue(issue: FrozenIssue, deps: SendDeps): Promise<DeliveryRun> {
  const done = new AbortController();
  const halt = AbortSignal.any([deps.signal, done.signal]);
  const stop = abortedAfter(deps.signal, STOP_TIMEOUT_MS);
  setMaxListeners(0, halt);
  const report = progressReporter(issue.slot, deps);
  const run: Run = {
    deps,
    issue,
    halt,
    stop: stop.signal,
    oneAtATime: pLimit(1),
    report,
    pause: null,
    anyAccepted: false,
    batchesInFlight: 0,
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
    longestPause(ends.filter((end) => end.kind === 'pause')) ??
    ends.find(({ kind }) => kind === 'finished') ?? { kind: 'stopped' }
  );
}

function longestPause(pauses: readonly Pause[]): Pause | undefined {
  const until = (pause: Pause) => pause.until ?? Number.POSITIVE_INFINITY;
  return pauses.toSorted((one, other) => until(other) - until(one))[0];
}

async function work(run: Run): Promise<DeliveryRun> {
  while (!run.halt.aborted) {
    const next = await run.oneAtATime(() => claimNext(run));
    const end = await handleNext(next, run);
    if (end !== null) return end;
    await run.report();
    await setImmediate();
  }
  return run.pause ?? { kind: 'stopped' };
}

async function handleNext(next: Next, run: Run): Promise<DeliveryRun | null> {
  if (next.kind === 'none') return waitForWork(run);
  if (next.kind !== 'ready') return null;
  const result = await finishBatch(next, run);
  if (result.kind === 'next') return null;
  if (result.until === null) return result;
  run.pause = result;
  return null;
}

type Next = Ready | { kind: 'none' | 'dropped' };

interface Ready {
  kind: 'ready';
  prepared: PreparedBatch;
  lease: Lease;
}

async function claimNext(run: Run): Promise<Next> {
  const { deps, issue, halt } = run;
  const { deliveryStore, clock, owner, dailyLimit } = deps;
  // Let the previous request reach the network first.
  await setImmediate();
  if (halt.aborted) return { kind: 'dropped' };
  const now = clock.now();
  // Unique per claim: a holder that lost its lease cannot act for the new one.
  const lease = { owner: `${owner}/${randomUUID()}`, expiresAt: now + LEASE_MS };
  const onlyFixed = run.pause !== null;
  const batch = await deliveryStore.claimBatch({ slot: issue.slot, lease, now, dailyLimit, onlyFixed });
  if (batch === null) return { kind: 'none' };
  if (batch.kind === 'day-full') {
    const reason = `The day's ${dailyLimit} messages (SEND_DAILY_LIMIT) have been sent.`;
    run.pause = { kind: 'pause', until: nextUtcDay(now), reason };
    return { kind: 'dropped' };
  }
  if (batch.kind === 'emptied') return { kind: 'dropped' };
  const renewed = keepRenewing(batch, deps);
  try {
    const prepared = await prepareBatch(batch, { issue, halt }, deps);
    if (prepared !== null) return { kind: 'ready', prepared, lease: renewed };
  } catch (error) {
    renewed.end();
    throw error;
  }
  renewed.end();
  return { kind: 'dropped' };
}

/** If killed here, the batch is claimed again when its lease expires, and the same bytes go out under the same key. */
async function finishBatch({ prepared, lease }: Ready, run: Run) {
  const { deps, issue, stop } = run;
  run.batchesInFlight += 1;
  try {
    const answer = await handOverBatch(prepared, { transport: deps.transport, stop });
    deps.onAnswer?.(issue.slot, answer, prepared.attempts.firstAt);
    const result = await settleBatch(prepared, { answer, anyAccepted: run.anyAccepted }, deps);
    run.anyAccepted ||= answer.kind === 'answered' && answer.outcomes.some(({ kind }) => kind === 'accepted');
    return result;
  } finally {
    run.batchesInFlight -= 1;
    lease.end();
  }
}

interface Lease {
  end(): void;
}

function keepRenewing(batch: BatchHold, { deliveryStore, clock }: SendDeps): Lease {
  const renewal = setInterval(() => {
    deliveryStore.renewLease(batch, clock.now() + LEASE_MS).catch(() => undefined);
  }, LEASE_MS / 3);
  return { end: () => clearInterval(renewal) };
}

const HELD_BATCHES = `Another sender has the last batches. If it was stopped, it keeps them for up to ${LEASE_MS / 1_000} seconds.`;

/** Null if something may be due after the sleep. */
async function waitForWork(run: Run): Promise<DeliveryRun | null> {
  const { deps, issue, halt, pause } = run;
  const { deliveryStore, clock, onWait } = deps;
  const { status, audienceFixed, lastProblem, ...turns } = await deliveryStore.progress(issue.slot);
  // An issue paused and resumed while its audience was being fixed has batches for part of it, or none.
  if (status !== 'sending' || !audienceFixed) return { kind: 'stopped' };
  const nextTurnAt = pause === null ? turns.nextTurnAt : turns.nextFixedTurnAt;
  const pauseBegins = pause !== null && (nextTurnAt === null || nextTurnAt >= (pause.until ?? 0));
  if (pauseBegins) return pause;
  if (nextTurnAt === null) return { kind: 'finished' };
  if (run.batchesInFlight === 0) onWait?.({ until: nextTurnAt, reason: lastProblem ?? HELD_BATCHES });
  const left = Math.max(MIN_POLL_INTERVAL_MS, nextTurnAt - clock.now());
  await clock.sleep(Math.min(MAX_POLL_INTERVAL_MS, left), halt);
  return null;
}

function progressReporter(slot: string, { deliveryStore, clock, onProgress }: SendDeps): () => Promise<void> {
  let reportedAt = 0;
  return async () => {
    if (onProgress === undefined || clock.now() - reportedAt < PROGRESS_INTERVAL_MS) return;
    reportedAt = clock.now();
    onProgress(await deliveryStore.progress(slot));
  };
}
