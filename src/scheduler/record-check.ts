import type { SchedulerState } from '../schedule/scheduler-state.ts';
import type { SchedulerDeps } from './scheduler-deps.ts';

/** In the database first, so that the file is never ahead: a copy from before then knows of fewer checks. */
export async function recordCheck(
  now: number,
  { scheduleStore, markerFile, config }: SchedulerDeps,
): Promise<SchedulerState> {
  const { database, checks } = await scheduleStore.readState();
  // Written before the first check, so that a kill in the middle does not look like a restored copy.
  if (checks === 0 && markerFile.read()?.database !== database)
    markerFile.write({ database, checks, latestAt: now });
  const { pattern, zone } = config.schedule;
  const before = markerFile.read();
  const { state } = await scheduleStore.recordCheck({ now, pattern, zone, marker: before });
  markerFile.write({ database, checks: state.checks, latestAt: Math.max(now, before?.latestAt ?? 0) });
  return state;
}
