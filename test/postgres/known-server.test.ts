import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ID_GAP } from '../../src/backup/restore-rules.ts';
import { RESTORED_REASON } from '../../src/issues/restored-reason.ts';
import { openPostgresStores, type PostgresStores } from '../../src/postgres/open-stores.ts';
import {
  type Cluster,
  databaseOn,
  execute,
  makePostgresDatabase,
  promote,
  runTool,
  startCluster,
  startStandby,
  stopFollowing,
  untilCaughtUp,
  withoutPostgres,
} from '../support/database/postgres-server.ts';
import { addReaders, approveIssue, freezeWholeAudience, SLOT } from '../support/issues.ts';
import { aSignUp } from '../support/sign-ups.ts';

const TUESDAY = Date.parse('2026-11-17T09:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const opened: PostgresStores[] = [];
const open = async (url: string) => {
  const stores = await openPostgresStores(url);
  opened.push(stores);
  return stores;
};
const closeAll = async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()));
};
const check = ({ scheduleStore }: PostgresStores, now: number) =>
  scheduleStore.recordCheck({ now, pattern: '0 9 * * 2', zone: 'UTC' });

/** Signs somebody in, so that it shows whether sessions are ended. */
const signIn = (url: string) =>
  execute(
    url,
    `insert into studio_sessions (hash, credential, created_at, seen_at, proved_at, network, browser)
     values ('h', 'c', 1, 1, 1, 'n', 'b')`,
  );
const sessions = (url: string) => execute(url, 'select hash from studio_sessions');

/** Has an issue that is going out to a reader. */
async function beginSending(stores: PostgresStores): Promise<void> {
  await addReaders(stores.subscriberStore, 1);
  await approveIssue(stores);
  await freezeWholeAudience(stores.deliveryStore);
}

/** Where that issue is now. */
async function issueOn({ issueStore, noticeStore }: PostgresStores) {
  const issue = await issueStore.findIssue(SLOT);
  const notices = await noticeStore.noticedOf(SLOT);
  return { status: issue?.status, reason: issue?.reason, notices: notices.map(({ event }) => event) };
}

describe.skipIf(withoutPostgres)('a PostgreSQL database', () => {
  afterEach(closeAll);

  test('that stays where it is stays the same, whichever process looks', async () => {
    const url = await makePostgresDatabase();
    const [one, other] = [await open(url), await open(url)];
    for (const [at, stores] of [one, other, one, await open(url)].entries())
      expect(await check(stores, TUESDAY + at)).toMatchObject({ copy: 'none', state: { because: 'made' } });
  });

  test.each([
    ['another database of the server', makePostgresDatabase],
    ['another server', makeElsewhere],
  ])('that was dumped and restored to %s is a copy, and only once', async (_, make) => {
    const url = await makePostgresDatabase();
    const original = await open(url);
    await check(original, TUESDAY);
    await signIn(url);
    await beginSending(original);
    const copy = await make();
    restore(copy, dump(url));
    const stores = await open(copy);
    const found = await check(stores, TUESDAY + MINUTE);
    expect(found).toMatchObject({ copy: 'proved', state: { because: 'restored', since: TUESDAY + MINUTE } });
    expect(found.state.failedOver).toBeUndefined();
    expect([await sessions(copy), await sessions(url)]).toMatchObject([[], [{ hash: 'h' }]]);
    expect(await check(stores, TUESDAY + 2 * MINUTE)).toMatchObject({ copy: 'none' });
    const { copied: reason } = RESTORED_REASON;
    expect(await issueOn(stores)).toEqual({ status: 'paused', reason, notices: ['paused'] });
    expect(await issueOn(original)).toMatchObject({ status: 'sending', notices: [] });
  });

  test('that is restored from a dump in its own place is a copy', async () => {
    const url = await makePostgresDatabase();
    await check(await open(url), TUESDAY);
    await closeAll();
    restore(url, dump(url));
    expect(await check(await open(url), TUESDAY + MINUTE)).toMatchObject({ copy: 'proved' });
    expect(await check(await open(url), TUESDAY + HOUR)).toMatchObject({ copy: 'none' });
  });

  test('that was set back in place is a copy to every process that counted more checks', async () => {
    const url = await makePostgresDatabase();
    const stores = await open(url);
    await check(stores, TUESDAY);
    await check(stores, TUESDAY + MINUTE);
    await execute(url, 'update scheduler_watch set checks = 1');
    expect(await check(stores, TUESDAY + 2 * MINUTE)).toMatchObject({ copy: 'proved' });
    expect(await check(stores, TUESDAY + 3 * MINUTE)).toMatchObject({ copy: 'none' });
  });

  test('whose user may ask the server nothing is still opened, and no copy', async () => {
    const { url, kill } = await startCluster();
    await execute(url, 'create role reader login');
    await execute(url, 'create database own owner reader');
    await execute(
      databaseOn(url, 'own'),
      `alter schema public owner to reader;
       revoke execute on function pg_control_system(), pg_current_wal_lsn() from public;`,
    );
    const stores = await open(databaseOn(url, 'own').replace('verdicts@', 'reader@'));
    for (const at of [0, MINUTE]) expect(await check(stores, TUESDAY + at)).toMatchObject({ copy: 'none' });
    const [known] = await execute(databaseOn(url, 'own'), 'select system, timeline from known_server');
    expect(known).toEqual({ system: null, timeline: null });
    await closeAll();
    await kill();
  });
});

const dump = (url: string) => runTool('pg_dump', ['--dbname', url]);

/** In place of everything that a database has. */
function restore(url: string, dumped: string): void {
  const emptied = `drop schema public cascade; create schema public;\n${dumped}`;
  runTool('psql', ['--dbname', url, '-v', 'ON_ERROR_STOP=1', '--quiet'], emptied);
}

/** A database of another cluster. */
async function makeElsewhere(): Promise<string> {
  elsewhere = await startCluster();
  return elsewhere.url;
}
let elsewhere: Cluster | undefined;
afterAll(() => elsewhere?.kill());

describe.skipIf(withoutPostgres)('a PostgreSQL database whose standby took over', () => {
  let primary: Cluster;
  let standby: Cluster;
  beforeEach(async () => {
    primary = await startCluster();
    await check(await open(primary.url), TUESDAY);
    await closeAll();
    standby = await startStandby(primary);
  });
  afterEach(async () => {
    await closeAll();
    await standby.kill();
  });

  /** Ends the primary after a check. @returns The next check, on the standby. */
  async function failOver({ after = 2 * MINUTE } = {}) {
    const stores = await open(primary.url);
    await check(stores, TUESDAY + MINUTE);
    await beginSending(stores);
    await untilCaughtUp(primary);
    await closeAll();
    await primary.kill();
    await promote(standby);
    return check(await open(standby.url), TUESDAY + MINUTE + after);
  }

  async function makeSynchronous() {
    await execute(primary.url, 'alter database postgres set synchronous_commit = on');
    await execute(primary.url, "alter system set synchronous_standby_names = '*'");
    await execute(primary.url, 'select pg_reload_conf()');
  }

  test('waits for a person if commits did not wait for the standby, and says so once', async () => {
    expect(await failOver()).toMatchObject({
      copy: 'proved',
      state: { because: 'restored', failedOver: true },
    });
    const stores = await open(standby.url);
    expect(await stores.scheduleStore.readState()).toMatchObject({ failedOver: true });
    expect(await check(stores, TUESDAY + HOUR)).toMatchObject({ copy: 'none' });
    const { failedOver: reason } = RESTORED_REASON;
    expect(await issueOn(stores)).toEqual({ status: 'paused', reason, notices: ['paused'] });
  });

  test('goes on by itself if commits waited for the standby', async () => {
    await makeSynchronous();
    expect(await failOver()).toMatchObject({ copy: 'none', state: { because: 'made' } });
    expect(await issueOn(await open(standby.url))).toMatchObject({ status: 'sending' });
  });

  test.each([
    ['no batch if commits did not wait for it', false, null, 'paused'],
    ['the next batch if they did', true, { kind: 'new', number: 1 }, 'sending'],
  ])('gives a sender that asks before any check %s', async (_, isSynchronous, batch, status) => {
    if (isSynchronous) await makeSynchronous();
    const stores = await open(primary.url);
    await check(stores, TUESDAY + MINUTE);
    await beginSending(stores);
    await untilCaughtUp(primary);
    await closeAll();
    await primary.kill();
    await promote(standby);
    const { deliveryStore, ...after } = await open(standby.url);
    const now = TUESDAY + 2 * MINUTE;
    const lease = { owner: 'a', expiresAt: now + MINUTE };
    const claimed = await deliveryStore.claimBatch({ slot: SLOT, lease, now, dailyLimit: null });
    expect(
      claimed === null ? null : { kind: claimed.kind, number: 'number' in claimed && claimed.number },
    ).toEqual(batch);
    expect((await after.issueStore.findIssue(SLOT))?.status).toBe(status);
  });

  test('holds the coming issue, which may have been sent early and forgotten, and still emails who signed up', async () => {
    const stores = await open(primary.url);
    const monday = TUESDAY - 20 * HOUR;
    await execute(primary.url, `update scheduler_watch set made_at = ${monday - HOUR}`);
    await check(stores, monday);
    await stores.subscriberStore.storeSignUps([aSignUp({ email: 'waits@verdicts.test' })]);
    await untilCaughtUp(primary);
    await stopFollowing(standby, primary);
    await beginSending(stores);
    expect(await issueOn(stores)).toMatchObject({ status: 'sending' });
    await closeAll();
    await primary.kill();
    await promote(standby);
    const after = await open(standby.url);
    await check(after, monday + MINUTE);
    const { foundAfterFailover: reason } = RESTORED_REASON;
    expect(await issueOn(after)).toEqual({ status: 'held', reason, notices: ['held'] });
    expect(await execute(standby.url, 'select email from sign_ups')).toEqual([
      { email: 'waits@verdicts.test' },
    ]);
    // One was lost, and a link names its subscriber by this id.
    await addReaders(after.subscriberStore, 1);
    const [{ id } = {}] = await execute(standby.url, 'select max(id) as id from subscribers');
    expect(Number(id)).toBeGreaterThan(ID_GAP);
  });

  test('waits for a person if its last check is so old that it may have been set back to it', async () => {
    await makeSynchronous();
    expect(await failOver({ after: HOUR })).toMatchObject({ copy: 'proved', state: { failedOver: true } });
  });
});
