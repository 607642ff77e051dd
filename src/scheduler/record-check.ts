import type { Schedule } from '../schedule/schedule.ts';
import type { ScheduleStore } from '../schedule/schedule-store.ts';
import type { Watch } from '../schedule/watch.ts';
import type { WitnessFile } from './witness.ts';

export interface RecordCheckDeps {
  scheduleStore: Pick<ScheduleStore, 'readWatch' | 'recordCheck'>;
  witness: WitnessFile;
  schedule: Schedule;
}

/**
 * Records that the slots are looked after, in the database first and then beside it, so that what stands beside it never
 * knows more than the database did. To be done before anything is begun: a copy from before then knows of fewer checks.
 */
export async function recordCheck(
  now: number,
  { scheduleStore, witness, schedule }: RecordCheckDeps,
): Promise<Watch> {
  const { database, checks } = await scheduleStore.readWatch();
  // Before the first check, so that being killed in the middle of it does not make this look like a copy.
  if (checks === 0 && witness.read()?.database !== database)
    witness.write({ database, checks, latestAt: now });
  const { pattern, zone } = schedule;
  const before = witness.read();
  const { watch } = await scheduleStore.recordCheck({ now, pattern, zone, witness: before });
  witness.write({ database, checks: watch.checks, latestAt: Math.max(now, before?.latestAt ?? 0) });
  return watch;
}
