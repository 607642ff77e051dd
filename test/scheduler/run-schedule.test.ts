import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runSchedule } from '../../src/scheduler/run-schedule.ts';
import { cronTicks } from '../../src/scheduler/ticks.ts';
import { type TestClock, testClock } from '../support/clock.ts';
import { DAY, HOUR, TUESDAY } from '../support/comparisons.ts';
import { SLOT } from '../support/issues.ts';
import { aMachine, type Machine, scheduleOf } from '../support/scheduler.ts';

let clock: TestClock;
let machine: Machine;
beforeEach(async () => {
  clock = testClock('2026-11-17T08:30:00Z');
  machine = await aMachine({ clock, madeAt: TUESDAY - 4 * DAY });
  await machine.publish('Kiln', TUESDAY - 2 * DAY);
});
afterEach(() => machine.stores.close());

/** Runs the job until it has slept this many times. Returns what failed, and what was settled. */
async function keep(naps: number, given: Partial<Parameters<typeof runSchedule>[0]> = {}) {
  const stop = new AbortController();
  const told: string[] = [];
  let ended = false;
  let slept = 0;
  await runSchedule({
    ...machine.deps,
    clock: {
      now: clock.now,
      sleep: async (wait) => {
        await setImmediate();
        clock.advance(wait);
        slept += 1;
        if (slept === naps) stop.abort();
      },
    },
    readConfig: async () => machine.deps.config,
    signal: stop.signal,
    ticks: () => () => {
      ended = true;
    },
    onSettled: ({ slot, status }) => told.push(`${slot} ${status}`),
    onError: (message) => told.push(message),
    ...given,
  });
  expect(ended || given.ticks !== undefined).toBe(true);
  return told;
}

test('the scheduler looks at the start and every minute, and does what is due', async () => {
  expect(await keep(30)).toEqual([]);
  expect(clock.now()).toBe(TUESDAY);
  expect(await keep(2)).toEqual([`${SLOT} sending`]);
});

test('a tick of the cron makes the scheduler look at once', async () => {
  let tick = () => {};
  let ended = false;
  const stop = new AbortController();
  const done = runSchedule({
    ...machine.deps,
    readConfig: async () => machine.deps.config,
    signal: stop.signal,
    clock: {
      now: clock.now,
      sleep: (_, signal) =>
        new Promise((resolve) => {
          if (signal.aborted) resolve();
          else signal.addEventListener('abort', () => resolve(), { once: true });
        }),
    },
    ticks: (onTick) => {
      tick = onTick;
      return () => {
        ended = true;
      };
    },
    onSettled: () => stop.abort(),
    onError: (message) => {
      throw new Error(message);
    },
  });
  await expect.poll(() => machine.stores.scheduleStore.readState()).toMatchObject({ checks: 1 });
  clock.advance(HOUR);
  await setImmediate();
  tick();
  await done;
  expect([await machine.statusOf(SLOT), ended]).toEqual(['sending', true]);
});

test('a failure of the scheduler is reported and retried', async () => {
  let failed = false;
  const scheduleStore = {
    ...machine.stores.scheduleStore,
    recordCheck: async (check: Parameters<typeof machine.stores.scheduleStore.recordCheck>[0]) => {
      if (failed) return machine.stores.scheduleStore.recordCheck(check);
      failed = true;
      throw new Error('The disk is full.');
    },
  };
  expect(await keep(40, { scheduleStore })).toEqual(['The disk is full.', `${SLOT} sending`]);
});

test('a failed look is repeated within seconds, so that a short outage does not count for a minute', async () => {
  const before = clock.now();
  const scheduleStore = {
    ...machine.stores.scheduleStore,
    recordCheck: async () => {
      throw new Error('The database is away.');
    },
  };
  expect(await keep(3, { scheduleStore })).toHaveLength(3);
  expect(clock.now() - before).toBe(15_000);
});

test('the scheduler records what it did and, every four minutes, that it looked, and nothing else', async () => {
  const checks = async () => (await machine.stores.scheduleStore.readState()).checks;
  await keep(29);
  expect(await checks()).toBe(8);
  await keep(10);
  expect(await checks()).toBe(12);
  clock.advance(HOUR);
  await keep(3);
  expect(await checks()).toBe(13);
});

test('the ticks of node-cron come at the scheduled times', async () => {
  const next = new Date(Date.now() + 1_500);
  const [second, minute, hour] = [next.getUTCSeconds(), next.getUTCMinutes(), next.getUTCHours()];
  const schedule = scheduleOf(`${second} ${minute} ${hour} * * ${next.getUTCDay()}`);
  const ticked = new Promise<void>((resolve) => {
    const end = cronTicks(schedule)(() => {
      end();
      resolve();
    });
  });
  await ticked;
  expect(Date.now()).toBeGreaterThanOrEqual(Math.floor(next.getTime() / 1_000) * 1_000);
});
