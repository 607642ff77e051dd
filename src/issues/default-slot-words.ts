import { parseSlot } from '../schedule/slot.ts';
import { formatTime } from '../shared/format.ts';
import type { DefaultSlot } from './default-slot.ts';

/**
 * Which issue was taken, and why: "Week 49, which goes out Tue 1 Dec, 09:00 UTC. Week 48 was sent." Null if it is this
 * week's, which nobody is surprised by.
 */
export function describeDefaultSlot(found: DefaultSlot, zone: string): string | null {
  const { slot, instant, kind, issue } = found;
  if (kind === 'current') return null;
  const week = `${weekOf(slot)} (${slot})`;
  if (kind === 'going-out')
    return `${week}, which is ${issue?.status === 'paused' ? 'paused' : 'being sent'}.`;
  const time = instant === null ? null : formatTime(instant, zone);
  const held = time === null ? ', which is on hold' : `, which is on hold (its time: ${time})`;
  const which = issue?.status === 'held' ? held : time === null ? '' : `, which goes out ${time}`;
  return `${week}${which}. ${whyNotThisWeek(found, zone)}`;
}

function whyNotThisWeek({ thisWeek: { slot, instant, issue } }: DefaultSlot, zone: string): string {
  const week = weekOf(slot);
  const status = issue?.status ?? 'draft';
  if (status !== 'draft') return `${week} was ${status}.`;
  if (instant === null) return `${week} has no issue in the schedule.`;
  return `The time for ${week.toLowerCase()} (${formatTime(instant, zone)}) has passed.`;
}

/** "Week 49". */
function weekOf(slot: string): string {
  const reading = parseSlot(slot);
  return reading.ok ? `Week ${reading.week}` : slot;
}
