import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { makePlace, type Place, PROGRAM, startNode } from '../support/processes.ts';

/** Another user of the same machine, who has no rights of their own. */
const STRANGER = { uid: 65_534, gid: 65_534 };
const canBeStranger = process.getuid?.() === 0 && process.platform === 'linux';

let place: Place;
let data: string;
const running: { child: ReturnType<typeof startNode>['child']; finished: Promise<unknown> }[] = [];
beforeEach(async () => {
  place = await makePlace({ hasDatabase: false });
  // The other user may enter the folders above the one in which the program is started.
  chmodSync(place.folder, 0o755);
  data = join(place.folder, 'data');
});
afterEach(async () => {
  for (const { child, finished } of running.splice(0)) {
    child.kill('SIGKILL');
    await finished;
  }
  await place.remove();
});

/** Starts a command under a umask that hides nothing. */
function start(parameters: string[], env: Record<string, string> = {}) {
  const before = process.umask(0);
  try {
    const paths = { DATABASE_URL: 'file:data/verdicts.db', OUTBOX_DIR: 'data/outbox', PORT: '0' };
    return startNode([PROGRAM, ...parameters], { cwd: place.folder, env: { ...paths, ...env } });
  } finally {
    process.umask(before);
  }
}

async function run(parameters: string[]) {
  const { status, stderr } = await start(parameters).finished;
  expect(status, stderr).toBe(0);
}

/** Everything in a folder as the other user sees it: files they can read a byte of, and those they can change. */
function whatStrangerGets(folder: string) {
  const files = (test: string) =>
    spawnSync('find', [folder, '-type', 'f', test], { ...STRANGER, encoding: 'utf8' })
      .stdout.split('\n')
      .filter((path) => path !== '');
  const folders = spawnSync('find', [folder, '-type', 'd', '-writable'], { ...STRANGER, encoding: 'utf8' });
  return {
    readable: files('-readable'),
    writable: [...files('-writable'), ...folders.stdout.split('\n').filter((path) => path !== '')],
  };
}

const NOTHING = { readable: [], writable: [] };

async function startEverything() {
  await run(['demo']);
  await run(['backup', 'copies']);
  const serve = start(['serve']);
  running.push(serve);
  const [line] = await once(serve.child.stderr, 'data');
  const url = `http://127.0.0.1:${JSON.parse(String(line).split('\n')[0] ?? '').port}`;
  const body = new URLSearchParams({ email: 'ada@verdicts.test' });
  await fetch(`${url}/subscribe`, { method: 'POST', body, redirect: 'manual' });
  expect(readdirSync(data)).toEqual(expect.arrayContaining(['verdicts.db-wal', 'verdicts.db-shm', 'outbox']));
}

describe.skipIf(!canBeStranger)(
  'another user of the machine, beside a running server under umask 000',
  () => {
    test('another local user can neither read nor change the server’s files, nor see their names', async () => {
      await startEverything();
      expect(whatStrangerGets(place.folder)).toEqual(NOTHING);
      const seen = spawnSync('ls', [data, join(place.folder, 'copies')], { ...STRANGER, encoding: 'utf8' });
      expect(seen.stdout).toBe('');
    });

    test('another local user can read no file even if the data folder was opened for everybody', async () => {
      mkdirSync(data);
      chmodSync(data, 0o755);
      await startEverything();
      expect(whatStrangerGets(place.folder)).toEqual(NOTHING);
    });

    test('this test notices if a file is open to another local user', async () => {
      await startEverything();
      chmodSync(data, 0o755);
      chmodSync(join(data, 'signing-secret'), 0o644);
      expect(whatStrangerGets(place.folder).readable).toEqual([join(data, 'signing-secret')]);
    });

    test('another local user finds no list that is being imported among the temporary files', async () => {
      await run(['demo']);
      const temporary = join(place.folder, 'temporary');
      mkdirSync(temporary);
      chmodSync(temporary, 0o1777);
      const child = spawn(process.execPath, [PROGRAM, 'subscribers', 'import', '-'], {
        cwd: place.folder,
        env: { ...process.env, TMPDIR: temporary, DATABASE_URL: 'file:data/verdicts.db' },
      });
      const finished = once(child, 'close');
      running.push({ child, finished });
      child.stdin.write('email\nada@verdicts.test\n');
      const openFiles = () =>
        readdirSync(`/proc/${child.pid}/fd`).map((name) => readlinkSync(`/proc/${child.pid}/fd/${name}`));
      // The file is open, but already removed from its folder.
      await vi.waitFor(
        () => {
          expect(openFiles().filter((path) => path.startsWith(temporary))).toHaveLength(1);
          expect(readdirSync(temporary)).toEqual([]);
        },
        { interval: 20, timeout: 60_000 },
      );
      const tries = `for file in /proc/${child.pid}/fd/*; do head -c 1 "$file"; done`;
      const { stdout } = spawnSync('sh', ['-c', tries], { ...STRANGER, encoding: 'utf8' });
      expect(stdout).toBe('');
    });
  },
);
