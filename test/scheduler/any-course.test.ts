import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firingsBetween } from '../../src/schedule/firings.ts';
import * as schema from '../../src/store/schema/index.ts';
import { type TestClock, testClock } from '../support/clock.ts';
import { DAY, HOUR, TUESDAY } from '../support/comparisons.ts';
import { storesOn, TEST_DATABASE } from '../support/database/tables.ts';
import { aMachine, aSqliteMachine, type Machine, memoryMarker, scheduleOf } from '../support/scheduler.ts';

/** Events in the life of a machine, one after the other. */
const steps = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 0, max: 60 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('set-back' as const), hours: fc.integer({ min: 0, max: 60 }) }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'restart' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'two-processes' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('kill' as const), at: fc.integer({ min: 0, max: 8 }) }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'deliver' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'approve' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'back-up' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restore' as const }) },
);
type Step = typeof steps extends fc.Arbitrary<infer One> ? One : never;

/** Sequences that failed once: a copy is restored while the clock is behind. */
const ONCE_WRONG: Step[][] = [
  [
    { do: 'set-back', hours: 18 },
    { do: 'restart' },
    { do: 'back-up' },
    { do: 'set-back', hours: 31 },
    { do: 'restore' },
    { do: 'wait', hours: 1 },
    { do: 'wait', hours: 0 },
  ],
  [
    { do: 'wait', hours: 120 },
    { do: 'set-back', hours: 1 },
    { do: 'restart' },
    { do: 'deliver' },
    { do: 'restore' },
    { do: 'kill', at: 0 },
    { do: 'wait', hours: 2 },
    { do: 'restart' },
  ],
];

/** Five weeks in which nothing fails: they would reveal a scheduler that never sends. */
const QUIET_WEEKS = 5;
const QUIET: Step[] = Array.from({ length: QUIET_WEEKS * 7 }, (): Step[] => [
  { do: 'wait', hours: 24 },
  { do: 'deliver' },
]).flat();

const MADE_AT = TUESDAY - 5 * DAY;
const schedule = scheduleOf('0 9 * * 2');

/** A machine to which things happen, and what it sent when, whatever happened to its database. */
async function aWorld() {
  const clock: TestClock = testClock(new Date(MADE_AT).toISOString());
  const place = TEST_DATABASE === 'postgres' ? await aServer(clock) : await aFile(clock);
  const wentOut = new Map<string, { slot: string; at: number }>();
  const befall: Record<Step['do'], (step: Step) => unknown> = {
    wait: (step) => 'hours' in step && clock.advance(step.hours * HOUR),
    'set-back': (step) => 'hours' in step && clock.advance(-step.hours * HOUR),
    deliver: () => place.machine().deliver(),
    approve: () => approveNext(place.machine(), clock.now()),
    'back-up': place.backUp,
    restore: place.restore,
    restart: () => place.machine().look({ restarted: true }),
    'two-processes': () => Promise.allSettled([1, 2].map(() => place.machine().look({ restarted: true }))),
    kill: (step) =>
      'at' in step &&
      place
        .machine()
        .look({ restarted: true, deps: dying(place, step.at) })
        .catch(() => {}),
  };
  return {
    wentOut,
    close: () => place.machine().stores.close(),
    step: async (step: Step) => {
      await place.machine().publish(`Tool ${clock.now()} ${Math.random()}`, clock.now());
      await befall[step.do](step);
      // Nothing runs between a kill and the next start.
      if (step.do !== 'kill') await place.machine().look({ restarted: step.do === 'restore' });
      for (const { slot, sendingAt } of await place.machine().stores.issueStore.listIssues()) {
        if (sendingAt !== null) wentOut.set(`${slot} ${sendingAt}`, { slot, at: sendingAt });
      }
    },
  };
}

type Mortal = <Port extends object>(port: Port) => Port;

/** Where a machine has its database. */
interface Where {
  machine(): Machine;
  backUp(): void;
  restore(): Promise<void>;
  /** A store of which parts may die. */
  scheduleStore(mortal: Mortal): Machine['stores']['scheduleStore'];
}

async function aFile(clock: TestClock): Promise<Where> {
  const marker = memoryMarker();
  let machine = await aSqliteMachine({ clock, marker, madeAt: MADE_AT });
  let copy: Buffer = machine.db.$client.serialize();
  return {
    machine: () => machine,
    backUp: () => {
      copy = machine.db.$client.serialize();
    },
    restore: async () => {
      await machine.stores.close();
      const db = drizzle(new Database(copy), { schema });
      machine = await aSqliteMachine({ clock, db, marker, readers: 0 });
    },
    scheduleStore: (mortal) => storesOn(machine.db, mortal(marker)).scheduleStore,
  };
}

/** Copies of servers are tested in test/postgres/known-server.test.ts: here, nothing is copied. */
async function aServer(clock: TestClock): Promise<Where> {
  const machine = await aMachine({ clock, madeAt: MADE_AT });
  return {
    machine: () => machine,
    backUp: () => undefined,
    restore: async () => undefined,
    scheduleStore: () => machine.stores.scheduleStore,
  };
}

/** Ports that fail after this many calls, as if the process had been killed there. */
function dying({ machine, scheduleStore }: Where, after: number): Partial<Machine['deps']> {
  let left = after;
  const mortal: Mortal = (port) =>
    new Proxy(port, {
      get: (target, property) => {
        const method = Reflect.get(target, property);
        if (typeof method !== 'function') return method;
        return (...parameters: unknown[]) => {
          left -= 1;
          if (left < 0) throw Object.assign(new Error('killed'), { code: 'storage' });
          return method.apply(target, parameters);
        };
      },
    });
  const { issueStore, noticeStore, deliveryStore } = machine().deps;
  return {
    issueStore: mortal(issueStore),
    scheduleStore: mortal(scheduleStore(mortal)),
    noticeStore: mortal(noticeStore),
    deliveryStore: mortal(deliveryStore),
  };
}

/** An editor who approves the coming issue. */
async function approveNext(machine: Machine, now: number): Promise<void> {
  const { freezeIssue } = await import('../../src/render/freeze-issue.ts');
  const [next] = firingsBetween(schedule, { from: now, now: now + 7 * DAY });
  if (next !== undefined) await freezeIssue({ slot: next.slot, now }, machine.deps).catch(() => {});
}

test('whatever happens, an issue goes out at most once, at its time, and never from before the database was made', async () => {
  let outs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 10, maxLength: 25 }), async (course) => {
      const world = await aWorld();
      for (const step of course) await world.step(step);
      await world.close();
      const wentOut = [...world.wentOut.values()];
      outs += wentOut.length;
      const slots = wentOut.map(({ slot }) => slot);
      expect(new Set(slots).size).toBe(slots.length);
      const from = MADE_AT - 100 * DAY;
      const instants = new Map(
        firingsBetween(schedule, { from, now: MADE_AT + 400 * DAY }).map(({ slot, instant }) => [
          slot,
          instant,
        ]),
      );
      for (const { slot, at } of wentOut) {
        const instant = instants.get(slot) ?? Number.NaN;
        expect(instant).toBeGreaterThanOrEqual(MADE_AT);
        expect(at).toBeGreaterThanOrEqual(instant);
        expect(at - instant).toBeLessThanOrEqual(24 * HOUR);
      }
    }),
    {
      numRuns: Number(process.env.COURSES ?? 25),
      examples: [...ONCE_WRONG, QUIET].map((course) => [course]),
    },
  );
  expect(outs).toBeGreaterThanOrEqual(QUIET_WEEKS);
});

test.each(['America/Santiago', 'Australia/Lord_Howe'])(
  'left alone, every slot of a year is settled at its instant, not before, and once, in %s',
  async (zone) => {
    const local = scheduleOf('30 8 * * 2', zone);
    const clock = testClock('2026-08-01T00:00:00Z');
    const machine = await aMachine({ clock, madeAt: clock.now(), schedule: local, readers: 1 });
    const firings = firingsBetween(local, { from: clock.now(), now: clock.now() + 365 * DAY });
    for (const { slot, instant } of firings) {
      clock.set(new Date(instant - 1).toISOString());
      await machine.look();
      expect(await machine.statusOf(slot)).toBeNull();
      clock.set(new Date(instant).toISOString());
      await machine.look();
      expect(await machine.find(slot)).toMatchObject({ status: 'skipped', scheduledAt: instant });
    }
    const all = await machine.stores.issueStore.listIssues();
    machine.stores.close();
    expect(all.map(({ slot }) => slot).toReversed()).toEqual(firings.map(({ slot }) => slot));
  },
);
