import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serverChecks } from '../../src/doctor/server-checks.ts';
import { openDatabase } from '../../src/postgres/open-database.ts';
import { readServerFacts } from '../../src/postgres/server-facts.ts';
import { messageOf } from '../../src/shared/errors.ts';
import type { ServerFacts } from '../../src/shared/server-facts.ts';
import {
  type Cluster,
  databaseOn,
  execute,
  makePostgresDatabase,
  runTool,
  startCluster,
  startStandby,
  withoutPostgres,
} from '../support/database/postgres-server.ts';

async function factsOf(url: string): Promise<ServerFacts> {
  const pool = await openDatabase(url);
  return readServerFacts(pool).finally(() => pool.end());
}

/** What doctor finds wrong, by the names of its checks. */
const wrongIn = (facts: ServerFacts) =>
  Object.fromEntries(
    serverChecks(facts)
      .filter(({ level }) => level !== 'ok')
      .map(({ name, level, message }) => [name, `${level}: ${message}`]),
  );

const GOOD: ServerFacts = {
  roundTripMs: 0.4,
  clockAheadMs: -300,
  names: { user: 'verdicts', schema: 'public' },
  mayCreate: true,
  ownsTables: true,
  wronglySorted: [],
  isRecognised: { copy: true, failover: true },
  commitsWait: false,
  standbys: 0,
  connections: { max: 97, open: 12, ours: 8 },
  behindPooler: false,
  isEncrypted: true,
  isOnThisMachine: false,
  damagedPages: null,
};

describe('what doctor says of a database server', () => {
  test('nothing is wrong with one that has all that is needed', () => {
    expect(wrongIn(GOOD)).toEqual({});
    expect(serverChecks(GOOD).map(({ message }) => message)).toContain(
      'Commits wait for no standby (0 standbys now). When one takes over, it may lack the latest, so an issue that is going out then waits for you, and so does the next one.',
    );
  });

  test.each<[Partial<ServerFacts>, string, string]>([
    [{ roundTripMs: 10.2 }, 'connection', 'warn: A round trip to the database takes 10.2 ms'],
    [{ clockAheadMs: 1_400 }, 'clock', 'warn: The clock of this machine is 1.4 seconds ahead of'],
    [{ clockAheadMs: -61_000 }, 'clock', 'warn: The clock of this machine is 61 seconds behind that'],
    [{ mayCreate: false }, 'rights', 'GRANT CREATE ON SCHEMA public TO verdicts;'],
    [{ ownsTables: false }, 'rights', 'warn: The user of DATABASE_URL does not own the tables'],
    [{ wronglySorted: ['suppressions.key'] }, 'keys', 'stop: suppressions.key would be compared by'],
    [
      { connections: { max: 20, open: 13, ours: 8 } },
      'connections',
      'warn: The server allows 20 connections',
    ],
    [
      { isRecognised: { copy: false, failover: true } },
      'copies',
      'GRANT EXECUTE ON FUNCTION pg_control_system() TO verdicts;',
    ],
    [
      { isRecognised: { copy: true, failover: false } },
      'failover',
      'warn: The user of DATABASE_URL may not ask which',
    ],
    [
      { isEncrypted: false },
      'encryption',
      'warn: The connection to the database is not encrypted: anyone who can read the network in between',
    ],
    [
      { isEncrypted: false, behindPooler: true },
      'encryption',
      'warn: The connection to the connection pooler is not encrypted',
    ],
    [{ damagedPages: 2 }, 'damage', 'warn: The server found 2 damaged pages'],
  ])('%o is found', (changes, name, message) => {
    expect(wrongIn({ ...GOOD, ...changes })).toEqual({ [name]: expect.stringContaining(message) });
  });
});

test.each<[Partial<ServerFacts>, string]>([
  [{}, 'The connection to the database is encrypted.'],
  [
    { isEncrypted: false, isOnThisMachine: true },
    'The connection to the database is not encrypted, and does not leave this machine.',
  ],
  [
    { behindPooler: true },
    'The connection to the connection pooler is encrypted. Whether its own connection to the database is encrypted cannot be seen from here.',
  ],
])('doctor says of a connection with %o that it is safe', (changes, message) => {
  expect(serverChecks({ ...GOOD, ...changes })).toContainEqual(
    expect.objectContaining({ name: 'encryption', level: 'ok', message }),
  );
});

describe.skipIf(withoutPostgres)('what doctor sees of a PostgreSQL server', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.kill());

  test('as its owner, everything', async () => {
    const facts = await factsOf(await makePostgresDatabase());
    expect(facts).toMatchObject({
      ...{ mayCreate: true, ownsTables: true, wronglySorted: [] },
      isRecognised: { copy: true, failover: true },
      ...{ commitsWait: false, standbys: 0, behindPooler: false },
      ...{ isEncrypted: false, isOnThisMachine: true },
      connections: { max: 197, ours: 8 },
    });
    expect(facts.roundTripMs).toBeGreaterThan(0);
    expect(Math.abs(facts.clockAheadMs)).toBeLessThan(1_000);
    expect(facts.connections.open).toBeGreaterThan(0);
  });

  test('as a user without rights, what there is, and no error; an administrator runs what it prints, and all is well', async () => {
    await execute(cluster.url, 'create role "the reader" login');
    await execute(cluster.url, 'create database own');
    const url = databaseOn(cluster.url, 'own');
    const reader = url.replace('verdicts@', 'the%20reader@');
    await execute(url, 'grant all on schema public to "the reader"');
    await factsOf(reader);
    await execute(
      url,
      `revoke create on schema public from "the reader", public;
       revoke execute on function pg_control_system(), pg_current_wal_lsn() from public;`,
    );
    const wrong = wrongIn(await factsOf(reader));
    expect(Object.keys(wrong)).toEqual(['rights', 'failover', 'copies']);
    for (const message of Object.values(wrong)) await execute(url, /GRANT .*;/.exec(message)?.[0] ?? '');
    expect(wrongIn(await factsOf(reader))).toEqual({});
  });

  test('as a user who may use the tables but not change them, what an administrator runs in psql', async () => {
    await execute(cluster.url, 'create role guest login');
    await execute(cluster.url, 'create database theirs');
    const url = databaseOn(cluster.url, 'theirs');
    await factsOf(url);
    await execute(
      url,
      'grant all on schema public to guest; grant all on all tables in schema public to guest',
    );
    const guest = url.replace('verdicts@', 'guest@');
    const { rights = '' } = wrongIn(await factsOf(guest));
    runTool('psql', ['--dbname', url, '-v', 'ON_ERROR_STOP=1'], /SELECT .*gexec/.exec(rights)?.[0] ?? '');
    expect(wrongIn(await factsOf(guest))).toEqual({});
  });

  test('a key that a language sorts is found', async () => {
    const url = await makePostgresDatabase();
    await execute(url, 'alter table rate_limits alter column key type text collate "default"');
    expect((await factsOf(url)).wronglySorted).toEqual(['rate_limits.key']);
  });

  test.each([['sql_ascii', "encoding 'SQL_ASCII' locale 'C'", 'The database has the encoding SQL_ASCII']])(
    'a database in %s is refused before it is written to',
    async (name, options, message) => {
      await execute(cluster.url, `create database ${name} template template0 ${options}`);
      const url = databaseOn(cluster.url, name);
      await expect(openDatabase(url)).rejects.toMatchObject({
        code: 'storage',
        message: expect.stringContaining(message),
      });
      const told = await openDatabase(url).catch(messageOf);
      await execute(cluster.url, /CREATE DATABASE .*;/.exec(String(told))?.[0] ?? '');
      await (await openDatabase(databaseOn(cluster.url, `${name}_utf8`))).end();
      expect(await execute(url, "select 1 from pg_tables where schemaname = 'public'")).toEqual([]);
    },
  );

  test('a standby is refused with what to do', async () => {
    const standby = await startStandby(cluster);
    await expect(openDatabase(standby.url)).rejects.toMatchObject({
      message: 'The server is a standby, which takes no writes. Set DATABASE_URL to the primary.',
    });
    await standby.kill();
  });
});
