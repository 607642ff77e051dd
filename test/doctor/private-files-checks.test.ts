import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { preparedPlaces } from '../support/prepared-places.ts';
import type { Place } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';

const placeWithDemo = preparedPlaces(({ env, folder }) => runCommand(['demo'], { env, cwd: folder }), {
  hasDatabase: false,
});
let place: Place;
beforeEach(async () => {
  place = await placeWithDemo();
});
afterEach(() => place.remove());

const isRoot = process.getuid?.() === 0;
const at = (...names: string[]) => join(place.folder, ...names);
const modeOf = (path: string) => statSync(path).mode & 0o777;

/** Doctor's messages about files. */
async function toldOfFiles(env: Record<string, string> = {}): Promise<string[]> {
  const { stdout } = await runCommand(['doctor', '--json'], {
    env: { ...place.env, ...env },
    cwd: place.folder,
  });
  const checks = JSON.parse(stdout).checks as { name: string; level: string; message: string }[];
  const files = checks.filter(({ name }) => name === 'files');
  expect(files.filter(({ level }) => level !== 'warn')).toEqual([]);
  return files.map(({ message }) => message);
}

/** Runs the command at the end of a message, as a person who copies it would. */
function follow(message: string) {
  const command = / run: (.*)$/.exec(message)?.[1] ?? '';
  const { status, stderr } = spawnSync('sh', ['-c', command.replaceAll('sudo ', '')], { encoding: 'utf8' });
  expect(status, `${command}: ${stderr}`).toBe(0);
}

test('doctor does not mention files that only their owner can read', async () => {
  expect(await toldOfFiles()).toEqual([]);
});

describe('doctor names what is open, its mode and the command that closes it', () => {
  test.each([
    ['the database', ['verdicts.db'], 0o644, 'every user of this machine', 0o600],
    ['the database, to a group', ['verdicts.db'], 0o660, 'its group', 0o600],
    ['the secret', ['signing-secret'], 0o640, 'its group', 0o600],
    ['the outbox', ['outbox'], 0o755, 'every user of this machine', 0o700],
    ['a folder of the outbox', ['outbox', 'new'], 0o711, 'every user of this machine', 0o700],
    ['the folder of the data', [], 0o750, 'its group', 0o700],
  ])(
    'doctor names what is open, its mode and the command that closes it: %s',
    async (_what, names, mode, whom, closed) => {
      chmodSync(at(...names), mode);
      const [message = '', ...more] = await toldOfFiles();
      expect(more).toEqual([]);
      expect(message).toBe(
        `${at(...names)} is open to ${whom} (mode 0${mode.toString(8)}). To close it, run: chmod ${closed.toString(8)} ${at(...names)}`,
      );
      expect(modeOf(at(...names)), 'doctor changes nothing').toBe(mode);
      follow(message);
      expect(modeOf(at(...names))).toBe(closed);
      expect(await toldOfFiles()).toEqual([]);
    },
  );

  test('doctor reports open messages of the outbox in one line', async () => {
    const folder = at('outbox', 'new');
    const names = (await place.messages()).slice(0, 3);
    for (const name of names) chmodSync(join(folder, name), 0o644);
    const [message = '', ...more] = await toldOfFiles();
    expect(more).toEqual([]);
    expect(message).toContain(`3 messages in ${folder} are open to every user of this machine (mode 0644).`);
    follow(message);
    expect(await toldOfFiles()).toEqual([]);
  });

  test('doctor reports open copies that a restore moved aside, and remains beside the database', async () => {
    await runCommand(['backup', 'copies'], { env: place.env, cwd: place.folder });
    await runCommand(['restore', 'copies'], { env: place.env, cwd: place.folder });
    mkdirSync(at('replaced-20260101T000000Z'), { mode: 0o700 });
    for (const name of ['replaced-20260101T000000Z/verdicts.db', 'verdicts.db.restoring']) {
      writeFileSync(at(name), '');
      chmodSync(at(name), 0o644);
    }
    const messages = await toldOfFiles();
    expect(messages).toHaveLength(2);
    messages.forEach(follow);
    expect(await toldOfFiles()).toEqual([]);
  });

  test('doctor reports an open .env, unless only a service’s group may read it', async () => {
    writeFileSync(at('.env'), 'RESEND_API_KEY=re_key\nTRANSPORT=outbox\n');
    chmodSync(at('.env'), 0o640);
    expect(await toldOfFiles()).toEqual([]);
    chmodSync(at('.env'), 0o644);
    const [message = ''] = await toldOfFiles();
    expect(message).toContain(`${at('.env')} is open to every user of this machine (mode 0644).`);
    follow(message);
    expect(await toldOfFiles()).toEqual([]);
  });

  test('doctor’s command also closes a path with blanks and quotation marks', async () => {
    const folder = at("Ada's data");
    mkdirSync(folder, { mode: 0o700 });
    const env = { DATABASE_URL: `file:${join(folder, 'verdicts.db')}` };
    await runCommand(['subscribers', 'add', 'ada@verdicts.test'], { env: { ...place.env, ...env } });
    chmodSync(join(folder, 'verdicts.db'), 0o666);
    const [message = ''] = await toldOfFiles(env);
    follow(message);
    expect(modeOf(join(folder, 'verdicts.db'))).toBe(0o600);
  });

  test('doctor reports an open data folder that is a link to another one', async () => {
    const link = at('link');
    symlinkSync(place.folder, link);
    chmodSync(place.folder, 0o755);
    expect(await toldOfFiles({ DATABASE_URL: `file:${join(link, 'verdicts.db')}` })).toEqual([
      expect.stringContaining(`${link} is open to every user of this machine (mode 0755).`),
    ]);
  });
});

test('doctor does not advise to close a shared folder, but to give the data its own', async () => {
  chmodSync(place.folder, 0o1777);
  const [message] = await toldOfFiles();
  expect(message).toBe(
    `${place.folder} is open to every user of this machine (mode 0777). Keep these files in a folder of their own instead, with mode 0700: set DATABASE_URL and OUTBOX_DIR.`,
  );
});

test.skipIf(!isRoot)('doctor advises to give another user’s file to the owner of the database', async () => {
  chmodSync(at('signing-secret'), 0o644);
  for (const name of ['', 'verdicts.db', 'outbox', 'outbox/new', 'outbox/cur', 'outbox/tmp'])
    chownSync(at(name), 1234, 1234);
  const [message = ''] = await toldOfFiles();
  expect(message).toContain(
    `sudo chown 1234 ${at('signing-secret')} && sudo chmod 600 ${at('signing-secret')}`,
  );
  follow(message);
  expect(statSync(at('signing-secret'))).toMatchObject({ uid: 1234 });
});

test('a damaged database does not stop doctor from naming open files', async () => {
  writeFileSync(at('verdicts.db'), 'not a database');
  chmodSync(at('verdicts.db'), 0o644);
  expect(await toldOfFiles()).toHaveLength(1);
});
