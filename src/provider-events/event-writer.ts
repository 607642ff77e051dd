import type { Clock } from '../shared/clock.ts';
import { createGroupWriter } from '../shared/group-writer.ts';
import type { ProviderEvent, ProviderEventStore } from './provider-event-store.ts';

export interface EventWriterDeps {
  /** Throws an AppError `input` where it is an event that cannot be kept, and anything else where the store fails. */
  store: Pick<ProviderEventStore, 'applyProviderEvents'>;
  clock: Clock;
  /** Told how many events of a group had been applied before. */
  onRepeated?: (count: number) => void;
}

/** Takes an event; fulfilled when it is committed, rejected where that failed and the provider must tell it again. */
export type WriteEvent = (event: ProviderEvent) => Promise<void>;

/** Makes a writer of events that commits those which come at the same time together. */
export function createEventWriter({ store, clock, onRepeated }: EventWriterDeps): WriteEvent {
  return createGroupWriter<ProviderEvent, void>(async (events) => {
    const { repeated } = await store.applyProviderEvents(events, clock.now());
    onRepeated?.(repeated);
    return events.map(() => undefined);
  });
}
