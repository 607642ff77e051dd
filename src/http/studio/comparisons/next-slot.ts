import { scheduledInstant } from '../../../schedule/schedule.ts';
import { addWeeks, slotOf } from '../../../schedule/slot.ts';
import type { StudioDeps } from '../studio-deps.ts';

type NextSlotDeps = Pick<StudioDeps, 'issueStore' | 'clock' | 'config'>;

/** The slot of the next issue: this week's while it can go out or is going out, else the one after. */
export async function nextSlot({ issueStore, clock, config }: NextSlotDeps): Promise<string> {
  const now = clock.now();
  const current = slotOf(now, config.schedule.zone);
  const status = (await issueStore.findIssue(current))?.status ?? 'draft';
  const isOver =
    status === 'draft'
      ? scheduledInstant(config.schedule, current) < now
      : ['sent', 'skipped', 'cancelled'].includes(status);
  return isOver ? addWeeks(current, 1) : current;
}
