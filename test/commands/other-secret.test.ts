import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { execute, makePostgresDatabase, withoutPostgres } from '../support/database/postgres-server.ts';
import { makePlace, type Place } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';

const [OLD, NEW, OTHER] = ['o'.repeat(32), 'n'.repeat(32), 'x'.repeat(32)];

describe.skipIf(withoutPostgres)('the signing secret of a PostgreSQL database', () => {
  let place: Place;
  let url: string;
  beforeEach(async () => {
    place = await makePlace({ hasDatabase: false });
    url = await makePostgresDatabase();
  });
  afterEach(() => place.remove());

  async function run(command: string, secret: string) {
    const env = { DATABASE_URL: url, OUTBOX_DIR: place.outbox, SIGNING_SECRET: secret };
    const { status, stdout, stderr } = await runCommand(command.split(' '), { env });
    return { status, words: (stdout + stderr).replace(/\s+(?:→ )?/g, ' ') };
  }
  const add = (secret: string) => run('subscribers add ada@verdicts.test --confirmed', secret);

  test('is the same for every process: with another one, none runs, and doctor says so', async () => {
    expect((await run('doctor', OTHER)).words).not.toContain('is not the one');
    expect((await add(OLD)).status).toBe(0);
    for (const command of ['send --yes', 'serve', 'subscribers erase ada@verdicts.test --yes'])
      expect(await run(command, OTHER), command).toEqual({
        status: 2,
        words: expect.stringContaining('Set the same SIGNING_SECRET on every machine.'),
      });
    const { status, words } = await run('doctor', OTHER);
    expect([status, words]).toEqual([
      1,
      expect.stringContaining('STOP signing-secret: SIGNING_SECRET is not the one'),
    ]);
    expect((await run('doctor', OLD)).words).not.toContain('is not the one');
  });

  test('changes where both are listed, and then the new one is enough', async () => {
    await add(OLD);
    expect((await add(NEW)).status).toBe(2);
    expect((await add(`${NEW},${OLD}`)).words).not.toContain('SIGNING_SECRET');
    expect((await add(NEW)).words).not.toContain('SIGNING_SECRET');
    expect((await add(OLD)).status).toBe(2);
  });

  test('that is lost gives way to a new one, as the message says', async () => {
    await add(OLD);
    const { words } = await add(NEW);
    const [, statement = ''] = /run this in that database: (.*?;)/.exec(words) ?? [];
    await execute(url, statement);
    expect((await add(NEW)).words).not.toContain('SIGNING_SECRET');
  });

  test('is not in the database, only what tells it from others', async () => {
    await add(OLD);
    const [row] = await execute(url, 'select secret from known_server');
    expect(row).toEqual({ secret: expect.stringMatching(/^[0-9a-f]{16}$/) });
  });
});
