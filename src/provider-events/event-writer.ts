import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { DeliveryStore, ProviderEvent } from '../store/delivery-store.ts';

/** The most events of one transaction: few enough that no request waits 50 ms for it. */
const LARGEST_GROUP = 250;

/** How long the first event of a group waits for others, in milliseconds: a commit costs as much for one as for all. */
const GATHERING_TIME = 2;

/** So many failures in a row, one event at a time, and it is the store that fails and not an event. */
const HOPELESS = 2;

export interface EventWriterDeps {
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
 * a group fails its events are tried one by one, so that one that the store cannot keep costs no other.
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
    if (group.length === 1) group[0]?.reject(error);
    else await writeOneByOne(group, deps);
  }
}

async function writeOneByOne(group: readonly Waiting[], deps: EventWriterDeps): Promise<void> {
  let failures = 0;
  let last: unknown;
  for (const one of group) {
    if (failures === HOPELESS) {
      one.reject(last);
      continue;
    }
    try {
      await write([one], deps);
      failures = 0;
    } catch (error) {
      failures += 1;
      last = error;
      one.reject(error);
    }
  }
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
