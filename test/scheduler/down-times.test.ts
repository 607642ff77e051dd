import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TestClock, testClock } from '../support/clock.ts';
import { DAY, HOUR, TUESDAY } from '../support/comparisons.ts';
import { openWithTables } from '../support/database/tables.ts';
import { SLOT } from '../support/issues.ts';
import { aMachine, type Machine, scheduleOf, setAge } from '../support/scheduler.ts';
import { scriptedTransport } from '../support/sending/scripted-transport.ts';

const MINUTE = 60_000;

let clock: TestClock;
let machine: Machine;
let opened: Machine[];
beforeEach(() => {
  clock = testClock('2026-11-15T12:00:00Z');
  opened = [];
});
afterEach(() => {
  for (const { stores } of opened) stores.close();
});

async function start(given: Partial<Parameters<typeof aMachine>[0]> = {}) {
  machine = await aMachine({ clock, madeAt: TUESDAY - 4 * DAY, ...given });
  opened.push(machine);
  await machine.publish('Kiln', TUESDAY - 3 * DAY);
  await machine.look();
}

/** Moves the clock to this long after the slot's instant, and starts the program. */
async function upAt(late: number) {
  clock.set(new Date(TUESDAY + late).toISOString());
  await machine.look({ restarted: true });
}

const approve = async () => {
  const { freezeIssue } = await import('../../src/render/freeze-issue.ts');
  await freezeIssue({ slot: SLOT, now: clock.now() }, machine.deps);
};

const change = (to: 'draft' | 'held') =>
  machine.stores.issueStore.changeStatus({
    slot: SLOT,
    scheduledAt: TUESDAY,
    to,
    reason: null,
    at: clock.now(),
  });

describe('an issue at its instant', () => {
  test('an issue goes out at its instant once, however often the scheduler looks', async () => {
    await start();
    await upAt(-1);
    expect(await machine.statusOf(SLOT)).toBeNull();
    await upAt(0);
    expect(await machine.statusOf(SLOT)).toBe('sending');
    await machine.look();
    await machine.look({ restarted: true });
    const { taken } = await machine.deliver();
    expect(taken).toEqual(['reader1@verdicts.test', 'reader2@verdicts.test']);
    await upAt(HOUR);
    expect((await machine.deliver()).taken).toEqual([]);
    expect(await machine.statusOf(SLOT)).toBe('sent');
    expect(await machine.notices()).toEqual([`${SLOT} sent`]);
    expect((await machine.find(SLOT))?.scheduledAt).toBe(TUESDAY);
  });

  test('an issue has nothing that was published after its instant, however late it goes out', async () => {
    await start();
    await machine.publish('Loom', TUESDAY + HOUR);
    await upAt(2 * HOUR);
    expect((await machine.find(SLOT))?.items).toMatchObject([{ slug: 'kiln-vs-other-than-kiln' }]);
  });

  test('a slot with too few comparisons is skipped, and is not settled again by itself', async () => {
    await start();
    await machine.sql('delete from comparisons');
    await upAt(0);
    expect(await machine.find(SLOT)).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('0 of at least 1'),
    });
    await machine.publish('Kiln', TUESDAY - DAY);
    await upAt(HOUR);
    expect(await machine.statusOf(SLOT)).toBe('skipped');
    expect(await machine.notices()).toEqual([`${SLOT} skipped`]);
  });
});

describe('the program was down at the instant', () => {
  test.each([MINUTE, HOUR, 23 * HOUR, 24 * HOUR])(
    'an issue goes out late if the program is up again %i ms after its instant',
    async (late) => {
      await start();
      await upAt(late);
      expect(await machine.statusOf(SLOT)).toBe('sending');
    },
  );

  test('after more than CATCH_UP_HOURS of downtime, the issue is held and an editor asked, once', async () => {
    await start();
    await upAt(24 * HOUR + 1);
    await machine.look();
    await upAt(30 * HOUR);
    expect(await machine.find(SLOT)).toMatchObject({
      status: 'held',
      reason: expect.stringContaining('24 hours ago'),
    });
    expect(await machine.notices()).toEqual([`${SLOT} held`]);
  });

  test('after more than CATCH_UP_HOURS of downtime, a week without anything to send is skipped', async () => {
    await start();
    await machine.sql('delete from comparisons');
    await upAt(30 * HOUR);
    expect(await machine.statusOf(SLOT)).toBe('skipped');
  });

  test('after downtime into another local day, the cut-off stays the same', async () => {
    await start({ schedule: scheduleOf('30 23 * * 2', 'America/New_York') });
    const instant = Date.UTC(2026, 10, 18, 4, 30);
    clock.set(new Date(instant + 2 * HOUR).toISOString());
    await machine.look({ restarted: true });
    expect(await machine.find(SLOT)).toMatchObject({ status: 'sending', cutOff: instant });
  });

  test('after three weeks of downtime, only the last slot goes out, and an editor is told of each of the others', async () => {
    await start();
    await machine.publish('Loom', TUESDAY + 3 * DAY);
    await machine.publish('Tern', TUESDAY + 20 * DAY);
    await upAt(21 * DAY + HOUR);
    expect(await Promise.all([SLOT, '2026-W48', '2026-W49', '2026-W50'].map(machine.statusOf))).toEqual([
      'held',
      'held',
      'held',
      'sending',
    ]);
    expect((await machine.find('2026-W50'))?.items.map(({ slug }) => slug)).toContain(
      'tern-vs-other-than-tern',
    );
  });

  test('after a year of downtime, nobody is told about every week since', async () => {
    await start();
    await upAt(364 * DAY + 2 * DAY);
    expect((await machine.notices()).length).toBeLessThanOrEqual(5);
  });

  test('an approved issue goes out late as it was approved', async () => {
    await start({ review: 'required' });
    await approve();
    await upAt(5 * HOUR);
    expect(await machine.find(SLOT)).toMatchObject({ status: 'sending', frozenAt: TUESDAY - 45 * HOUR });
  });

  test('an approved issue that is too late releases its comparisons', async () => {
    await start({ review: 'required' });
    await approve();
    await upAt(25 * HOUR);
    expect(await machine.find(SLOT)).toMatchObject({ status: 'held', items: [], frozenAt: null });
    await approve();
    await machine.look();
    expect(await machine.statusOf(SLOT)).toBe('approved');
  });
});

describe('approval is required', () => {
  test('the draft is announced a day before its time, once', async () => {
    await start({ review: 'required' });
    await upAt(-24 * HOUR - 1);
    expect(await machine.notices()).toEqual([]);
    await upAt(-24 * HOUR);
    await upAt(-2 * HOUR);
    expect(await machine.notices()).toEqual([`${SLOT} draft`]);
    expect(await machine.statusOf(SLOT)).toBeNull();
  });

  test('after downtime, a draft is announced late, and no longer once its time has passed', async () => {
    await start({ review: 'required' });
    await upAt(-MINUTE);
    expect(await machine.notices()).toEqual([`${SLOT} draft`]);
    clock.set('2026-11-15T12:00:00Z');
    await start({ review: 'required' });
    await upAt(MINUTE);
    expect(await machine.notices()).toEqual([`${SLOT} held`]);
  });

  test('a draft that is approved already is not announced, and none is if no approval is needed', async () => {
    await start({ review: 'required' });
    await approve();
    await upAt(-HOUR);
    expect(await machine.notices()).toEqual([]);
    await start();
    await upAt(-HOUR);
    expect(await machine.notices()).toEqual([]);
  });

  test('an issue goes out if it is approved in time, else it is held, and goes out when approved late', async () => {
    await start({ review: 'required' });
    await upAt(0);
    expect(await machine.find(SLOT)).toMatchObject({
      status: 'held',
      reason: 'It was not approved by its time (REVIEW=required).',
    });
    clock.advance(HOUR);
    await approve();
    await machine.look();
    expect(await machine.statusOf(SLOT)).toBe('sending');
    expect(await machine.notices()).toEqual([`${SLOT} held`]);
  });

  test('a held issue that is made a draft again waits for its approval', async () => {
    await start({ review: 'required' });
    await upAt(0);
    await change('draft');
    await machine.look();
    expect(await machine.statusOf(SLOT)).toBe('draft');
  });
});

describe('an issue that cannot go out', () => {
  test('an issue that a real send would refuse is held, with the reasons', async () => {
    await start({ obstacles: ['POSTAL_ADDRESS is not set.', 'PUBLIC_URL is not set.'] });
    await upAt(0);
    expect(await machine.find(SLOT)).toMatchObject({
      status: 'held',
      reason:
        'POSTAL_ADDRESS is not set.\nPUBLIC_URL is not set.\nIf you change settings in the environment, restart serve. Then approve the issue.',
    });
    expect(await machine.notices()).toEqual([`${SLOT} failed`]);
  });

  test('an issue that would reach nobody is held', async () => {
    await start({ readers: 0 });
    await upAt(0);
    expect(await machine.find(SLOT)).toMatchObject({
      status: 'held',
      reason: expect.stringContaining('There is nobody to send to'),
    });
  });

  test('an issue that cannot be composed is held, and goes out when a person has corrected it', async () => {
    await start();
    const comparisonStore = {
      ...machine.stores.comparisonStore,
      readComparisons: async () => {
        throw new TypeError('text is undefined');
      },
    };
    clock.set(new Date(TUESDAY).toISOString());
    await machine.look({ deps: { comparisonStore } });
    expect(await machine.find(SLOT)).toMatchObject({
      status: 'held',
      reason: 'It could not be composed: text is undefined',
    });
    await change('draft');
    await machine.look();
    expect(await machine.statusOf(SLOT)).toBe('sending');
    expect(await machine.notices()).toEqual([`${SLOT} failed`]);
  });

  test('an issue is tried again if the database failed', async () => {
    await start();
    const full = Object.assign(new Error('database or disk is full'), { code: 'storage' });
    const issueStore = {
      ...machine.stores.issueStore,
      freezeIssue: () => Promise.reject(full),
    };
    clock.set(new Date(TUESDAY).toISOString());
    await expect(machine.look({ deps: { issueStore } })).rejects.toThrow('disk is full');
    expect(await machine.notices()).toEqual([]);
    await machine.look();
    expect(await machine.statusOf(SLOT)).toBe('sending');
  });
});

describe('an editor’s decision before the time', () => {
  test.each(['held', 'cancelled'] as const)(
    'an issue that is %s stays so at its time, and no notice is sent',
    async (to) => {
      await start();
      await machine.stores.issueStore.changeStatus({
        slot: SLOT,
        scheduledAt: TUESDAY,
        to,
        reason: 'x',
        at: 0,
      });
      await upAt(0);
      await upAt(30 * HOUR);
      expect(await machine.find(SLOT)).toMatchObject({ status: to, reason: 'x' });
      expect(await machine.notices()).toEqual([]);
    },
  );

  test('an issue that a person sent early is not sent again at its time', async () => {
    await start();
    await approve();
    await machine.stores.deliveryStore.freezeAudience({
      slot: SLOT,
      at: clock.now(),
      limit: 10,
      transport: 'resend',
    });
    await machine.deliver();
    await upAt(0);
    expect(await machine.statusOf(SLOT)).toBe('sent');
  });
});

describe('killed', () => {
  describe.each([
    ['after the check was recorded', 'comparisonStore', 'openComparisons'],
    ['before the issue is frozen', 'issueStore', 'freezeIssue'],
    ['before its sending begins', 'deliveryStore', 'freezeAudience'],
  ] as const)('killed %s,', (_, port, method) => {
    const die = async () => {
      await start();
      const killed = Object.assign(new Error('killed'), { code: 'storage' });
      const { comparisonStore, issueStore, deliveryStore } = machine.stores;
      const ports = { comparisonStore, issueStore, deliveryStore };
      const broken = { ...ports[port], [method]: () => Promise.reject(killed) };
      clock.set(new Date(TUESDAY).toISOString());
      await expect(machine.look({ deps: { [port]: broken } })).rejects.toThrow('killed');
    };

    test('the next start finishes the issue', async () => {
      await die();
      await upAt(HOUR);
      expect(await machine.statusOf(SLOT)).toBe('sending');
      expect((await machine.deliver()).taken).toHaveLength(2);
      expect((await machine.notices()).filter((notice) => notice.startsWith(SLOT))).toEqual([`${SLOT} sent`]);
    });

    test('an editor is asked if the program is up again too late', async () => {
      await die();
      await upAt(30 * HOUR);
      expect(await machine.statusOf(SLOT)).toBe('held');
      expect(await machine.notices()).toEqual([`${SLOT} held`]);
    });
  });

  test('two issues go out one after the other if the first was interrupted until the next instant', async () => {
    await start();
    await upAt(0);
    await machine.publish('Loom', TUESDAY + DAY);
    await upAt(7 * DAY + HOUR);
    expect(await machine.statusOf('2026-W48')).toBeNull();
    await machine.deliver();
    await machine.look();
    expect([await machine.statusOf(SLOT), await machine.statusOf('2026-W48')]).toEqual(['sent', 'sending']);
  });
});

describe('another process', () => {
  test('another process at the same moment makes no second issue', async () => {
    await start();
    clock.set(new Date(TUESDAY).toISOString());
    await Promise.all([machine.look({ restarted: true }), machine.look({ restarted: true }), machine.look()]);
    expect((await machine.deliver()).taken).toHaveLength(2);
    expect(await machine.notices()).toEqual([`${SLOT} sent`]);
  });

  test('a person who sends at the same moment takes part in the same send', async () => {
    await start();
    clock.set(new Date(TUESDAY).toISOString());
    const { sendSlot } = await import('../../src/issue-actions/send-slot.ts');
    const { sendDeps } = await import('../support/sending/send-deps.ts');
    const transport = scriptedTransport();
    const send = sendSlot(SLOT, sendDeps(machine.stores, { clock, transport }));
    await Promise.all([send, machine.look()]);
    await machine.deliver(transport);
    expect(transport.taken.toSorted()).toEqual(['reader1@verdicts.test', 'reader2@verdicts.test']);
    expect(await machine.statusOf(SLOT)).toBe('sent');
  });
});

describe('the age of a database', () => {
  test('a database that is younger than the slot sends nothing, and says nothing', async () => {
    clock.set(new Date(TUESDAY + HOUR).toISOString());
    await start({ madeAt: TUESDAY + HOUR });
    await upAt(2 * HOUR);
    expect([await machine.statusOf(SLOT), await machine.notices()]).toEqual([null, []]);
  });

  test('a database knows when it was made', async () => {
    const { sql } = await openWithTables();
    const [made] = await sql('select since from scheduler_watch');
    expect(Math.abs(Date.now() - Number(made?.since))).toBeLessThan(HOUR);
  });
});

const WAYS = [
  ['with a restart', true],
  ['while the program runs', false],
] as const;

describe.each(WAYS)('a schedule changed %s', (_way, restarted) => {
  test('a schedule moved to a time that has passed asks an editor', async () => {
    await start({ schedule: scheduleOf('0 9 * * 4') });
    await upAt(HOUR);
    expect(await machine.notices()).toEqual([]);
    await machine.look({ restarted, config: { schedule: scheduleOf('0 9 * * 2') } });
    expect(await machine.find(SLOT)).toMatchObject({
      status: 'held',
      reason: expect.stringContaining('The schedule was changed'),
    });
  });

  test('a schedule moved to a future time sends then', async () => {
    await start({ schedule: scheduleOf('0 9 * * 4') });
    await upAt(-HOUR);
    const config = { schedule: scheduleOf('0 9 * * 2') };
    await machine.look({ restarted, config });
    clock.set(new Date(TUESDAY).toISOString());
    await machine.look({ config });
    expect(await machine.statusOf(SLOT)).toBe('sending');
  });

  test('a schedule moved to the next minute sends then, although the latest check is not old', async () => {
    await start({ schedule: scheduleOf('0 9 * * 4') });
    const config = { schedule: scheduleOf('0 9 * * 2') };
    await upAt(-2 * MINUTE);
    await machine.look();
    clock.set(new Date(TUESDAY - MINUTE).toISOString());
    await machine.look({ restarted, config });
    clock.set(new Date(TUESDAY).toISOString());
    await machine.look({ config });
    expect(await machine.statusOf(SLOT)).toBe('sending');
  });

  test('a program killed before it saw the new schedule sees it at its next start', async () => {
    await start({ schedule: scheduleOf('0 9 * * 4') });
    await upAt(-HOUR);
    clock.set(new Date(TUESDAY + HOUR).toISOString());
    await machine.look({ restarted: true, config: { schedule: scheduleOf('0 9 * * 2') } });
    expect(await machine.statusOf(SLOT)).toBe('held');
  });
});

describe.each(WAYS)('a schedule changed by mistake %s', (_way, restarted) => {
  const wednesday = { schedule: scheduleOf('0 9 * * 3') };
  const monday = { schedule: scheduleOf('0 9 * * 1') };

  test('a schedule that is changed back before its time sends at its time', async () => {
    await start(wednesday);
    await upAt(-HOUR);
    await machine.look({ restarted, config: monday });
    expect(await machine.find(SLOT)).toMatchObject({ status: 'held' });
    await machine.look({ restarted, config: wednesday });
    expect(await machine.statusOf(SLOT)).toBe('draft');
    clock.set(new Date(TUESDAY + DAY).toISOString());
    await machine.look({ restarted, config: wednesday });
    expect(await machine.statusOf(SLOT)).toBe('sending');
  });

  test.each([
    ['to a day that has passed', '0 9 * * 1', 'UTC'],
    ['to an hour that has passed', '0 7 * * 2', 'UTC'],
    ['to an hour that passes before it is changed back', '30 8 * * 2', 'UTC'],
    ['to a later day', '0 9 * * 5', 'UTC'],
    ['to another time zone', '0 9 * * 3', 'Pacific/Auckland'],
    ['to a week in which it does not fire', '0 9 1 * *', 'UTC'],
  ])(
    'a schedule that is changed back before its time keeps the issue’s approval, and sends it as approved: %s',
    async (_, pattern, zone) => {
      await start({ ...wednesday, review: 'required' });
      await upAt(-HOUR);
      await approve();
      const { frozenAt } = (await machine.find(SLOT)) ?? {};
      const mistake = { config: { schedule: scheduleOf(pattern, zone) } };
      for (const at of [-HOUR, 0, HOUR]) {
        clock.set(new Date(TUESDAY + at).toISOString());
        await machine.look({ restarted, ...mistake });
      }
      expect(await machine.find(SLOT)).toMatchObject({ status: 'approved', reason: null });
      await machine.look({ restarted, config: wednesday });
      clock.set(new Date(TUESDAY + DAY).toISOString());
      await machine.look({ config: wednesday });
      expect(await machine.find(SLOT)).toMatchObject({ status: 'sending', frozenAt });
      expect((await machine.deliver()).taken).toHaveLength(2);
      expect((await machine.notices()).filter((notice) => notice.startsWith(SLOT))).toEqual([`${SLOT} sent`]);
    },
  );

  test.each([
    ['an earlier day', '0 9 * * 2', TUESDAY, TUESDAY + DAY],
    ['a later day', '0 9 * * 5', TUESDAY + 3 * DAY, TUESDAY + 3 * DAY],
    ['an hour later', '0 10 * * 3', TUESDAY + DAY + HOUR, TUESDAY + DAY + HOUR],
  ])(
    'a schedule that stays changed sends nothing that was approved for another time: %s',
    async (_, pattern, due, held) => {
      await start({ ...wednesday, review: 'required' });
      await upAt(-HOUR);
      await approve();
      const config = { schedule: scheduleOf(pattern) };
      await machine.look({ restarted, config });
      for (const at of [due, TUESDAY + DAY, held].toSorted()) {
        clock.set(new Date(at).toISOString());
        await machine.look({ config });
      }
      expect((await machine.deliver()).taken).toEqual([]);
      expect(await machine.find(SLOT)).toMatchObject({
        status: 'held',
        reason: expect.stringContaining('It was approved for Wed 18 Nov, 09:00 UTC'),
      });
      expect(await machine.notices()).toContain(`${SLOT} held`);
    },
  );

  test('an approval given under the changed schedule counts for it', async () => {
    await start({ ...wednesday, review: 'required' });
    await upAt(-HOUR);
    await machine.stores.issueStore.editIssue({
      slot: SLOT,
      scheduledAt: TUESDAY + DAY,
      at: clock.now(),
      subject: 'Written for Wednesday',
    });
    const friday = { schedule: scheduleOf('0 9 * * 5') };
    const { freezeIssue } = await import('../../src/render/freeze-issue.ts');
    await freezeIssue(
      { slot: SLOT, now: clock.now() },
      {
        ...machine.deps,
        config: { ...machine.deps.config, ...friday },
      },
    );
    clock.set(new Date(TUESDAY + 3 * DAY).toISOString());
    await machine.look({ restarted, config: friday });
    expect(await machine.find(SLOT)).toMatchObject({ status: 'sending', scheduledAt: TUESDAY + 3 * DAY });
  });

  test('changing the schedule leaves a held issue held', async () => {
    await start(wednesday);
    await upAt(-HOUR);
    await change('held');
    await machine.look({ restarted, config: monday });
    await machine.look({ restarted, config: wednesday });
    expect(await machine.statusOf(SLOT)).toBe('held');
  });
});

test('a slot that is older than the database stays ignored when TIMEZONE is changed', async () => {
  await start({ madeAt: TUESDAY + 2 * HOUR, schedule: scheduleOf('0 9 * * 2') });
  await upAt(3 * HOUR);
  for (const zone of ['Europe/Berlin', 'America/New_York', 'Pacific/Auckland']) {
    await machine.look({ restarted: true, config: { schedule: scheduleOf('0 9 * * 2', zone) } });
  }
  await machine.look({ restarted: true });
  expect(await machine.notices()).toEqual([]);
});

test('setting the clock back sends nothing again', async () => {
  await start();
  await upAt(0);
  await machine.deliver();
  await upAt(-3 * HOUR);
  await upAt(0);
  expect((await machine.deliver()).taken).toEqual([]);
  expect(await machine.notices()).toEqual([`${SLOT} sent`]);
});

test('the age of a database does not change', async () => {
  await start();
  await setAge(machine, TUESDAY + 1);
  await upAt(HOUR);
  expect(await machine.statusOf(SLOT)).toBeNull();
});

test('an approved issue whose links now lead elsewhere is held at its time, and the reason names the setting', async () => {
  await start();
  await upAt(-HOUR);
  await approve();
  const newsletter = { ...machine.deps.config.newsletter, publicUrl: 'https://new.verdicts.test' };
  clock.set(new Date(TUESDAY).toISOString());
  await machine.look({ restarted: true, config: { newsletter } });
  const { status, reason } = (await machine.find(SLOT)) ?? {};
  expect(status).toBe('held');
  expect(reason).toContain(
    'The links in Week 47 lead to https://verdicts.test, and the public URL is now https://new.verdicts.test. Set PUBLIC_URL in .env back to https://verdicts.test, or approve it again.',
  );
  // It is held already, so holding it is not a step that can fail.
  expect(reason).not.toContain('issue hold');
});
