import { setTimeout } from 'node:timers/promises';
import type { ChangeStore } from './change-store.ts';

export type OnChange = () => void;

export interface ChangeWatch {
  /** Calls back on every change until the returned function is called. */
  subscribe(onChange: OnChange): () => void;
  /** Notifies subscribers of a change that the database does not record. */
  notify(): void;
}

export interface ChangeWatchDeps {
  changeStore: ChangeStore;
  stopping: AbortSignal;
  onError(error: unknown): void;
}

/** Polls the database once for all subscribers, and only while there are any. */
export function createChangeWatch({ changeStore, stopping, onError }: ChangeWatchDeps): ChangeWatch {
  const subscribers = new Set<OnChange>();
  let isPolling = false;
  let known: string | null = null;
  const notify = () => {
    for (const onChange of subscribers) onChange();
  };
  const poll = async () => {
    const version = await changeStore.version();
    if (known !== null && version !== known) notify();
    known = version;
  };
  const pollWhileSubscribed = async () => {
    if (isPolling) return;
    isPolling = true;
    while (subscribers.size > 0 && !stopping.aborted) {
      await poll().catch(onError);
      await setTimeout(changeStore.pollIntervalMs, undefined, { signal: stopping }).catch(() => undefined);
    }
    isPolling = false;
    known = null;
  };
  return {
    notify,
    subscribe(onChange) {
      subscribers.add(onChange);
      void pollWhileSubscribed();
      return () => {
        subscribers.delete(onChange);
      };
    },
  };
}
