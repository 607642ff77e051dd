import { setImmediate } from 'node:timers/promises';
import type { FrozenIssue } from '../render/frozen-issue.ts';
import type { DeliveryProgress } from '../store/delivery-store.ts';
import { type HandOverDeps, handOverBatch, LEASE } from './hand-over-batch.ts';

/** The longest that a sender sleeps before it looks again, in milliseconds: another process may have finished. */
const LONGEST_NAP = 1_000;

/** How often progress is reported at most, in milliseconds. */
const REPORT_INTERVAL = 250;

export interface DeliverDeps extends HandOverDeps {
  /** Names this process in leases; no other process may have the same name. */
  owner: string;
  /** Aborted, no further batch is taken; those in flight are finished. */
  signal: AbortSignal;
  onProgress?: (progress: DeliveryProgress) => void;
  /** Says what is waited for, and until when. */
  onWait?: (wait: { until: number; reason: string }) => void;
}

/**
 * How a run ended. `stopped`: it was asked to, or somebody else paused or cancelled the issue. `pause`: nothing more
 * is taken before `until`, or before a person sees to it where that is null.
 */
export type DeliveryRun =
  | { kind: 'finished' | 'stopped' }
  | { kind: 'pause'; until: number | null; reason: string };

/**
 * Hands an issue's batches over until none is unfinished. Several processes may do so at once: a batch belongs to
 * whoever holds its lease, and the batches of a process that died are taken when its leases lapse.
 */
export async function deliverIssue(issue: FrozenIssue, deps: DeliverDeps): Promise<DeliveryRun> {
  const halt = new AbortController();
  const signal = AbortSignal.any([deps.signal, halt.signal]);
  const workers = Array.from({ length: deps.transport.concurrency }, async () => {
    try {
      return await work(issue, { ...deps, signal });
    } finally {
      halt.abort();
    }
  });
  const runs = await Promise.allSettled(workers);
  for (const run of runs) if (run.status === 'rejected') throw run.reason;
  const ends = runs.flatMap((run) => (run.status === 'fulfilled' ? [run.value] : []));
  return (
    ends.find(({ kind }) => kind === 'pause') ??
    ends.find(({ kind }) => kind === 'finished') ?? { kind: 'stopped' }
  );
}

/** Takes one batch after the other, everybody else having a turn in between; where another process holds the last ones, waits until their leases lapse. */
async function work(issue: FrozenIssue, deps: DeliverDeps): Promise<DeliveryRun> {
  const { store, clock, owner, signal } = deps;
  const { slot } = issue;
  const report = progressReporter(slot, deps);
  while (!signal.aborted) {
    const now = clock.now();
    const batch = await store.claimBatch({ slot, lease: { owner, expiresAt: now + LEASE }, now });
    if (batch !== null) {
      if (batch.kind !== 'emptied') {
        const result = await handOverBatch(batch, issue, deps);
        if (result.kind === 'pause') return result;
      }
      await report();
      await setImmediate();
      continue;
    }
    const { status, nextTurnAt, lastProblem } = await store.progress(slot);
    if (status !== 'sending') return { kind: 'stopped' };
    if (nextTurnAt === null) return { kind: 'finished' };
    const reason = lastProblem ?? 'Another process works on the last batches, or was killed while it did.';
    deps.onWait?.({ until: nextTurnAt, reason });
    await clock.sleep(Math.min(LONGEST_NAP, Math.max(0, nextTurnAt - now)), signal);
  }
  return { kind: 'stopped' };
}

/** Summing up an issue takes milliseconds, so that is not done for every batch. */
function progressReporter(slot: string, { store, clock, onProgress }: DeliverDeps): () => Promise<void> {
  let reportedAt = 0;
  return async () => {
    if (onProgress === undefined || clock.now() - reportedAt < REPORT_INTERVAL) return;
    reportedAt = clock.now();
    onProgress(await store.progress(slot));
  };
}
