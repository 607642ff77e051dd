import { closeSync, openSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { composeApp } from '../../src/app/compose-app.ts';
import { createHealthMonitor } from '../../src/serve/health-monitor.ts';
import { loadConfig } from '../../src/settings/config.ts';
import type { BatchAnswer } from '../../src/transport/transport.ts';
import { testClock } from '../support/clock.ts';
import { SLOT } from '../support/issues.ts';
import { makePlace, type Place } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';

const MINUTE = 60_000;
const ACCEPTED: BatchAnswer = { kind: 'answered', outcomes: [{ kind: 'accepted', providerId: 'p1' }] };
const TIMEOUT: BatchAnswer = { kind: 'uncertain', reason: 'Resend did not answer.', cause: 'timeout' };

let place: Place;
beforeEach(async () => {
  place = await makePlace();
});
afterEach(() => place.remove());

async function open(changes: Record<string, string> = {}) {
  const clock = testClock();
  const app = await composeApp(
    loadConfig({ ...place.env, EDITOR_EMAIL: 'editor@verdicts.test', ...changes }),
    {
      clock,
    },
  );
  const logged: [string, unknown][] = [];
  const monitor = createHealthMonitor(app, (event, facts) => logged.push([event, facts]));
  return { app, clock, logged, monitor };
}

const noticesOf = async ({ app }: Awaited<ReturnType<typeof open>>) =>
  (await app.noticeStore.noticedOf(SLOT)).map(({ event }) => event);

describe('serve is ready', () => {
  test('serve is ready from its start, and while the schedule is checked', async () => {
    const { app, clock, monitor } = await open();
    expect(await monitor.readiness()).toBeNull();
    clock.advance(4 * MINUTE);
    await monitor.onScheduleChecked(clock.now());
    clock.advance(4 * MINUTE);
    expect(await monitor.readiness()).toBeNull();
    await app.close();
  });

  test('serve is not ready if the schedule was not checked for more than five minutes', async () => {
    const { app, clock, monitor } = await open();
    await monitor.onScheduleChecked(clock.now());
    clock.advance(5 * MINUTE + 1);
    expect(await monitor.readiness()).toContain('The schedule was last checked Tue 17 Nov, 09:00 UTC');
    await app.close();
  });

  test('serve is not ready while a check hangs, and is ready again after the next one', async () => {
    const { app, clock, monitor } = await open();
    clock.advance(5 * MINUTE + 1);
    expect(await monitor.readiness()).not.toBeNull();
    await monitor.onScheduleChecked(clock.now());
    expect(await monitor.readiness()).toBeNull();
    await app.close();
  });

  test('serve is not ready if the last check failed, however recent the one before was', async () => {
    const { app, clock, monitor } = await open();
    await monitor.onScheduleChecked(clock.now());
    monitor.onScheduleFailed('The disk is full.');
    expect(await monitor.readiness()).toContain('The disk is full.');
    await app.close();
  });

  test.each([1, 24])(
    'serve is not ready if the clock was set back by %i h and the schedule is no longer checked',
    async (hours) => {
      const { app, clock, monitor } = await open();
      await monitor.onScheduleChecked(clock.now());
      clock.advance(-hours * 60 * MINUTE);
      expect(await monitor.readiness()).toBeNull();
      clock.advance(5 * MINUTE + 1);
      expect(await monitor.readiness()).toContain('The schedule was last checked');
      await monitor.onScheduleChecked(clock.now());
      expect(await monitor.readiness()).toBeNull();
      await app.close();
    },
  );

  test('serve is not ready if the database cannot be written', async () => {
    const { app, monitor } = await open();
    await app.close();
    expect(await monitor.readiness()).toContain('The database cannot be written');
  });
});

test('the probe for a writable database does not count as a change of it', async () => {
  const { app } = await open();
  const before = await app.changeStore.version();
  await app.checkWritable();
  expect(await app.changeStore.version()).toBe(before);
  await app.close();
});

test('a database that another process keeps locked is not reported as writable', async () => {
  const { app } = await open();
  const other = new Database(place.database);
  other.exec('begin immediate');
  await expect(app.checkWritable()).rejects.toThrow('locked');
  other.exec('rollback');
  await expect(app.checkWritable()).resolves.toBeUndefined();
  other.close();
  await app.close();
});

describe('an outage that is over', () => {
  test('an outage is reported to the editor and the log once it is over, if it lasted fifteen minutes', async () => {
    const opened = await open();
    const { app, clock, logged, monitor } = opened;
    monitor.onAnswer(SLOT, TIMEOUT);
    clock.advance(15 * MINUTE);
    monitor.onAnswer(SLOT, TIMEOUT);
    monitor.onAnswer(SLOT, ACCEPTED);
    await expect.poll(() => noticesOf(opened)).toEqual(['recovered']);
    const reason =
      'From Tue 17 Nov, 09:00 UTC, until Tue 17 Nov, 09:15 UTC: Messages could not be handed over. Resend did not answer.';
    expect(logged).toEqual([['recovered', { slot: SLOT, reason }]]);
    expect([...monitor.health.retries]).toEqual([['timeout', 2]]);
    expect(monitor.health.acceptedAt).toBe(clock.now());
    await app.close();
  });

  test('a shorter outage is not reported', async () => {
    const opened = await open();
    const { app, clock, logged, monitor } = opened;
    monitor.onScheduleFailed('The database is locked.');
    clock.advance(14 * MINUTE);
    await monitor.onScheduleChecked(clock.now());
    expect([await noticesOf(opened), logged]).toEqual([[], []]);
    await app.close();
  });

  test('outages of the schedule are reported too, each by itself', async () => {
    const opened = await open();
    const { app, clock, monitor } = opened;
    for (const problem of ['The disk is full.', 'The disk is full.']) {
      monitor.onScheduleFailed(problem);
      clock.advance(20 * MINUTE);
      await monitor.onScheduleChecked(clock.now());
    }
    expect(await noticesOf(opened)).toEqual(['recovered', 'recovered']);
    await app.close();
  });

  test('an outage is logged and recorded if no editor is to be told', async () => {
    const opened = await open({ EDITOR_EMAIL: '' });
    const { app, clock, logged, monitor } = opened;
    monitor.onScheduleFailed('The disk is full.');
    clock.advance(20 * MINUTE);
    await monitor.onScheduleChecked(clock.now());
    expect([await noticesOf(opened), logged.length]).toEqual([['recovered'], 1]);
    await app.close();
  });
});

describe('the beginning of an outage', () => {
  const OTHER = '2026-W48';
  const reasonsIn = (logged: [string, unknown][]) =>
    logged.map(([, facts]) => (facts as { reason: string }).reason);

  test('an outage is dated correctly if it lasted longer than any pause between two attempts', async () => {
    const { app, clock, logged, monitor } = await open();
    monitor.onAnswer(SLOT, TIMEOUT);
    clock.advance(5 * 60 * MINUTE);
    monitor.onAnswer(SLOT, ACCEPTED);
    await expect
      .poll(() => reasonsIn(logged))
      .toEqual([expect.stringMatching(/^From Tue 17 Nov, 09:00 UTC, until Tue 17 Nov, 14:00 UTC/)]);
    await app.close();
  });

  test('an outage is dated correctly if another issue went out all the time without one', async () => {
    const { app, clock, logged, monitor } = await open();
    monitor.onAnswer(SLOT, TIMEOUT);
    for (let minute = 0; minute < 20; minute += 5) {
      clock.advance(5 * MINUTE);
      monitor.onAnswer(OTHER, ACCEPTED);
    }
    expect(logged).toEqual([]);
    monitor.onAnswer(SLOT, ACCEPTED);
    await expect.poll(() => logged).toMatchObject([['recovered', { slot: SLOT }]]);
    await app.close();
  });

  test('an outage is dated correctly if serve was restarted in the middle, whether the next attempt succeeded or failed', async () => {
    for (const attempts of [[ACCEPTED], [TIMEOUT, ACCEPTED]]) {
      const { app, clock, logged, monitor } = await open();
      const firstMadeAt = clock.now() - 30 * MINUTE;
      for (const answer of attempts) monitor.onAnswer(SLOT, answer, firstMadeAt);
      await expect
        .poll(() => reasonsIn(logged))
        .toEqual([
          expect.stringMatching(
            /^From Tue 17 Nov, 08:30 UTC, until Tue 17 Nov, 09:00 UTC.*could not be handed over/,
          ),
        ]);
      await app.close();
    }
  });

  test('an outage is reported once, even if many requests failed in it', async () => {
    const { app, clock, logged, monitor } = await open();
    const began = clock.now();
    for (let request = 0; request < 8; request += 1) monitor.onAnswer(SLOT, TIMEOUT, began + request);
    clock.advance(20 * MINUTE);
    for (let request = 0; request < 8; request += 1) monitor.onAnswer(SLOT, ACCEPTED, began + request);
    await expect.poll(() => logged.length).toBe(1);
    await app.close();
  });

  test('an outage is dated correctly if the clock was set back by a day meanwhile', async () => {
    const { app, clock, logged, monitor } = await open();
    monitor.onAnswer(SLOT, TIMEOUT);
    clock.advance(-24 * 60 * MINUTE);
    monitor.onAnswer(SLOT, TIMEOUT);
    clock.advance(16 * MINUTE);
    monitor.onAnswer(SLOT, ACCEPTED);
    await expect.poll(() => logged.length).toBe(1);
    await app.close();
  });

  test('an outage is reported if another process sent the rest', async () => {
    const { app, clock, logged, monitor } = await open();
    monitor.onAnswer(SLOT, TIMEOUT);
    clock.advance(20 * MINUTE);
    monitor.onSendingEnded({ slot: SLOT, status: 'sent' });
    await expect.poll(() => logged.length).toBe(1);
    await app.close();
  });

  test('no outage is reported if a person paused the issue and resumed it later', async () => {
    const { app, clock, logged, monitor } = await open();
    const began = clock.now();
    monitor.onAnswer(SLOT, TIMEOUT, began);
    monitor.onSendingEnded({ slot: SLOT, status: 'paused' });
    clock.advance(20 * MINUTE);
    monitor.onAnswer(SLOT, ACCEPTED, began);
    expect(logged).toEqual([]);
    await app.close();
  });

  test('an outage of saving sign-ups is reported, too', async () => {
    const { app, clock, monitor, logged } = await open();
    const since = clock.now() - 20 * MINUTE;
    monitor.onRecovered({ code: null, message: 'The disk is full.', since, until: clock.now(), failures: 9 });
    await expect.poll(() => reasonsIn(logged)).toEqual([expect.stringContaining('The disk is full.')]);
    await app.close();
  });
});

describe('a damaged database', () => {
  /** Overwrites a page in the middle of the file, as a failing disk does. */
  function damage() {
    const db = new Database(place.database);
    db.exec('create table big (text text); create index big_text on big (text)');
    const add = db.prepare('insert into big values (?)');
    for (let row = 0; row < 2_000; row += 1) add.run(`${row} ${'x'.repeat(100)}`);
    db.pragma('wal_checkpoint(truncate)');
    db.pragma('journal_mode = delete');
    const size = Number(db.pragma('page_size', { simple: true }));
    const pages = Number(db.pragma('page_count', { simple: true }));
    db.close();
    return { offset: (pages - 20) * size, size };
  }

  test('a damaged database is found by doctor, which says to restore a backup', async () => {
    const { app } = await open();
    expect(await app.checkIntegrity()).toBeNull();
    await app.close();
    const { offset, size } = damage();
    const file = openSync(place.database, 'r+');
    writeSync(file, Buffer.alloc(size, 0x55), 0, size, offset);
    closeSync(file);
    const { stdout, status } = await runCommand(['doctor', '--json'], { env: place.env });
    expect(status).toBe(1);
    expect(JSON.parse(stdout).checks).toContainEqual({
      name: 'database',
      level: 'stop',
      ok: false,
      message: expect.stringMatching(/ is damaged: .* Restore a backup of it\.$/s),
    });
  });

  test('a damaged database makes serve unready, and the log says why', async () => {
    const { app, clock, logged } = await open();
    const stop = new AbortController();
    const checkIntegrity = async () => {
      stop.abort();
      return 'Page 7 is never used';
    };
    const monitor = createHealthMonitor({ ...app, checkIntegrity }, (...told) => logged.push(told));
    for (const job of monitor.jobs) await job(stop.signal);
    expect(logged).toEqual([['database-damaged', { code: null, message: 'Page 7 is never used' }]]);
    await monitor.onScheduleChecked(clock.now());
    expect(await monitor.readiness()).toBe('The database is damaged: Page 7 is never used');
    await app.close();
  });
});

test('doctor fails if the schedule was not checked for five minutes, and says how to continue', async () => {
  const schedule = async () => {
    const { stdout } = await runCommand(['doctor', '--json'], { env: place.env });
    return JSON.parse(stdout).checks.find(({ name }: { name: string }) => name === 'schedule');
  };
  expect(await schedule()).toMatchObject({
    level: 'ok',
    message: expect.stringContaining('until verdicts serve runs'),
  });
  for (const [age, words] of [
    [6 * MINUTE, 'Start verdicts serve'],
    [-24 * 60 * MINUTE, 'ahead of the clock of this machine'],
  ] as const) {
    const db = new Database(place.database);
    db.prepare('update scheduler_watch set checked_at = ?').run(Date.now() - age);
    db.close();
    expect(await schedule()).toMatchObject({ level: 'stop', message: expect.stringContaining(words) });
  }
});
