import type { Clock } from '../shared/clock.ts';
import { createGroupWriter } from '../shared/jobs/group-writer.ts';
import type { ProviderEvent, ProviderEventStore } from './provider-event-store.ts';

export interface EventWriterDeps {
  /** Throws AppError `input` if an event cannot be kept, anything else if the store fails. */
  providerEventStore: Pick<ProviderEventStore, 'applyProviderEvents'>;
  clock: Clock;
  onRepeated?: (count: number) => void;
}

/** Resolves when the event is committed; rejects if the provider must send it again. */
export type WriteEvent = (event: ProviderEvent) => Promise<void>;

/** Commits events that arrive at the same time together. */
export function createEventWriter({ providerEventStore, clock, onRepeated }: EventWriterDeps): WriteEvent {
  return createGroupWriter<ProviderEvent, void>(async (events) => {
    const { repeated } = await providerEventStore.applyProviderEvents(events, clock.now());
    onRepeated?.(repeated);
    return events.map(() => undefined);
  });
}
