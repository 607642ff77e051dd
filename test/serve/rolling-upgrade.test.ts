import { afterEach, describe, expect, test } from 'vitest';
import { execute, makePostgresDatabase, withoutPostgres } from '../support/database/postgres-server.ts';
import { type Load, startLoad } from '../support/http/load.ts';
import { startTwoServed, type TwoServed } from '../support/http/two-served.ts';
import { makeNewerVersion, type NewerVersion } from '../support/newer-version.ts';
import { runProcess } from '../support/processes.ts';

const READERS = 500;

let two: TwoServed | null = null;
let load: Load | null = null;
let newer: NewerVersion | null = null;
afterEach(async () => {
  await load?.end();
  await two?.stop();
  newer?.remove();
  load = null;
  two = null;
  newer = null;
});

async function more({ asked }: Load): Promise<void> {
  const before = asked.length;
  await expect.poll(() => asked.length - before, { timeout: 60_000 }).toBeGreaterThan(200);
}

const ONE_MORE = 'ALTER TABLE "subscribers" ADD COLUMN "nickname" text;';
const MARKED = `-- Versions that know 0000_first may still start.\n${ONE_MORE}`;

describe.skipIf(withoutPostgres)('an upgrade of one process after the other', () => {
  test('loses no request; an old process goes on, and starts again if it crashes, until its turn comes', async () => {
    const url = await makePostgresDatabase();
    newer = makeNewerVersion(MARKED);
    two = await startTwoServed(url, { readers: READERS, DRAIN_SECONDS: '2' });
    load = startLoad(two.proxy.url, READERS);
    two.proxy.useReady(...two.ports);

    expect((await two.end(0, 'SIGTERM'))?.status).toBe(0);
    await two.startAgain(0, newer.program);
    const columns = `select 1 from information_schema.columns where table_name = 'subscribers' and column_name = 'nickname'`;
    expect(await execute(url, columns)).toHaveLength(1);
    await more(load);
    expect([two.proxy.lost, load.failed()]).toEqual([[], []]);

    await two.end(1, 'SIGKILL');
    await more(load);
    await two.startAgain(1);
    await more(load);
    const lost = two.proxy.lost.length;

    expect((await two.end(1, 'SIGTERM'))?.status).toBe(0);
    await two.startAgain(1, newer.program);
    await more(load);
    await load.end();
    expect(two.proxy.lost).toHaveLength(lost);
    expect(load.failed().map(({ status }) => status)).toEqual(Array(lost).fill(0));
  });

  test('keeps an old version from starting on tables that it would not understand', async () => {
    newer = makeNewerVersion(ONE_MORE);
    two = await startTwoServed(await makePostgresDatabase());
    await two.end(0, 'SIGTERM');
    await two.startAgain(0, newer.program);
    expect((await fetch(`${two.running[1]?.url}/readyz`)).status).toBe(200);
    await two.end(1, 'SIGTERM');
    const { status, stderr } = await runProcess(['serve'], { env: two.place.env });
    expect([status, stderr]).toEqual([1, expect.stringContaining('made by a newer version of this program')]);
  });
});
