import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freezeIssue } from '../../src/render/freeze-issue.ts';
import * as schema from '../../src/store/schema/index.ts';
import { type TestClock, testClock } from '../support/clock.ts';
import { DAY, HOUR, TUESDAY } from '../support/comparisons.ts';
import { SLOT } from '../support/issues.ts';
import { aSqliteMachine, memoryMarker, type SqliteMachine } from '../support/scheduler.ts';

const MINUTE = 60_000;

let clock: TestClock;
let machine: SqliteMachine;
let opened: SqliteMachine[];
beforeEach(() => {
  clock = testClock('2026-11-15T12:00:00Z');
  opened = [];
});
afterEach(() => Promise.all(opened.map(({ stores }) => stores.close())));

async function start(given: Partial<Parameters<typeof aSqliteMachine>[0]> = {}) {
  machine = await aSqliteMachine({ clock, madeAt: TUESDAY - 4 * DAY, ...given });
  opened.push(machine);
  await machine.publish('Kiln', TUESDAY - 3 * DAY);
  await machine.look();
}

/** Moves the clock to this long after the slot's instant, and starts the program. */
async function upAt(late: number) {
  clock.set(new Date(TUESDAY + late).toISOString());
  await machine.look({ restarted: true });
}

/** A machine on a copy of the database as it is now. */
const backup = () => machine.db.$client.serialize();
async function restore(copy: Buffer, marker: ReturnType<typeof memoryMarker>) {
  const db = drizzle(new Database(copy), { schema });
  machine = await aSqliteMachine({ clock, db, readers: 0, marker });
  opened.push(machine);
}

test.each([
  ['in its place', false],
  ['in another, where its marker is missing', true],
])('a database restored from before the slot, %s, does not send it again', async (_, elsewhere) => {
  const marker = memoryMarker();
  await start({ marker });
  await upAt(-MINUTE);
  const copy = backup();
  await upAt(0);
  await machine.deliver();
  if (elsewhere) marker.forget();
  await restore(copy, marker);
  await upAt(HOUR);
  await upAt(2 * HOUR);
  expect(await machine.find(SLOT)).toMatchObject({
    status: 'held',
    reason: expect.stringContaining('The database is a copy'),
  });
  expect(await machine.notices()).toEqual([`${SLOT} held`]);
});

test('a database restored with an approval that has since gone out does not send it again', async () => {
  const marker = memoryMarker();
  await start({ marker, review: 'required' });
  await upAt(HOUR);
  await freezeIssue({ slot: SLOT, now: clock.now() }, machine.deps);
  const copy = backup();
  await machine.look();
  expect(await machine.statusOf(SLOT)).toBe('sending');
  await restore(copy, marker);
  await upAt(2 * HOUR);
  expect(await machine.statusOf(SLOT)).toBe('held');
});

test('a database restored from the middle of a send waits for a person', async () => {
  const marker = memoryMarker();
  await start({ marker });
  await upAt(0);
  const copy = backup();
  await machine.deliver();
  await upAt(HOUR);
  await upAt(3 * HOUR);
  await restore(copy, marker);
  await upAt(4 * HOUR);
  expect(await machine.find(SLOT)).toMatchObject({
    status: 'paused',
    pausedUntil: null,
    reason: expect.stringContaining('older copy'),
  });
  expect(await machine.notices()).toEqual([`${SLOT} paused`]);
});

test('a restored database sends the next slot as usual', async () => {
  const marker = memoryMarker();
  await start({ marker });
  const copy = backup();
  await upAt(0);
  await restore(copy, marker);
  await upAt(HOUR);
  await machine.publish('Loom', TUESDAY + DAY);
  await upAt(7 * DAY);
  expect(await machine.statusOf('2026-W48')).toBe('sending');
});

test('a database killed between the first check and writing its marker is not taken for a copy', async () => {
  const marker = memoryMarker();
  let writes = 0;
  const write = (given: Parameters<typeof marker.write>[0]) => {
    writes += 1;
    if (writes === 2) throw new Error('killed');
    marker.write(given);
  };
  await expect(start({ marker: { read: marker.read, write } })).rejects.toThrow('killed');
  await upAt(HOUR);
  expect(await machine.statusOf(SLOT)).toBe('sending');
});
