import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import type { DeliveryStore, ProviderEvent } from '../store/delivery-store.ts';

/** The most events of one transaction: few enough that no request waits 50 ms for it. */
const LARGEST_GROUP = 250;

/** How long the first event of a group waits for others, in milliseconds: a commit costs as much for one as for all. */
const GATHERING_TIME = 2;

export interface EventWriterDeps {
  /** Throws an AppError `input` where it is an event that cannot be kept, and anything else where the store fails. */
  store: Pick<DeliveryStore, 'applyProviderEvents'>;
  clock: Clock;
  /** Told how many events of a group had been applied before. */
  onRepeated?: (count: number) => void;
}

/** Takes an event; fulfilled when it is committed, rejected where that failed and the provider must tell it again. */
export type WriteEvent = (event: ProviderEvent) => Promise<void>;

interface Waiting {
  event: ProviderEvent;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

/**
 * Makes a writer of events that commits those which come at the same time together, one group after the other. Where
 * one of a group cannot be kept they are tried one by one, so that it costs no other. Where the store itself fails all
 * of them are told so at once: it would fail for each of them as well, and each might wait for a lock.
 */
export function createEventWriter(deps: EventWriterDeps): WriteEvent {
  const queue: Waiting[] = [];
  let working = false;
  const work = async () => {
    working = true;
    while (queue.length > 0) {
      await setTimeout(GATHERING_TIME);
      await writeGroup(queue.splice(0, LARGEST_GROUP), deps);
    }
    working = false;
  };
  return (event) =>
    new Promise((resolve, reject) => {
      queue.push({ event, resolve, reject });
      if (!working) void work();
    });
}

/** Never rejects: every event is told what became of it. */
async function writeGroup(group: readonly Waiting[], deps: EventWriterDeps): Promise<void> {
  try {
    await write(group, deps);
  } catch (error) {
    if (group.length > 1 && isFaultOfAnEvent(error)) await writeOneByOne(group, deps);
    else for (const { reject } of group) reject(error);
  }
}

async function writeOneByOne(group: readonly Waiting[], deps: EventWriterDeps): Promise<void> {
  for (const [index, one] of group.entries()) {
    // So many commits in one go would keep everything else waiting.
    await setImmediate();
    try {
      await write([one], deps);
    } catch (error) {
      const lost = isFaultOfAnEvent(error) ? [one] : group.slice(index);
      for (const { reject } of lost) reject(error);
      if (lost.length > 1) return;
    }
  }
}

function isFaultOfAnEvent(error: unknown): boolean {
  return error instanceof AppError && error.code === 'input';
}

async function write(
  group: readonly Waiting[],
  { store, clock, onRepeated }: EventWriterDeps,
): Promise<void> {
  const events = group.map(({ event }) => event);
  const { repeated } = await store.applyProviderEvents(events, clock.now());
  onRepeated?.(repeated);
  for (const { resolve } of group) resolve();
}
