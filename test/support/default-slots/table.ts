import { DateTime } from 'luxon';
import type { DefaultSlotScenario } from './scenarios.ts';

const SCHEDULES: Readonly<Record<string, string>> = {
  '0 9 * * 2': 'Tue 09:00',
  '0 4 * * 1': 'Mon 04:00',
  '59 23 * * 0': 'Sun 23:59',
  '0 9 1 * *': 'the 1st, 09:00',
};

/** The table of docs/schedule.md, a row for each scenario. */
export function defaultSlotTable(scenarios: readonly DefaultSlotScenario[]): string {
  const rows = scenarios.map(
    (scenario) =>
      `| ${scheduleOf(scenario)} | ${timeOf(scenario.now)} | ${stateOf(scenario)} | ${scenario.slot} |`,
  );
  return ['| schedule | now | state | the slot taken |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function scheduleOf({ schedule, zone, catchUpHours }: DefaultSlotScenario): string {
  const catchUp = catchUpHours === 24 ? '' : `, \`CATCH_UP_HOURS=${catchUpHours}\``;
  return `${SCHEDULES[schedule]}${zone === 'UTC' ? '' : `, ${zone}`}${catchUp}`;
}

function timeOf(local: string): string {
  return DateTime.fromFormat(local, 'yyyy-MM-dd HH:mm', { locale: 'en-GB' }).toFormat(
    'ccc d LLL yyyy, HH:mm',
  );
}

function stateOf({ issues, hasComparison, madeAt }: DefaultSlotScenario): string {
  const states = Object.entries(issues).map(([slot, state]) => `${slot} ${state}`);
  const made = madeAt === undefined ? [] : [`a database made ${timeOf(madeAt)}`];
  const empty = hasComparison ? [] : ['too few comparisons'];
  return [...states, ...made, ...empty].join(', ') || 'nothing decided';
}
