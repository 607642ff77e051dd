import { setTimeout } from 'node:timers/promises';
import type { BulkStep, PickedSubscriber } from '../../../subscribers/bulk-store.ts';
import { STUDIO_SOURCE } from '../../../subscribers/editors-undo.ts';
import { createErasedKeys } from '../../../subscribers/erased-key.ts';
import type { ListedSubscriber } from '../../../subscribers/subscriber.ts';
import type { Place, Wanted } from '../../../subscribers/subscriber-list-store.ts';
import { type SubscriberState, stateOf } from '../../../subscribers/subscriber-state.ts';
import type { StudioDeps } from '../studio-deps.ts';

export const BULK_ACTIONS = ['unsubscribe', 'download', 'erase'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

/** What is asked about, and then done to, many people. Kept in memory only. */
export interface BulkJob {
  readonly action: BulkAction;
  /** Whom: those who were ticked, all of a state, or all that a search finds; in words. */
  readonly whom: string;
  people: PickedSubscriber[];
  states: Partial<Record<SubscriberState, number>>;
  /** The first of them. */
  first: ListedSubscriber[];
  /** `all` may change while the list is read again. */
  state: BulkState;
}

export type BulkState =
  | { is: 'counting' }
  | { is: 'asking' }
  | { is: 'running'; what: 'do' | 'undo'; done: number; changed: number }
  | {
      is: 'done';
      what: 'do' | 'undo';
      changed: number;
      left: { deliveries: number; requests: number };
      /** When it was done, by which it can be taken back; null if it cannot. */
      at: number | null;
    }
  | { is: 'failed'; changed: number };

/** Rows read at once while counting. */
const COUNT_PAGE_SIZE = 1_000;

const MAX_SHOWN = 5;

/** People handed to the store at once; it takes as many as fit into its time. */
const STEP_SIZE = 500;

/** Reads who is meant, in the background: a page waits only for short lists. */
export async function countPeople(
  job: BulkJob,
  wanted: Wanted | readonly number[],
  deps: StudioDeps,
): Promise<void> {
  const { subscriberStore, clock, stopping, onError, changes } = deps;
  const now = clock.now();
  const add = (found: readonly ListedSubscriber[]) => {
    for (const subscriber of found) {
      const state = stateOf(subscriber, now);
      job.people.push({ id: subscriber.id, state });
      job.states[state] = (job.states[state] ?? 0) + 1;
    }
    job.first.push(...found.slice(0, MAX_SHOWN - job.first.length));
  };
  try {
    if (isIds(wanted)) add(await subscriberStore.findMany(wanted));
    else {
      let after: Place | null = null;
      do {
        const { found, next }: Awaited<ReturnType<typeof subscriberStore.find>> = await subscriberStore.find({
          ...{ wanted, now, after, limit: COUNT_PAGE_SIZE },
        });
        add(found);
        after = next;
      } while (after !== null && !stopping.aborted);
    }
    job.state = { is: stopping.aborted ? 'failed' : 'asking', changed: 0 };
  } catch (error) {
    job.state = { is: 'failed', changed: 0 };
    onError(error);
  }
  changes.notify();
}

const isIds = (wanted: Wanted | readonly number[]): wanted is readonly number[] => Array.isArray(wanted);

/** Unsubscribes or erases, step by step, and leaves others half of the time. */
export async function runJob(job: BulkJob, deps: StudioDeps): Promise<void> {
  const { subscriberStore, clock, signingSecrets } = deps;
  const at = clock.now();
  const left = { deliveries: 0, requests: 0 };
  const erasedKeys = createErasedKeys(signingSecrets);
  const step = async (people: readonly PickedSubscriber[]): Promise<BulkStep> => {
    if (job.action !== 'erase') return subscriberStore.unsubscribeMany(people, { source: STUDIO_SOURCE, at });
    const done = await subscriberStore.eraseMany(people, { erasedKeys, at });
    left.deliveries += done.deliveries;
    left.requests += done.requestsInFlight;
    return done;
  };
  const changed = await runSteps(job, { what: 'do', step }, deps);
  if (changed === null) return;
  job.state = { is: 'done', what: 'do', changed, left, at: job.action === 'unsubscribe' ? at : null };
  // What is erased is kept nowhere, nor here.
  if (job.action === 'erase') job.first = [];
  deps.changes.notify();
}

/** Takes back an unsubscription, where nothing has changed since. */
export async function undoJob(job: BulkJob, leftAt: number, deps: StudioDeps): Promise<void> {
  const { subscriberStore, clock } = deps;
  const request = { leftAt, source: STUDIO_SOURCE, at: clock.now() };
  const step = (people: readonly PickedSubscriber[]) => subscriberStore.undoMany(people, request);
  const changed = await runSteps(job, { what: 'undo', step }, deps);
  if (changed === null) return;
  job.state = { is: 'done', what: 'undo', changed, left: { deliveries: 0, requests: 0 }, at: null };
  deps.changes.notify();
}

/** @returns How many were changed; null if it stopped before its end. */
async function runSteps(
  job: BulkJob,
  { what, step }: { what: 'do' | 'undo'; step(people: readonly PickedSubscriber[]): Promise<BulkStep> },
  { stopping, onError, changes }: StudioDeps,
): Promise<number | null> {
  const running = { is: 'running' as const, what, done: 0, changed: 0 };
  job.state = running;
  try {
    while (running.done < job.people.length) {
      if (stopping.aborted) break;
      const start = performance.now();
      const { taken, changed } = await step(job.people.slice(running.done, running.done + STEP_SIZE));
      running.done += taken;
      running.changed += changed;
      await setTimeout(performance.now() - start);
    }
    if (running.done === job.people.length) return running.changed;
  } catch (error) {
    onError(error);
  }
  job.state = { is: 'failed', changed: running.changed };
  changes.notify();
  return null;
}
