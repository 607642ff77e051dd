import { execFileSync } from 'node:child_process';
import { copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectPath } from '../../src/shared/project-path.ts';
import { BIN } from '../support/database/postgres-programs.ts';
import { execute, makeEmptyDatabase, withoutPostgres } from '../support/database/postgres-server.ts';
import { makePlace, type Place } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';

const SECRET = { SIGNING_SECRET: 's'.repeat(32) };

describe.skipIf(withoutPostgres)('with an empty PostgreSQL database', () => {
  let place: Place;
  let url: string;
  beforeEach(async () => {
    place = await makePlace();
    url = (await makeEmptyDatabase()).replace('verdicts@', 'verdicts:hush@');
  });
  afterEach(() => place.remove());

  /** The status, and what was told to a person, in which the password never is. */
  async function run(parameters: string[], env: Record<string, string> = {}) {
    const options = { cwd: place.folder, env: { DATABASE_URL: url, ...env } };
    const { status, stdout, stderr } = await runCommand(parameters, options);
    expect(stdout + stderr).not.toContain('hush');
    return { status, told: stderr, stdout };
  }

  test('a command that only reads says that there is nothing, and makes no tables', async () => {
    const { status, told } = await run(['settings', 'show']);
    const name = `${new URL(url).pathname.slice(1)} on ${new URL(url).host}`;
    expect([status, told]).toEqual([
      1,
      expect.stringContaining(
        `There is no database of this program at ${name}, and this command does not create one.`,
      ),
    ]);
    expect(await execute(url, "select 1 from pg_tables where schemaname = 'public'")).toEqual([]);
  });

  test('a command that may create makes the tables, and says where', async () => {
    const { status, told } = await run(['settings', 'set', 'NEWSLETTER_NAME=Ours']);
    expect([status, told]).toEqual([0, expect.stringContaining('A new, empty database was created: test_')]);
    expect((await run(['settings', 'show'])).stdout).toContain('Ours');
  });

  test('nothing is signed without SIGNING_SECRET, which no single machine can keep', async () => {
    await run(['settings', 'set', 'NEWSLETTER_NAME=Ours']);
    for (const command of ['serve', 'send', 'doctor']) {
      const { status, told, stdout } = await run([command]);
      expect([status, told + stdout]).toEqual([2, expect.stringContaining('SIGNING_SECRET must be set')]);
    }
  });

  test('the test mailbox has to be in a folder that somebody chose, and .env.example chooses none', async () => {
    copyFileSync(projectPath('.env.example'), join(place.folder, '.env'));
    for (const command of [['serve'], ['demo']]) {
      const { status, told } = await run(command, SECRET);
      expect([status, told]).toEqual([2, expect.stringContaining('OUTBOX_DIR must be set')]);
    }
    expect((await run(['doctor'], SECRET)).stdout.replace(/\s+(?:→ )?/g, ' ')).toContain(
      'STOP transport: OUTBOX_DIR must be set',
    );
  });

  test('the demo sends its issue, and doctor examines the server', async () => {
    const env = { ...SECRET, OUTBOX_DIR: `${place.folder}/outbox` };
    const { status, stdout } = await run(['demo'], env);
    expect([status, stdout]).toEqual([0, expect.stringContaining(' is sent: ')]);
    const report = (await run(['doctor'], env)).stdout;
    expect(report).toMatch(/ok +database: test_\d+ on 127\.0\.0\.1:\d+ is open \(PostgreSQL \d+\.\d+\)/);
    const [, server = ''] = /Database server\n(.*?)\n\n/s.exec(report) ?? [];
    expect(server.match(/^ {2}✓ ok +\w+:/gm)?.map((line) => line.split(/ +/).at(-1))).toEqual([
      'connection:',
      'encryption:',
      'clock:',
      'rights:',
      'keys:',
      'connections:',
      'failover:',
      'copies:',
    ]);
  });

  test.each([
    ['backup', 'pg_dump'],
    ['restore', 'pg_restore'],
  ])('%s says what to use instead', async (command, tool) => {
    const { status, told } = await run([command, place.folder]);
    expect([status, told]).toEqual([2, expect.stringContaining(`${tool} --`)]);
    expect(told).toContain('SIGNING_SECRET');
  });

  test('the lines that backup and restore print make a private copy, and a new database from it', async () => {
    await run(['settings', 'set', 'NEWSLETTER_NAME=Ours']);
    const lines = [(await run(['backup', 'x'])).told, (await run(['restore', 'x'])).told]
      .join(' ')
      .replace(/\s+/g, ' ')
      .match(/umask 077; pg_dump .*?(?=\. )|createdb .*?(?=\. )|pg_restore --.*?(?=\. )/g);
    const { hostname: PGHOST, port: PGPORT } = new URL(url);
    const env = { PATH: `${BIN}:${process.env.PATH}`, PGHOST, PGPORT, PGUSER: 'verdicts' };
    execFileSync('sh', ['-c', lines?.join('\n') ?? ''], { cwd: place.folder, env });
    expect(statSync(join(place.folder, 'verdicts.dump')).mode & 0o777).toBe(0o600);
    const restored = { DATABASE_URL: `${url}_restored` };
    expect((await run(['settings', 'show'], restored)).stdout).toContain('Ours');
  });
});
