import { afterEach, beforeEach, expect, test } from 'vitest';
import { slotsSince } from '../../src/backup/slots-since.ts';
import { scheduledInstant } from '../../src/schedule/schedule.ts';
import { addWeeks, slotOf } from '../../src/schedule/slot.ts';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { aComparison } from '../support/comparisons.ts';
import { type BackedUpPlace, makeBackedUpPlace } from '../support/database/backed-up-place.ts';
import { runCommand } from '../support/run-command.ts';
import { scheduleOf } from '../support/scheduler.ts';

const DAY = 86_400_000;
const NOW = Date.now();
const SCHEDULE = scheduleOf('0 9 * * 2');
const THIS_WEEK = slotOf(NOW, 'UTC');

/** The day before a slot's time. */
const dayBefore = (slot: string) => scheduledInstant(SCHEDULE, slot) - DAY;

let place: BackedUpPlace;
beforeEach(async () => {
  place = await makeBackedUpPlace();
  await place.add('ada');
  const stores = openSqliteStores(place.database);
  for (const [name, weeks] of [
    ['Kiln', -1],
    ['Moss', -5],
  ] as const) {
    const publishedAt = dayBefore(addWeeks(THIS_WEEK, weeks));
    await stores.comparisonStore.saveComparison(
      aComparison({ tools: [name, `${name} Two`], publishedAt }),
      NOW,
    );
  }
  await stores.close();
});
afterEach(() => place.remove());

const say = async (parameters: string[], env: Record<string, string> = {}) => {
  const { status, stdout, stderr } = await runCommand(parameters, { env: { ...place.env, ...env } });
  return { status, words: stdout + stderr };
};

test.each([
  ['the current week, whose time came before the database was made', []],
  ['the week before, which was sent by hand', ['--slot', addWeeks(THIS_WEEK, -1)]],
  ['a week long ago, which was sent by hand', ['--slot', addWeeks(THIS_WEEK, -5)]],
  ['the coming week, which was sent ahead of its time', ['--slot', addWeeks(THIS_WEEK, 1)]],
  ['a week far ahead, which was sent ahead of its time', ['--slot', addWeeks(THIS_WEEK, 4)]],
])('after a restore, nobody gets an issue a second time: %s', async (_, slot) => {
  await place.backup();
  expect((await place.run(['send', ...slot, '--yes'])).result).toMatchObject({ status: 'sent' });
  const emails = (await place.messages()).length;
  await place.restore();
  const { status, words } = await say(['send', ...slot, '--yes']);
  expect(status).toBe(1);
  const name = slot[1] ?? THIS_WEEK;
  expect(words).toContain('restored from an older copy');
  expect(words).toContain(`verdicts issue approve ${name} && verdicts send --slot ${name}`);
  expect(words).toContain(`If it went out: verdicts issue skip ${name}`);
  expect((await say(['send', ...slot, '--dry-run'])).words).toContain('restored from an older copy');
  expect(await place.messages()).toHaveLength(emails);
});

test('after a restore, an issue that did not go out is sent by the command that the refusal names', async () => {
  await place.backup();
  await place.restore();
  for (const slot of [THIS_WEEK, addWeeks(THIS_WEEK, -5)]) {
    expect((await place.run(['send', '--slot', slot, '--yes'])).status).toBe(1);
    expect((await place.run(['issue', 'approve', slot])).status).toBe(0);
    expect((await place.run(['send', '--slot', slot, '--yes'])).result).toMatchObject({ status: 'sent' });
  }
});

test('after a restore, a held issue that a person makes a draft again can be sent', async () => {
  await place.backup();
  await place.restore();
  await place.run(['issue', 'resume', THIS_WEEK]);
  expect((await place.run(['send', '--yes'])).result).toMatchObject({ status: 'sent' });
});

test('after a second restore, the issue is held again', async () => {
  await place.backup();
  await place.run(['send', '--yes']);
  await place.restore();
  await place.restore();
  expect((await place.run(['send', '--yes'])).status).toBe(1);
});

test('the slots that may have gone out since a backup are all weeks since then and the next one', () => {
  const [since, now] = [Date.UTC(2026, 10, 9, 8), Date.UTC(2026, 10, 25)];
  const decidedSlots = [{ slot: '2027-W01', instant: 5 }];
  const slots = slotsSince(SCHEDULE, { since, now, decidedSlots, decidedInCopy: [] }).map(({ slot }) => slot);
  expect(slots.sort()).toEqual(['2026-W45', '2026-W46', '2026-W47', '2026-W48', '2026-W49', '2027-W01']);
});

test('if the copy sent the coming issue early, the one after it may have gone out early, too', () => {
  const [since, now] = [Date.UTC(2026, 10, 25), Date.UTC(2026, 10, 25)];
  const decidedInCopy = [{ slot: '2026-W49', instant: Date.UTC(2026, 11, 1, 9) }];
  const slots = slotsSince(SCHEDULE, { since, now, decidedSlots: [], decidedInCopy }).map(({ slot }) => slot);
  expect(slots).toContain('2026-W50');
  expect(slots).not.toContain('2026-W51');
});
