import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { freePort } from '../http/free-port.ts';
import { isMissing } from '../needs.ts';
import { execute, ids } from './postgres-server.ts';

/** Debian installs it where only root's PATH finds it. */
const PATH = `${process.env.PATH ?? ''}:/usr/sbin`;

/** Whether tests through PgBouncer are skipped, because it is not installed. */
export const withoutPgbouncer = isMissing({
  tool: 'PgBouncer',
  present: spawnSync('pgbouncer', ['--version'], { env: { PATH } }).status === 0,
  install: 'apt-get install -y pgbouncer, as root',
});

/** Starts it in front of the server of a URL, until this process ends. @returns How a URL looks through it. */
export async function startPgbouncer(serverUrl: string): Promise<(url: string) => string> {
  const { hostname, port: serverPort, username } = new URL(serverUrl);
  const folder = mkdtempSync(join(tmpdir(), 'verdicts-pgbouncer-'));
  const port = await freePort();
  writeFileSync(join(folder, 'users'), `"${username}" ""\n`);
  writeFileSync(
    join(folder, 'pgbouncer.ini'),
    `[databases]
* = host=${hostname} port=${serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${folder}/users
pool_mode = transaction
default_pool_size = 2
server_idle_timeout = 5
`,
  );
  const user = ids();
  if (user !== null) chownSync(folder, user.uid, user.gid);
  // It ends when this process does, however that ends: its standard input closes then.
  const child = spawn(
    'sh',
    [
      '-c',
      `pgbouncer -q "$1/pgbouncer.ini" >"$1/log" 2>&1 & cat >/dev/null; kill $!; wait; rm -rf "$1"`,
      'sh',
      folder,
    ],
    { ...user, env: { PATH }, stdio: ['pipe', 'ignore', 'ignore'], detached: true },
  );
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  const through = (url: string) => Object.assign(new URL(url), { hostname: '127.0.0.1', port }).href;
  await vi.waitFor(() => execute(through(serverUrl), 'select 1'), { timeout: 30_000, interval: 50 });
  return through;
}
