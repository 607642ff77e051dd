import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openDatabase as openPostgres } from '../../src/postgres/open-database.ts';
import {
  everythingIn,
  type MovablePlace,
  makeMovablePlace,
  move,
  SECRET,
} from '../support/database/moved-database.ts';
import {
  execute,
  makeEmptyDatabase,
  startRestartableServer,
  withoutPostgres,
} from '../support/database/postgres-server.ts';
import { runCommand } from '../support/run-command.ts';

const OTHER = 'another secret that only this test knows and is long enough';

describe.skipIf(withoutPostgres)('what people get wrong with a move', () => {
  let place: MovablePlace;
  beforeEach(async () => {
    place = await makeMovablePlace();
  });
  afterEach(() => place.remove());

  const there = (env = {}) => move({ ...place.sqlite, ...env }, place.url);
  const back = (env = {}) => move({ ...place.postgres, ...env }, `file:${place.back}`);

  /** As another program could, which minds no foreign keys. */
  function onFile(sql: string): void {
    const client = new Database(place.database);
    client.pragma('foreign_keys = OFF');
    client.exec(sql);
    client.close();
  }

  describe('a mistyped DATABASE_URL', () => {
    test('that names a database without our tables moves nothing, and leaves it without them', async () => {
      const url = await makeEmptyDatabase();
      const { status, result } = await back({ DATABASE_URL: url });
      expect([status, result.error.code]).toEqual([1, 'not-found']);
      expect(result.error.message).toBe(
        `There is no database of this program at ${url}. If yours is elsewhere, set DATABASE_URL.`,
      );
      expect(await execute(url, "select 1 from pg_tables where schemaname = 'public'")).toEqual([]);
      expect(existsSync(place.back)).toBe(false);
    });

    test('that names an empty file moves nothing', async () => {
      const empty = join(place.folder, 'empty.db');
      writeFileSync(empty, '');
      const { status, result } = await there({ DATABASE_URL: `file:${empty}` });
      expect([status, result.error.code]).toEqual([1, 'not-found']);
      expect(result.error.message).toContain(`There is no database at ${empty}.`);
    });
  });

  describe('another SIGNING_SECRET', () => {
    const add = (url: string, secret: string) =>
      runCommand(['subscribers', 'add', 'new@verdicts.test', '--confirmed'], {
        env: { DATABASE_URL: url, SIGNING_SECRET: secret },
      });

    test('than the server’s database is used with moves nothing, and is not kept as its secret', async () => {
      await there();
      expect((await add(place.url, SECRET)).status).toBe(0);
      const { status, result } = await back({ SIGNING_SECRET: OTHER });
      expect([status, result.error.code]).toEqual([2, 'configuration']);
      expect(result.error.message).toContain('SIGNING_SECRET is not the one that this database is used with');
      expect(
        [place.back, join(dirname(place.back), 'signing-secret')].map((path) => existsSync(path)),
      ).toEqual([false, false]);
      expect((await back({ SIGNING_SECRET: `${OTHER},${SECRET}` })).status).toBe(0);
    });

    test('with which the target was tried out before is forgotten with the rest of it', async () => {
      expect((await add(place.url, OTHER)).status).toBe(0);
      await execute(place.url, 'delete from subscribers');
      expect((await there()).status).toBe(0);
      const { status, stderr } = await add(place.url, SECRET);
      expect([status, stderr]).toEqual([0, expect.not.stringContaining('SIGNING_SECRET')]);
    });
  });

  describe('a file into which another program wrote', () => {
    test.each([
      [
        'a text that is not in UTF-8',
        "update subscribers set name = cast(x'4dfc6c6c6572' as text) where id = 1",
        'The name of subscribers whose id is 1 is no text in UTF-8. Correct it, and move again: ',
        "update subscribers set name = '…' where (id) = (1)",
      ],
      [
        'a key that is not in UTF-8',
        "insert into suppressions (key, reason, at) values (cast(x'fc40792e74657374' as text), 'complained', 1)",
        'The key of suppressions whose key is ',
        "update suppressions set key = '…' where (key) = (cast(x'FC40792E74657374' as text))",
      ],
      [
        'a key with U+0000',
        "insert into suppressions (key, reason, at) values ('a' || char(0) || '@y.test', 'complained', 1)",
        'The key of suppressions whose key is ',
        /update suppressions set key = cast.* where \(key\) = \(cast\(x'610040792E74657374' as text\)\)/,
      ],
      [
        'a word where a number belongs',
        "update issues set revision = 'three' where id = 2",
        'The revision of issues whose id is 2 is no whole number. Another program must have written it.',
        'update issues set revision = … where (id) = (2)',
      ],
      [
        'half a number',
        'update batches set next_attempt_at = 1.5',
        'The next_attempt_at of batches whose issue_id, number is 1, 1 is no whole number.',
        'update batches set next_attempt_at = … where (issue_id, number) = (1, 1)',
      ],
    ])('%s moves once that is corrected, as the message says', async (_, spoil, words, correction) => {
      onFile(spoil);
      const { status, result } = await there();
      expect([status, result.error.code]).toEqual([1, 'refused']);
      expect(result.error.message).toContain(words);
      expect(result.error.message).toMatch(correction);
      const [statement = ''] = /update .*/.exec(result.error.message) ?? [];
      onFile(statement.replace('= …', '= 7').replace('…', 'x@y.test'));
      expect((await there()).status).toBe(0);
    });

    test('a � that is meant moves as it is', async () => {
      onFile("update subscribers set name = 'M�ller' where id = 1");
      expect((await there()).status).toBe(0);
      expect(await execute(place.url, 'select name from subscribers where id = 1')).toEqual([
        { name: 'M�ller' },
      ]);
    });

    test('so that it forgot the latest ids gives new rows ids of their own', async () => {
      onFile('delete from sqlite_sequence');
      expect((await there()).status).toBe(0);
      expect(
        await execute(place.url, "insert into tools (key, name) values ('n', 'N') returning id"),
      ).toEqual([{ id: 3 }]);
    });
  });

  test('a user who may not mark the database as moved is told so, and what to run, before anything is copied', async () => {
    await there();
    await execute(
      place.url,
      'create role reader login; revoke create on schema public from public; grant usage on schema public to reader; grant all on all tables in schema public to reader; grant all on all sequences in schema public to reader',
    );
    const env = { DATABASE_URL: place.url.replace('verdicts@', 'reader@') };
    const { status, result } = await back(env);
    expect([status, result.error.code]).toEqual([1, 'refused']);
    const [, grant = ''] = /and move again: (.*)/.exec(result.error.message) ?? [];
    await execute(place.url, grant);
    expect((await back(env)).status).toBe(0);
  });

  test('tables that somebody added stay behind, whatever is wrong in them', async () => {
    onFile(`create table notes (id integer primary key, subscriber references subscribers (id), about references tools (name));
      insert into notes (subscriber) values (99)`);
    const { status, result } = await there();
    expect([status, result.leftBehind]).toEqual([0, ['notes']]);
  });

  test('columns that somebody added are named as left behind', async () => {
    onFile('alter table subscribers add column birthday text');
    expect((await there()).result.leftBehind).toEqual(['subscribers.birthday']);
    await execute(place.url, 'alter table tools add column stars int');
    expect((await back()).result.leftBehind).toEqual(['tools.stars']);
  });

  test('an earlier version does not leave behind what a newer one added, on which it could start', async () => {
    await there();
    await execute(place.url, 'insert into applied_migrations values (9999999999999, 0)');
    await (await openPostgres(place.url)).end();
    const { status, result } = await back();
    expect([status, result.error.code]).toEqual([1, 'storage']);
    expect(result.error.message).toContain('Update the program, then move.');
    expect(existsSync(place.back)).toBe(false);
  });

  test('what is stored at the last moment is moved, whatever level of isolation the server prefers', async () => {
    await there();
    await execute(
      place.url,
      `alter database ${new URL(place.url).pathname.slice(1)} set default_transaction_isolation = 'repeatable read'`,
    );
    const last = new Client({ connectionString: place.url, application_name: 'not seen' });
    await last.connect();
    await last.query(
      "begin; select pg_advisory_xact_lock(7283002); insert into tools (key, name) values ('last', 'Last')",
    );
    const moving = back();
    await vi.waitFor(async () =>
      expect(await execute(place.url, 'select 1 from pg_locks where not granted')).toHaveLength(1),
    );
    await last.query('commit');
    await last.end();
    expect((await moving).status).toBe(0);
    expect(everythingIn(place.back).tools?.join()).toContain('"last"');
  });

  test('a server that goes away in the middle costs one attempt, and the message says to make another', async () => {
    const reader = new Client({ connectionString: place.url });
    await reader.connect();
    await reader.query('begin; select from tools');
    const moving = there();
    const waiting = 'select pid from pg_locks where not granted';
    await vi.waitFor(async () => expect(await execute(place.url, waiting)).toHaveLength(1));
    await execute(place.url, `select pg_terminate_backend(pid) from (${waiting}) as waiting`);
    const { status, result } = await moving;
    expect([status, result.error.message]).toEqual([1, expect.stringContaining('Run the command again')]);
    await reader.end();
    expect((await there()).status).toBe(0);
  });

  test('a server that does not wait for its disk knows of a move even if it crashes right after it', async () => {
    const server = await startRestartableServer();
    try {
      await execute(server.url, "alter system set wal_writer_delay = '10s'");
      await execute(server.url, 'alter database verdicts set synchronous_commit = off');
      server.restart();
      expect((await move(place.sqlite, server.url)).status).toBe(0);
      server.restart();
      expect(await execute(server.url, 'select count(*) as rows from subscribers')).toEqual([{ rows: 10 }]);
      expect((await back({ DATABASE_URL: server.url })).status).toBe(0);
      server.restart();
      await expect(openPostgres(server.url)).rejects.toThrow(`This database was moved to file:${place.back}`);
    } finally {
      server.stop();
    }
  });
});
