import type { Schedule } from '../schedule/schedule.ts';
import type { ScheduleStore } from '../schedule/schedule-store.ts';
import type { SchedulerState } from '../schedule/watch.ts';
import type { RestoreMarkerFile } from './witness.ts';

export interface RecordCheckDeps {
  scheduleStore: Pick<ScheduleStore, 'readWatch' | 'recordCheck'>;
  witness: RestoreMarkerFile;
  schedule: Schedule;
}

/** In the database first, so that the file is never ahead: a copy from before then knows of fewer checks. */
export async function recordCheck(
  now: number,
  { scheduleStore, witness, schedule }: RecordCheckDeps,
): Promise<SchedulerState> {
  const { database, checks } = await scheduleStore.readWatch();
  // Written before the first check, so that a kill in the middle does not look like a restored copy.
  if (checks === 0 && witness.read()?.database !== database)
    witness.write({ database, checks, latestAt: now });
  const { pattern, zone } = schedule;
  const before = witness.read();
  const { watch } = await scheduleStore.recordCheck({ now, pattern, zone, witness: before });
  witness.write({ database, checks: watch.checks, latestAt: Math.max(now, before?.latestAt ?? 0) });
  return watch;
}
