import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { openDatabase } from '../../../src/postgres/open-database.ts';
import { BIN, withoutPostgres } from './postgres-programs.ts';

export { withoutPostgres };

const TEMPLATE = 'template_of_tests';
const START_ATTEMPTS = 300;

let server: Promise<string> | undefined;
let databases = 0;

/** Makes a database with our tables, on a server of this process that ends with it. @returns Its URL. */
export async function makePostgresDatabase(): Promise<string> {
  return makeDatabase(TEMPLATE);
}

/** Makes one without tables. @returns Its URL. */
export async function makeEmptyDatabase(): Promise<string> {
  return makeDatabase('template1');
}

async function makeDatabase(template: string): Promise<string> {
  server ??= startServer();
  const url = await server;
  databases += 1;
  const name = `test_${databases}`;
  await execute(url, `create database ${name} template ${template}`);
  return databaseOn(url, name);
}

/** Runs SQL on a database, as another program could. */
export async function execute(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql).finally(() => client.end());
  return rows;
}

/** A PostgreSQL server of this process, which ends with it. */
export interface Cluster {
  /** Of the database `postgres`. */
  url: string;
  /** Ends it at once, as when its machine is lost. */
  kill(): Promise<void>;
}

/** A cluster with one database that has our tables, from which tests copy theirs. */
async function startServer(): Promise<string> {
  const { url } = await startCluster();
  await execute(url, `create database ${TEMPLATE}`);
  const db = await openDatabase(databaseOn(url, TEMPLATE));
  await db.end();
  return url;
}

/** The URL of another database on the same server. */
export function databaseOn(url: string, name: string): string {
  return url.replace(/[^/]+$/, name);
}

/** A private cluster: nothing is flushed to disk, and only this machine reaches it. */
export async function startCluster(
  settings: Record<string, string> = {},
  prepare: (data: string) => void = () => undefined,
): Promise<Cluster> {
  const folder = makeClusterFolder();
  runTool('initdb', [
    ...['--pgdata', join(folder, 'data'), '--username', 'verdicts', '--auth', 'trust', '--no-sync'],
    ...['--locale=C.UTF-8', '--encoding=UTF8'],
  ]);
  prepare(join(folder, 'data'));
  return launch(folder, settings);
}

/** A standby that follows a cluster until {@link promote}. */
export async function startStandby(
  { url }: Cluster,
  settings: Record<string, string> = {},
): Promise<Cluster> {
  const folder = makeClusterFolder();
  const data = join(folder, 'data');
  runTool('pg_basebackup', ['--dbname', url, '--pgdata', data, '-R', '--checkpoint=fast', '--no-sync']);
  return launch(folder, settings);
}

/** From then on, the standby lacks what is committed. */
export async function stopFollowing(standby: Cluster, primary: Cluster): Promise<void> {
  await execute(standby.url, "alter system set primary_conninfo = ''");
  await execute(standby.url, 'select pg_reload_conf()');
  await until(async () => (await execute(primary.url, 'select 1 from pg_stat_replication')).length === 0);
}

/** Waits until a cluster's standby has all that was committed. */
export async function untilCaughtUp({ url }: Cluster): Promise<void> {
  await until(async () => {
    const rows = await execute(
      url,
      // What is inserted: commits that do not wait for the disk are written a moment later.
      'select replay_lsn = pg_current_wal_insert_lsn() as "hasAll" from pg_stat_replication',
    );
    return rows.some(({ hasAll }) => hasAll === true);
  });
}

/** Makes a standby take over. */
export async function promote({ url }: Cluster): Promise<void> {
  await execute(url, 'select pg_promote()');
}

/** Runs a program of PostgreSQL. @returns What it printed. */
export function runTool(name: string, args: readonly string[], input = ''): string {
  const done = spawnSync(join(BIN ?? '', name), args, {
    ...ids(),
    cwd: tmpdir(),
    input,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (done.status !== 0) throw new Error(`${name} failed: ${done.stderr}`);
  return done.stdout;
}

function makeClusterFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'verdicts-postgres-'));
  const user = ids();
  if (user !== null) chownSync(folder, user.uid, user.gid);
  return folder;
}

async function launch(folder: string, changed: Record<string, string>): Promise<Cluster> {
  const port = await freePort();
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
    ...changed,
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const place = ['-D', join(folder, 'data'), '-h', '127.0.0.1', '-p', String(port), '-k', folder];
  // The server ends when this process does, however it ends: its standard input closes then.
  const child = spawn(
    'sh',
    [
      '-c',
      `"$@" >"${folder}/log" 2>&1 & cat >/dev/null; kill -QUIT $!; wait; rm -rf "${folder}"`,
      ...['sh', join(BIN ?? '', 'postgres'), ...place, ...options],
    ],
    { ...ids(), stdio: ['pipe', 'ignore', 'ignore'], detached: true },
  );
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  const url = `postgres://verdicts@127.0.0.1:${port}/postgres`;
  await until(() =>
    execute(url, 'select 1').then(
      () => true,
      () => false,
    ),
  );
  const kill = async () => {
    const ended = once(child, 'exit');
    child.stdin.end();
    await ended;
  };
  return { url, kill };
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let attempt = 1; !(await isTrue()); attempt += 1) {
    if (attempt === START_ATTEMPTS) throw new Error('PostgreSQL does not get there.');
    await setTimeout(100);
  }
}

/** PostgreSQL and PgBouncer refuse to run as root; Debian's package makes a user for it. */
export function ids(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (kind: string) => Number(spawnSync('id', [kind, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}

function freePort(): Promise<number> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** A server that can be started again, as after a loss of power that spared the disk. */
export interface RestartableServer {
  port: number;
  /** Of a database with our tables. */
  url: string;
  /** Ends it at once, in whatever it is doing, and starts it again. */
  restart(): void;
  /** Ends it at once, until {@link resume}. */
  halt(): void;
  resume(): void;
  stop(): void;
}

/** What is committed survives a restart, but not the loss of the machine: nothing waits for the disk. */
export async function startRestartableServer(): Promise<RestartableServer> {
  const folder = makeClusterFolder();
  const data = join(folder, 'data');
  runTool('initdb', [
    '-D',
    data,
    '-U',
    'verdicts',
    '-A',
    'trust',
    '--no-sync',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
  ]);
  const port = await freePort();
  const control = (...what: string[]) => runTool('pg_ctl', ['-D', data, '-l', join(folder, 'log'), ...what]);
  const start = () =>
    control('start', '-o', `-h 127.0.0.1 -p ${port} -k ${folder} -c fsync=off -c max_connections=200`);
  start();
  const url = `postgres://verdicts@127.0.0.1:${port}/postgres`;
  await execute(url, 'create database verdicts');
  return {
    port,
    url: databaseOn(url, 'verdicts'),
    restart: () => control('restart', '-m', 'immediate'),
    halt: () => control('stop', '-m', 'immediate'),
    resume: start,
    stop: () => {
      control('stop', '-m', 'immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
