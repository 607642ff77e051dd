import { slotOf } from '../../../schedule/slot.ts';

/** Names many weeks as `weekName` does, and looks only once which year it is: "Week 49", "Week 49, 2025". */
export function weekNames({ now, zone }: { now: number; zone: string }): (slot: string) => string {
  const [thisYear] = slotOf(now, zone).split('-W');
  return (slot) => {
    const [year = '', week = ''] = slot.split('-W');
    return `Week ${Number(week)}${year === thisYear ? '' : `, ${year}`}`;
  };
}
