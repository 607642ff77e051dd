import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BackedUpPlace, makeBackedUpPlace } from '../support/database/backed-up-place.ts';
import { PROGRAM, startNode } from '../support/processes.ts';

let place: BackedUpPlace;
beforeEach(async () => {
  place = await makeBackedUpPlace();
});
afterEach(() => place.remove());

/** Loaded before the program: kills it just before it renames the `KILL_AT`th file. */
const KILLER = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const { renameSync } = fs;
  let left = Number(process.env.KILL_AT);
  fs.renameSync = (from, to) => {
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
    return renameSync(from, to);
  };
  syncBuiltinESMExports();
`;

const secretIn = (folder: string) => readFileSync(join(folder, 'signing-secret'), 'utf8');

test.each([
  ['puts the secret in its place', 1, 2],
  ['puts the database in its place', 2, 2],
  ['says that the database was restored', 3, 1],
])(
  'a restore that is killed just before it %s leaves a database and a secret, and can be repeated',
  async (_, at, people) => {
    await place.add('ada');
    const backup = await place.backup();
    await place.add('ben');
    writeFileSync(join(place.folder, 'signing-secret'), `${'another-secret'.repeat(3)}\n`);
    const killer = join(place.folder, 'killer.mjs');
    writeFileSync(killer, KILLER);
    const { signal } = await startNode(['--import', killer, PROGRAM, 'restore', backup], {
      env: { ...place.env, KILL_AT: String(at) },
    }).finished;
    expect(signal).toBe('SIGKILL');
    expect(place.emails()).toHaveLength(people);
    expect(existsSync(join(place.folder, 'signing-secret'))).toBe(true);
    // A restored database is never beside a secret that does not fit its links.
    if (people === 1) expect(secretIn(place.folder)).toBe(secretIn(backup));
    expect((await place.restore()).status).toBe(0);
    expect(place.emails()).toEqual(['ada@verdicts.test']);
    expect(secretIn(place.folder)).toBe(secretIn(backup));
    expect(readdirSync(place.folder).filter((name) => /restor/.test(name))).toEqual([]);
  },
);
