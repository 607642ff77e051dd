import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { openDatabase } from '../../../src/postgres/open-database.ts';
import { isMissing } from '../needs.ts';

const BIN = binaries();

/** Whether tests on PostgreSQL are skipped, because it is not installed. */
export const withoutPostgres = isMissing({
  tool: 'PostgreSQL',
  present: BIN !== null,
  install: 'apt-get install -y postgresql',
});

const TEMPLATE = 'template_of_tests';
const START_ATTEMPTS = 300;

let server: Promise<string> | undefined;
let databases = 0;

/** Makes a database with our tables, on a server of this process that ends with it. @returns Its URL. */
export async function makePostgresDatabase(): Promise<string> {
  server ??= startServer();
  const url = await server;
  databases += 1;
  const name = `test_${databases}`;
  await execute(url, `create database ${name} template ${TEMPLATE}`);
  return url.replace(/[^/]+$/, name);
}

/** Runs SQL on a database, as another program could. */
export async function execute(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql).finally(() => client.end());
  return rows;
}

/** A private cluster: nothing is flushed to disk, and only this machine reaches it. */
async function startServer(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'verdicts-postgres-'));
  const user = ids();
  if (user !== null) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const made = spawnSync(
    join(BIN ?? '', 'initdb'),
    [
      '--pgdata',
      data,
      '--username',
      'verdicts',
      '--auth',
      'trust',
      '--no-sync',
      '--locale=C.UTF-8',
      '--encoding=UTF8',
    ],
    { ...user, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`No PostgreSQL cluster can be made: ${made.stderr}`);
  const port = await freePort();
  const options = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
  };
  const settings = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = [
    join(BIN ?? '', 'postgres'),
    '-D',
    data,
    '-h',
    '127.0.0.1',
    '-p',
    port,
    '-k',
    folder,
    ...settings,
  ];
  // The server ends when this process does, however it ends: its standard input closes then.
  const child = spawn(
    'sh',
    [
      '-c',
      `"$@" >"${folder}/log" 2>&1 & cat >/dev/null; kill -QUIT $!; wait; rm -rf "${folder}"`,
      'sh',
      ...command.map(String),
    ],
    { ...user, stdio: ['pipe', 'ignore', 'ignore'], detached: true },
  );
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  const url = `postgres://verdicts@127.0.0.1:${port}/postgres`;
  await untilItAnswers(url);
  await execute(url, `create database ${TEMPLATE}`);
  const db = await openDatabase(url.replace(/[^/]+$/, TEMPLATE));
  await db.end();
  return url;
}

async function untilItAnswers(url: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await execute(url, 'select 1');
      return;
    } catch (error) {
      if (attempt === START_ATTEMPTS) throw error;
      await setTimeout(100);
    }
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

/** Debian keeps them out of the PATH, by version. */
function binaries(): string | null {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = versions.map((version) => join(root, version, 'bin'));
  const onPath = (process.env.PATH ?? '').split(':');
  return [...folders, ...onPath].find((folder) => existsSync(join(folder, 'initdb'))) ?? null;
}
