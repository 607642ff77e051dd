import { parseSlot } from '../schedule/slot.ts';
import { formatTime } from '../shared/format.ts';
import type { DefaultSlot, SlotIssue } from './default-slot.ts';

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

function whyNotThisWeek({ thisWeek, passedOver }: DefaultSlot, zone: string): string {
  const { slot, instant, issue } = thisWeek;
  const week = weekOf(slot);
  const decided = describeDecided([...(issue === null ? [] : [issue]), ...passedOver]);
  if ((issue?.status ?? 'draft') !== 'draft') return decided;
  const why =
    instant === null
      ? `${week} has no issue in the schedule.`
      : `The time for ${week.toLowerCase()} (${formatTime(instant, zone)}) has passed.`;
  return passedOver.length === 0 ? why : `${why} ${describeDecided(passedOver)}`;
}

/** "Weeks 49 and 50 were sent.", "Week 49 was sent. Week 50 was cancelled." */
function describeDecided(issues: readonly SlotIssue[]): string {
  const statuses = [...new Set(issues.map(({ status }) => status))];
  return statuses
    .map((status) => {
      const weeks = issues.filter((issue) => issue.status === status).map(({ slot }) => weekOf(slot));
      const [only = ''] = weeks;
      return weeks.length === 1
        ? `${only} was ${status}.`
        : `Weeks ${LIST.format(weeks.map((week) => week.replace('Week ', '')))} were ${status}.`;
    })
    .join(' ');
}

const LIST = new Intl.ListFormat('en-GB');

/** "Week 49". */
function weekOf(slot: string): string {
  const reading = parseSlot(slot);
  return reading.ok ? `Week ${reading.week}` : slot;
}
