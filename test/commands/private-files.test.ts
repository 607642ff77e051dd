import { once } from 'node:events';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectPath } from '../../src/shared/project-path.ts';
import { makePlace, type Place, PROGRAM, startNode } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';

let place: Place;
let data: string;
let env: Record<string, string>;
const ends: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  place = await makePlace({ hasDatabase: false });
  data = join(place.folder, 'data');
  env = { DATABASE_URL: `file:${join(data, 'verdicts.db')}`, OUTBOX_DIR: join(data, 'outbox'), PORT: '0' };
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await place.remove();
});

/** Runs a command as a shell with this umask would. */
async function runUnder(umask: number, parameters: string[], { input = '', expected = 0 } = {}) {
  const { status, stderr } = await runCommand(parameters, { umask, input, cwd: place.folder, env });
  expect(status, stderr).toBe(expected);
}

/** Starts the server and waits until it listens. */
async function serveUnder(umask: number) {
  const before = process.umask(umask);
  const { child, finished } = startNode([PROGRAM, 'serve'], { cwd: place.folder, env });
  process.umask(before);
  ends.push(() => {
    child.kill('SIGTERM');
    return finished;
  });
  const [line] = await once(child.stderr, 'data');
  return `http://127.0.0.1:${JSON.parse(String(line).split('\n')[0] ?? '').port}`;
}

const modeOf = (path: string) => (lstatSync(path).mode & 0o777).toString(8);

/** The modes of a folder and everything in it, by path. */
function modesBelow(folder: string): Record<string, string> {
  const below = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return Object.fromEntries(
    [folder, ...below].map((path) => [relative(place.folder, path), modeOf(path)] as const),
  );
}

function expectAllPrivate(folder: string, names: readonly string[]) {
  const modes = modesBelow(folder);
  const wide = Object.entries(modes).filter(
    ([path, mode]) => mode !== (lstatSync(join(place.folder, path)).isDirectory() ? '700' : '600'),
  );
  expect(wide).toEqual([]);
  expect(Object.keys(modes)).toEqual(expect.arrayContaining([...names]));
}

const READERS = 'email\nada@verdicts.test\nnot an email address\n';

describe.each(['000', '077', '177'])('under umask %s', (octal) => {
  const umask = Number.parseInt(octal, 8);

  test('the demo leaves nothing that another user of the machine can read', async () => {
    await runUnder(umask, ['demo']);
    expectAllPrivate(data, [
      'data/verdicts.db',
      'data/signing-secret',
      'data/outbox/new',
      'data/outbox/cur',
      'data/outbox/tmp',
      'data/preview/issue.eml',
    ]);
    expect(readdirSync(join(data, 'outbox', 'new'))).toHaveLength(10);
  });

  test('only the owner can read imported subscribers and the refused lines', async () => {
    const rejected = join(data, 'rejected.csv');
    const parameters = ['subscribers', 'import', '-', '--rejected', rejected];
    await runUnder(umask, parameters, { input: READERS, expected: 1 });
    expectAllPrivate(data, ['data/verdicts.db', 'data/signing-secret', 'data/rejected.csv']);
  });

  test('only the owner can read the database of a running server, log and index included', async () => {
    const url = await serveUnder(umask);
    const body = new URLSearchParams({ email: 'ada@verdicts.test' });
    await fetch(`${url}/subscribe`, { method: 'POST', body, redirect: 'manual' });
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expectAllPrivate(data, [
      'data/verdicts.db',
      'data/verdicts.db-wal',
      'data/verdicts.db-shm',
      'data/verdicts.db.checks',
      'data/signing-secret',
    ]);
  });

  test('only the owner can read a backup, what is restored from it and what was there before', async () => {
    await runUnder(umask, ['demo']);
    await runUnder(umask, ['backup', 'copies']);
    const [name = ''] = readdirSync(join(place.folder, 'copies'));
    expectAllPrivate(join(place.folder, 'copies'), [
      `copies/${name}/verdicts.db`,
      `copies/${name}/SHA256SUMS`,
    ]);
    // Unpacked from an archive without modes.
    for (const file of readdirSync(join(place.folder, 'copies', name)))
      chmodSync(join(place.folder, 'copies', name, file), 0o644);
    await runUnder(umask, ['restore', 'copies']);
    const [aside] = readdirSync(data).filter((entry) => entry.startsWith('replaced-'));
    expectAllPrivate(data, ['data/verdicts.db', 'data/verdicts.db.checks', `data/${aside}/verdicts.db`]);
  });

  test('only the owner can read a rendered issue and the comparisons imported for it', async () => {
    const samples = JSON.parse(readFileSync(projectPath('src', 'demo', 'comparisons.json'), 'utf8'));
    const publishedAt = new Date(Date.now() - 8 * 24 * 60 * 60 * 1000).toISOString();
    const file = join(place.folder, 'comparison.json');
    writeFileSync(file, JSON.stringify({ ...samples[0], publishedAt }));
    await runUnder(umask, ['import', file]);
    await runUnder(umask, ['render', '--out', 'data/rendered']);
    expectAllPrivate(data, ['data/verdicts.db', 'data/rendered/issue.eml']);
  });
});

describe('files that a person has opened to others', () => {
  test('a folder, a database or an outbox that a person opened to others stays open', async () => {
    for (const folder of [data, join(data, 'outbox')]) {
      mkdirSync(folder);
      chmodSync(folder, 0o755);
    }
    await runUnder(0o022, ['demo']);
    chmodSync(join(data, 'verdicts.db'), 0o660);
    await runUnder(0o022, ['subscribers', 'add', 'ada@verdicts.test']);
    expect([data, join(data, 'outbox'), join(data, 'verdicts.db')].map(modeOf)).toEqual([
      '755',
      '755',
      '660',
    ]);
  });

  test('the files that SQLite puts beside the database have the database’s mode', async () => {
    await runUnder(0o022, ['demo']);
    chmodSync(join(data, 'verdicts.db'), 0o660);
    await serveUnder(0o022);
    expect(modeOf(join(data, 'verdicts.db-wal'))).toBe('660');
    expect(modeOf(join(data, 'verdicts.db-shm'))).toBe('660');
  });

  test('an existing file of refused lines keeps its mode', async () => {
    const rejected = join(place.folder, 'rejected.csv');
    writeFileSync(rejected, '');
    chmodSync(rejected, 0o644);
    const parameters = ['subscribers', 'import', '-', '--rejected', rejected];
    await runUnder(0o022, parameters, { input: READERS, expected: 1 });
    expect(modeOf(rejected)).toBe('644');
  });
});

test('a new database behind a link to another disk is private', async () => {
  const disk = join(place.folder, 'disk');
  mkdirSync(disk);
  mkdirSync(data);
  symlinkSync(join(disk, 'real.db'), join(data, 'verdicts.db'));
  await runUnder(0o000, ['subscribers', 'add', 'ada@verdicts.test']);
  expect(modeOf(join(disk, 'real.db'))).toBe('600');
});

test('an existing empty file for the database keeps its mode', async () => {
  mkdirSync(data);
  writeFileSync(join(data, 'verdicts.db'), '');
  chmodSync(join(data, 'verdicts.db'), 0o640);
  await runUnder(0o000, ['subscribers', 'add', 'ada@verdicts.test']);
  expect(modeOf(join(data, 'verdicts.db'))).toBe('640');
});
