import type { Clock } from '../../../shared/clock.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/durations.ts';
import type { StudioEvent, StudioEventName, StudioStore } from './studio-store.ts';

export const EVENT_RETENTION_DAYS = 90;
const EVENT_RETENTION_MS = EVENT_RETENTION_DAYS * DAY_MS;

const FAILURE_WINDOW_MS = HOUR_MS;

/** Within the window, by all visitors together, before attempts are delayed. */
const MAX_FREE_FAILURES = 5;

const MAX_DELAY_MS = MINUTE_MS;

export interface Refusals {
  lastDay: number;
  kept: number;
  latestAt: number | null;
}

export interface AuditLog {
  add(event: StudioEventName, about?: string | null): Promise<void>;
  /** The latest events other than refusals, which strangers can cause by the thousand, and counts of those. */
  latest(limit: number): Promise<{ events: StudioEvent[]; refusals: Refusals }>;
  /** For how many milliseconds passwords are not checked, because too many were wrong; 0 if they are. */
  delay(): Promise<number>;
}

export function createAuditLog({
  studioStore,
  clock,
  onEvent,
}: {
  studioStore: StudioStore;
  clock: Clock;
  onEvent(event: StudioEvent): void;
}): AuditLog {
  return {
    add: async (event, about = null) => {
      const at = clock.now();
      await studioStore.recordEvent({ event, at, about }, at - EVENT_RETENTION_MS);
      onEvent({ event, at, about });
    },
    latest: async (limit) => {
      const now = clock.now();
      const [events, inLastDay, all] = await Promise.all([
        studioStore.listEvents(limit, 'refused'),
        studioStore.countEvents('refused', now - DAY_MS),
        studioStore.countEvents('refused', now - EVENT_RETENTION_MS),
      ]);
      const refusals = { lastDay: inLastDay.count, kept: all.count, latestAt: all.latestAt };
      return { events, refusals };
    },
    delay: async () => {
      const now = clock.now();
      const { count, latestAt } = await studioStore.countEvents('refused', now - FAILURE_WINDOW_MS);
      return latestAt === null ? 0 : Math.max(0, latestAt + delayAfter(count) - now);
    },
  };
}

/** Doubles up to a minute: enough against guesses from many networks, too short to lock the editors out. */
export function delayAfter(failures: number): number {
  if (failures < MAX_FREE_FAILURES) return 0;
  return Math.min(1_000 * 2 ** (failures - MAX_FREE_FAILURES), MAX_DELAY_MS);
}
