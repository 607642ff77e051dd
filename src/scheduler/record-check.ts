import type { Schedule } from '../schedule/schedule.ts';
import type { ScheduleStore } from '../schedule/schedule-store.ts';
import type { SchedulerState } from '../schedule/scheduler-state.ts';
import type { RestoreMarkerFile } from './restore-marker.ts';

export interface RecordCheckDeps {
  scheduleStore: Pick<ScheduleStore, 'readState' | 'recordCheck'>;
  markerFile: RestoreMarkerFile;
  schedule: Schedule;
}

/** In the database first, so that the file is never ahead: a copy from before then knows of fewer checks. */
export async function recordCheck(
  now: number,
  { scheduleStore, markerFile, schedule }: RecordCheckDeps,
): Promise<SchedulerState> {
  const { database, checks } = await scheduleStore.readState();
  // Written before the first check, so that a kill in the middle does not look like a restored copy.
  if (checks === 0 && markerFile.read()?.database !== database)
    markerFile.write({ database, checks, latestAt: now });
  const { pattern, zone } = schedule;
  const before = markerFile.read();
  const { state } = await scheduleStore.recordCheck({ now, pattern, zone, marker: before });
  markerFile.write({ database, checks: state.checks, latestAt: Math.max(now, before?.latestAt ?? 0) });
  return state;
}
