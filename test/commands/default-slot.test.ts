import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { slotOf } from '../../src/schedule/slot.ts';
import { projectPath } from '../../src/shared/project-path.ts';
import { openDatabase } from '../../src/sqlite/open-database.ts';
import { sqlOn, storesOn } from '../support/database/tables.ts';
import { bringScenario, instantIn } from '../support/default-slots/bring-state.ts';
import { type DefaultSlotScenario, SCENARIOS } from '../support/default-slots/scenarios.ts';
import { defaultSlotTable } from '../support/default-slots/table.ts';
import { openStudio } from '../support/http/studio.ts';
import { makePlace, type Place } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';
import { setAge } from '../support/scheduler.ts';

/** In every situation. */
const LOOKING = [['draft'], ['issue', 'show']] as const;

/** In one situation of each state, because they find the slot as the others do. */
const LOOKING_ONCE = [
  ['render', '--out', 'preview'],
  ['send', '--dry-run'],
] as const;

/** The same, each on a copy of the database: they change the issue, or say why they do not. */
const CHANGING = [
  ['issue', 'edit', '--subject', 'Of bricks'],
  ['issue', 'approve'],
  ['issue', 'hold'],
  ['issue', 'pause'],
] as const;

let place: Place;
beforeEach(async () => {
  place = await makePlace();
});
afterEach(async () => {
  vi.useRealTimers();
  await place.remove();
});

const titleOf = ({ schedule, zone, now, issues, ...given }: DefaultSlotScenario) =>
  `${now}, ${schedule} ${zone}, ${JSON.stringify(given)}, ${JSON.stringify(issues)}`;

const settingsOf = ({ schedule, zone, catchUpHours }: DefaultSlotScenario) => ({
  SCHEDULE: schedule,
  TIMEZONE: zone,
  CATCH_UP_HOURS: String(catchUpHours),
});

const ageOf = ({ zone, madeAt }: DefaultSlotScenario) => (madeAt === undefined ? 0 : instantIn(zone, madeAt));

/** The slot of a result, or the first that a refusal names. */
function slotOfAnswer(stdout: string): string | undefined {
  const answer = JSON.parse(stdout);
  return answer.slot ?? /\d{4}-W\d{2}/.exec(answer.error.message)?.[0];
}

/** Of home by its title, which names the week; of *Edit* by where it leads. */
async function slotsOfStudio(scenario: DefaultSlotScenario): Promise<Record<string, string | undefined>> {
  const studio = await openStudio({ settings: settingsOf(scenario) });
  try {
    await setAge(studio, ageOf(scenario));
    await bringScenario(studio, scenario);
    const now = instantIn(scenario.zone, scenario.now);
    studio.clock.set(new Date(now).toISOString());
    const [, week = '', year = slotOf(now, scenario.zone).slice(0, 4)] =
      /<title>Next issue, Week (\d+)(?:, (\d{4}))?/.exec(await studio.read('/studio')) ?? [];
    const { headers } = await studio.visit('/studio/edit');
    return {
      '/studio': `${year}-W${week.padStart(2, '0')}`,
      '/studio/edit': /\?slot=(\d{4}-W\d{2})$/.exec(headers.get('location') ?? '')?.[1],
    };
  } finally {
    studio.close();
  }
}

/** The first situation with each set of decided issues, and the first with each kind of slot. */
function isFirstOfState(scenario: DefaultSlotScenario): boolean {
  const stateOf = ({ issues, slot, now }: DefaultSlotScenario) =>
    JSON.stringify([issues, slot > slotOf(instantIn(scenario.zone, now), scenario.zone)]);
  return SCENARIOS.find((other) => stateOf(other) === stateOf(scenario)) === scenario;
}

describe.each(SCENARIOS.map((scenario) => [titleOf(scenario), scenario] as const))('at %s', (_, scenario) => {
  test('commands and the studio take the slot of the table', async () => {
    const db = openDatabase(place.database);
    await setAge({ sql: sqlOn(db) }, ageOf(scenario));
    await bringScenario(storesOn(db), scenario);
    db.$client.close();
    vi.useFakeTimers({ toFake: ['Date'], now: instantIn(scenario.zone, scenario.now) });
    const isFirst = isFirstOfState(scenario);
    const taken: Record<string, string | undefined> = {};
    const run = async (parameters: readonly string[], database = place.database) => {
      const env = { ...place.env, ...settingsOf(scenario), DATABASE_URL: `file:${database}` };
      const out = parameters.map((one) => (one === 'preview' ? join(place.folder, one) : one));
      taken[parameters.join(' ')] = slotOfAnswer((await runCommand([...out, '--json'], { env })).stdout);
    };
    for (const parameters of [...LOOKING, ...(isFirst ? LOOKING_ONCE : [])]) await run(parameters);
    for (const [index, parameters] of (isFirst ? CHANGING : []).entries()) {
      const copy = join(place.folder, `copy-${index}.db`);
      await copyFile(place.database, copy);
      await run(parameters, copy);
    }
    vi.useRealTimers();
    Object.assign(taken, await slotsOfStudio(scenario));
    expect(taken).toEqual(Object.fromEntries(Object.keys(taken).map((name) => [name, scenario.slot])));
    expect(Object.keys(taken)).toHaveLength(isFirst ? 10 : 4);
  });
});

test('the table in docs/schedule.md is that of these tests', async () => {
  expect(await readFile(projectPath('docs', 'schedule.md'), 'utf8')).toContain(defaultSlotTable(SCENARIOS));
});
