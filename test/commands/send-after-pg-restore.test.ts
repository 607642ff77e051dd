import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ID_GAP } from '../../src/backup/restore-rules.ts';
import { openPostgresStores } from '../../src/postgres/open-stores.ts';
import { scheduledInstant } from '../../src/schedule/schedule.ts';
import { addWeeks, slotOf } from '../../src/schedule/slot.ts';
import { aComparison } from '../support/comparisons.ts';
import {
  execute,
  makePostgresDatabase,
  runTool,
  withoutPostgres,
} from '../support/database/postgres-server.ts';
import { makePlace, type Place } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';
import { scheduleOf } from '../support/scheduler.ts';
import { aSignUp } from '../support/sign-ups.ts';

const DAY = 86_400_000;
const NOW = Date.now();
const SCHEDULE = scheduleOf('0 9 * * 2');
const THIS_WEEK = slotOf(NOW, 'UTC');
const AHEAD = addWeeks(THIS_WEEK, 1);

describe.skipIf(withoutPostgres)('after pg_restore', () => {
  let place: Place;
  let url: string;
  let dump: string;
  beforeEach(async () => {
    place = await makePlace({ hasDatabase: false });
    url = await makePostgresDatabase();
    // The server's own user writes it.
    dump = join(tmpdir(), `${basename(place.folder)}.dump`);
    await say(['subscribers', 'add', 'ada@verdicts.test', '--confirmed']);
    const stores = await openPostgresStores(url);
    const publishedAt = Math.min(NOW, scheduledInstant(SCHEDULE, AHEAD)) - DAY;
    const comparison = aComparison({ tools: ['Kiln', 'Kiln Two'], publishedAt });
    await stores.comparisonStore.saveComparison(comparison, NOW);
    await stores.close();
  });
  afterEach(async () => {
    await rm(dump, { force: true });
    await place.remove();
  });

  async function say(parameters: string[]) {
    const env = { DATABASE_URL: url, OUTBOX_DIR: place.outbox, SIGNING_SECRET: 's'.repeat(32) };
    const { status, stdout, stderr } = await runCommand(parameters, { env });
    return { status, words: stdout + stderr };
  }

  /** As a scheduler that runs does. */
  async function check() {
    const stores = await openPostgresStores(url);
    const at = { now: stores.clock.now(), pattern: '0 9 * * 2', zone: 'UTC' };
    await stores.scheduleStore.recordCheck(at);
    await stores.close();
  }

  // In the words that "verdicts backup" and "verdicts restore" use.
  const backUp = () => runTool('pg_dump', ['--format=custom', `--file=${dump}`, url]);
  const restore = () => runTool('pg_restore', ['--clean', '--if-exists', `--dbname=${url}`, dump]);

  const slotNow = ['--slot', AHEAD];

  test.each([
    ['that a scheduler had checked, and then checks', async () => check(), async () => check()],
    ['that a scheduler had checked', async () => check(), async () => undefined],
    ['that no scheduler ever checked', async () => undefined, async () => undefined],
    ['that a scheduler checks only afterwards', async () => undefined, async () => check()],
  ])('nobody gets an issue a second time from a database %s', async (_, before, after) => {
    await before();
    backUp();
    expect(await say(['send', ...slotNow, '--yes'])).toMatchObject({ status: 0 });
    expect(await place.messages()).toHaveLength(1);
    restore();
    await after();
    expect((await say(['send', ...slotNow, '--dry-run'])).words).toContain('is a copy from before this slot');
    const { status, words } = await say(['send', ...slotNow, '--yes']);
    expect(status).toBe(1);
    expect(words).toContain('is a copy from before this slot');
    expect(words).toContain(`verdicts issue approve ${AHEAD} && verdicts send --slot ${AHEAD}`);
    expect(words).toContain(`If it went out: verdicts issue skip ${AHEAD}`);
    expect((await say(['issue', 'list'])).words).toMatch(new RegExp(`${AHEAD} +(on hold|held)`, 'i'));
    expect(await place.messages()).toHaveLength(1);
    expect((await say(['issue', 'approve', AHEAD])).status).toBe(0);
    expect((await say(['send', ...slotNow, '--yes'])).status).toBe(0);
    expect(await place.messages()).toHaveLength(2);
  });

  test('an issue that was approved ahead of its time waits, too', async () => {
    await say(['issue', 'approve', AHEAD]);
    backUp();
    expect((await say(['send', ...slotNow, '--yes'])).status).toBe(0);
    restore();
    expect((await say(['issue', 'list'])).words).toMatch(new RegExp(`${AHEAD} +(on hold|held)`, 'i'));
    expect((await say(['send', ...slotNow, '--yes'])).status).toBe(1);
    expect(await place.messages()).toHaveLength(1);
  });

  test('no link of the time since comes to mean another person, and nothing that waited goes out again', async () => {
    const stores = await openPostgresStores(url);
    await stores.subscriberStore.storeSignUps([aSignUp({ email: 'waits@verdicts.test' })]);
    await stores.close();
    backUp();
    restore();
    await say(['subscribers', 'add', 'later@verdicts.test', '--confirmed']);
    const [found] = await execute(
      url,
      'select max(id) - min(id) as gap, (select count(*) from sign_ups) as waiting from subscribers',
    );
    expect(found).toEqual({ gap: ID_GAP + 1, waiting: 0 });
  });
});
