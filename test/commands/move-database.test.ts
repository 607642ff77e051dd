import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openDatabase as openPostgres } from '../../src/postgres/open-database.ts';
import { openPostgresStores } from '../../src/postgres/open-stores.ts';
import { lockExclusively } from '../../src/sqlite/files/with-exclusive-access.ts';
import { openDatabase } from '../../src/sqlite/open-database.ts';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { MOVABLE_TABLES } from '../../src/store/movable-tables.ts';
import { makeBackedUpPlace } from '../support/database/backed-up-place.ts';
import {
  everythingIn,
  type MovablePlace,
  makeMovablePlace,
  move,
  moveApart,
  moveUntil,
  SECRET,
} from '../support/database/moved-database.ts';
import { execute, makePostgresDatabase, withoutPostgres } from '../support/database/postgres-server.ts';
import { runCommand } from '../support/run-command.ts';

/** Runs statements on an SQLite file, as another program could. */
function onFile(path: string, sql: string): unknown[] {
  const client = new Database(path);
  client.pragma('foreign_keys = OFF');
  const statement = client.prepare(sql);
  const rows = statement.reader ? statement.pluck().all() : [statement.run().changes];
  client.close();
  return rows;
}

describe.skipIf(withoutPostgres)('moving a database', () => {
  let place: MovablePlace;
  beforeEach(async () => {
    place = await makeMovablePlace();
  });
  afterEach(() => place.remove());

  /** Waits until the server has noticed that those of this test were closed. */
  const forgetConnections = () =>
    vi.waitFor(async () => {
      const others =
        "select 1 from pg_stat_activity where application_name = 'verdicts' and datname = current_database()";
      expect(await execute(place.url, others)).toEqual([]);
    });

  const there = () => move(place.sqlite, place.url);
  const back = () => move(place.postgres, `file:${place.back}`);

  test('a database that went to PostgreSQL and back has the same in every row of every table', async () => {
    const before = everythingIn(place.database);
    const { status, result } = await there();
    expect([status, result.from, result.earlierMove]).toEqual([0, `file:${place.database}`, 'none']);
    expect(result.tables).toContainEqual({ table: 'subscribers', rows: 10 });
    expect(result.tables).toHaveLength(MOVABLE_TABLES.length);
    expect((await back()).status).toBe(0);
    const after = everythingIn(place.back);
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
    for (const [table, rows] of Object.entries(before)) {
      expect(rows.length, table).toBeGreaterThan(0);
      if (table !== 'sqlite_sequence') expect(after[table], table).toEqual(rows);
    }
    expect(after.sqlite_sequence).toEqual(expect.arrayContaining(before.sqlite_sequence ?? []));
    expect(onFile(place.back, 'pragma integrity_check')).toEqual(['ok']);
  });

  test('ids go on where they were, in PostgreSQL and back in SQLite', async () => {
    onFile(place.database, "delete from subscribers where email = 'x6@y.test'");
    const add =
      "insert into subscribers (email, email_key, status, created_at) values ('n', 'n', 'pending', 1) returning id";
    await there();
    expect(await execute(place.url, add)).toEqual([{ id: 12 }]);
    await execute(place.url, "delete from subscribers where email = 'n'");
    await back();
    expect(onFile(place.back, add)).toEqual([13]);
  });

  test('a moved database has the indexes, foreign keys and triggers of a new one', async () => {
    const schema = async () => [
      await execute(place.url, "select indexdef from pg_indexes where schemaname = 'public' order by 1"),
      await execute(
        place.url,
        'select conname, pg_get_constraintdef(oid) as text from pg_constraint where conrelid <> 0 order by 1',
      ),
      await execute(place.url, 'select tgname from pg_trigger where not tgisinternal order by 1'),
    ];
    const before = await schema();
    await there();
    expect(await schema()).toEqual(before);
    await back();
    const made = (path: string) =>
      onFile(path, 'select sql from sqlite_master where sql is not null order by sql');
    expect(made(place.back)).toEqual(made(place.database));
  });

  test('a moved database is not taken for a restored copy, in PostgreSQL or back in SQLite', async () => {
    const check = { now: Date.UTC(2027, 0, 1), pattern: '0 9 * * 2', zone: 'UTC' };
    await there();
    const onServer = await openPostgresStores(place.url);
    expect((await onServer.scheduleStore.recordCheck(check)).copy).toBe('none');
    await onServer.close();
    await forgetConnections();
    expect((await back()).status).toBe(0);
    const inFile = openSqliteStores(place.back);
    expect((await inFile.scheduleStore.recordCheck(check)).copy).toBe('none');
    await inFile.close();
  });

  test('commands say the same of a database before and after it was moved, and refuse it once it was moved back', async () => {
    const commands = [
      ['issue', 'list'],
      ['comparisons', 'list'],
      ['subscribers', 'export'],
      ['look', 'show'],
    ];
    const ask = async (env: Record<string, string>) => {
      const answers = [];
      for (const command of commands) answers.push(await runCommand([...command, '--json'], { env }));
      return answers.map(({ status, stdout }) => [status, stdout]);
    };
    const before = await ask(place.sqlite);
    await there();
    expect(await ask(place.postgres)).toEqual(before);
    await forgetConnections();
    expect((await back()).status).toBe(0);
    for (const [status, stdout] of await ask(place.postgres)) {
      expect(status).toBe(1);
      expect(stdout).toContain(`This database was moved to file:${place.back} on`);
    }
  });

  test('after the move, every command refuses the database that was moved', async () => {
    const backups = join(place.folder, 'backups');
    expect((await runCommand(['backup', backups], { env: place.sqlite })).status).toBe(0);
    await there();
    const csv = join(place.folder, 'list.csv');
    writeFileSync(csv, 'email\nnew@verdicts.test\n');
    const commands = [
      ['draft'],
      ['send', '--yes'],
      ['issue', 'list'],
      ['comparisons', 'list'],
      ['subscribers', 'import', csv],
      ['subscribers', 'export'],
      ['look', 'show'],
      ['settings', 'show'],
      ['backup', backups],
      ['restore', backups],
      ['demo'],
      ['serve'],
      ['doctor'],
      ['database', 'move', '--to', 'postgres://verdicts@127.0.0.1:1/another'],
    ];
    for (const command of commands) {
      const { status, stdout, stderr } = await runCommand(command, { env: { ...place.sqlite, PORT: '0' } });
      expect(status, command.join(' ')).toBe(1);
      expect(stdout + stderr).toMatch(
        /This database was moved to\s+postgres:\/\/verdicts@127\.0\.0\.1:\d+\/test_\d+\s+on/,
      );
    }
    expect(onFile(place.database, 'select count(*) from subscribers')).toEqual([10]);
  });

  test('earlier versions take a moved database for a newer one', async () => {
    await there();
    const latest = onFile(place.database, 'select max(created_at) from __drizzle_migrations');
    expect(latest).toEqual([Number.MAX_SAFE_INTEGER]);
  });

  test('a PostgreSQL database that was moved refuses to open, and every change of whoever has it open already', async () => {
    await there();
    const earlier = await openPostgres(place.url);
    const client = await earlier.connect();
    await client.query("set application_name = 'another program'");
    expect((await back()).status).toBe(0);
    for (const change of [
      'delete from subscribers',
      "insert into tools (key, name) values ('x', 'X')",
      'truncate reviews',
    ])
      await expect(client.query(change)).rejects.toThrow(`This database was moved to file:${place.back} on`);
    await expect(openPostgres(place.url)).rejects.toThrow(`This database was moved to file:${place.back} on`);
    client.release();
    await earlier.end();
  });

  test('as the page says, the mark of a move is removed by hand', async () => {
    await there();
    await back();
    const page = readFileSync('docs/moving-the-database.md', 'utf8');
    const [ofFile = '', ofServer = ''] = [...page.matchAll(/^ {2}(delete|drop) .*;$/gm)].map(([sql]) =>
      sql.trim(),
    );
    onFile(place.database, ofFile);
    openDatabase(place.database).$client.close();
    await execute(place.url, ofServer);
    await (await openPostgres(place.url)).end();
  });

  describe('what stops a move, before anything is changed', () => {
    const expectRefused = async (moved: Awaited<ReturnType<typeof there>>, message: RegExp) => {
      expect(moved.status).toBe(1);
      expect(moved.result.error.message).toMatch(message);
      openDatabase(place.database).$client.close();
      expect(await execute(place.url, 'select count(*) as rows from tools')).toEqual([{ rows: 0 }]);
    };

    test('a running serve', async () => {
      const served = await makeBackedUpPlace();
      const server = await served.serve();
      const moved = await move(
        { ...served.env, SIGNING_SECRET: readFileSync(join(served.folder, 'signing-secret'), 'utf8').trim() },
        place.url,
      );
      await expectRefused(
        moved,
        /Another process has the database .* open\. Stop "serve" and every other command on it, then move/,
      );
      await server.stop();
      await served.remove();
    });

    test('another move of the same database', async () => {
      const client = new Database(place.database);
      lockExclusively(client, place.database, 'move it');
      const moved = await there();
      client.close();
      await expectRefused(moved, /Another process has the database/);
    });

    test('another process on PostgreSQL, and another move there', async () => {
      const pool = await openPostgres(place.url);
      await pool.query('select 1');
      expect((await there()).result.error.message).toMatch(
        /Other processes have the database .* open, from 127\.0\.0\.1 \(1 connection\)\. Stop every "serve"/,
      );
      await pool.query("set application_name = 'another program'");
      const client = await pool.connect();
      // All that a move holds: nobody waits for it in silence.
      await client.query(
        'begin; select pg_advisory_xact_lock(n) from generate_series(7283001, 7283003) as n',
      );
      const moved = await there();
      await client.query('rollback');
      client.release();
      await pool.end();
      await expectRefused(moved, /Another "database move" uses/);
    });

    test('a text with U+0000, which it names', async () => {
      onFile(place.database, "update reviews set text = 'a' || char(0) || 'b' where side = 2");
      const moved = await there();
      await expectRefused(
        moved,
        /The text of reviews whose comparison_id, side, ordinal is 1, 2, 1 contains the character U\+0000/,
      );
      onFile(place.database, /update .*/.exec(moved.result.error.message)?.[0] ?? '');
      expect(onFile(place.database, 'select text from reviews where side = 2')).toEqual(['ab']);
      expect((await there()).status).toBe(0);
    });

    test('a row that refers to nothing, which it names', async () => {
      onFile(place.database, 'update deliveries set subscriber_id = 99 where id = 1');
      await expectRefused(
        await there(),
        /A row of deliveries \(rowid 1\) refers to a row of subscribers that does not exist/,
      );
    });

    test('a target that is not empty', async () => {
      await execute(
        place.url,
        "insert into subscribers (email, email_key, status, created_at) values ('n', 'n', 'pending', 1)",
      );
      await expectRefused(await there(), /There is something in the database .* already\. Name an empty one/);
      await execute(place.url, 'delete from subscribers');
      await there();
      const file = await move(place.postgres, `file:${place.database}`);
      expect(file.result.error.message).toMatch(
        /There is a database at .* already\. Name a file that does not exist yet/,
      );
    });

    test('a target that was moved away itself', async () => {
      await there();
      await back();
      const again = await move({ ...place.sqlite, DATABASE_URL: `file:${place.back}` }, place.url);
      expect(again.result.error.message).toMatch(/There is something in the database .* already/);
    });

    test('links in emails that would stop working', async () => {
      const file = join(dirname(place.database), 'signing-secret');
      writeFileSync(file, `${SECRET.toUpperCase()}\n`);
      const other = await there();
      expect([other.status, other.result.error.code]).toEqual([2, 'configuration']);
      await expectRefused({ ...other, status: 1 }, /Add it to SIGNING_SECRET, after a comma/);
      const none = await move({ ...place.sqlite, SIGNING_SECRET: '' }, place.url);
      await expectRefused(
        { ...none, status: 1 },
        /Set SIGNING_SECRET to it, and move again: umask 077; echo "SIGNING_SECRET=.* >> \.env; chmod o= \.env/,
      );
      const unset = await move({ ...place.postgres, SIGNING_SECRET: '' }, `file:${place.back}`);
      expect(unset.result.error.message).toMatch(/SIGNING_SECRET must be set to what serve has/);
      const both = { ...place.sqlite, SIGNING_SECRET: `${SECRET},${SECRET.toUpperCase()}` };
      expect((await move(both, place.url)).status).toBe(0);
    });

    test('a value that SQLite refuses, in the middle of the copy', async () => {
      await there();
      await execute(place.url, 'alter table deliveries drop constraint deliveries_status');
      await execute(place.url, "update deliveries set status = 'lost' where id = 2");
      const moved = await back();
      expect([moved.status, moved.result.error.code]).toEqual([1, 'storage']);
      expect(moved.result.error.message).toMatch(/CHECK constraint failed: deliveries_status/);
      expect([existsSync(place.back), existsSync(`${place.back}.moving`)]).toEqual([false, false]);
      await execute(place.url, "update deliveries set status = 'submitted' where id = 2");
      expect((await back()).status).toBe(0);
    });

    test('a move to the same kind of database', async () => {
      const moved = await move(place.sqlite, `file:${place.back}`);
      expect([moved.status, moved.result.error.code]).toEqual([2, 'usage']);
    });
  });

  test('of moves that begin together, one moves everything', async () => {
    const url = await makePostgresDatabase();
    const moves = [place.url, url, place.url].map((to) => moveApart(place.sqlite, to));
    const done = await Promise.all(moves);
    const moved = done.filter(({ status, result }) => status === 0 && result.earlierMove === 'none');
    expect(moved).toHaveLength(1);
    for (const { result } of done.filter(({ status }) => status !== 0))
      expect(result.error.message).toMatch(/Another process has the database|This database was moved to/);
  });

  test('tables and views of others stay behind, and are named', async () => {
    onFile(place.database, 'create view readers as select * from subscribers');
    expect((await there()).result.leftBehind).toEqual(['readers']);
    await execute(place.url, 'create table notes (text text)');
    expect((await back()).result.leftBehind).toEqual(['notes']);
    await execute(place.url, "insert into notes values ('still mine')");
  });

  test('back in SQLite, the secret is beside the database', async () => {
    await there();
    const folder = join(place.folder, 'new');
    mkdirSync(folder);
    expect((await move(place.postgres, `file:${folder}/back.db`)).status).toBe(0);
    expect(readFileSync(join(folder, 'signing-secret'), 'utf8')).toBe(`${SECRET}\n`);
  });

  describe('a move that is killed', () => {
    /** Whether each of the two databases can be opened. */
    const usable = async (path: string) => {
      const opens = async (open: () => unknown) => {
        try {
          await open();
          return true;
        } catch (error) {
          expect(String(error)).toMatch(/was moved to|was not finished/);
          return false;
        }
      };
      const file = existsSync(path) && (await opens(() => openDatabase(path).$client.close()));
      const server = await opens(async () => (await openPostgres(place.url)).end());
      const [{ rows } = { rows: 0 }] = await execute(place.url, 'select count(*) as rows from subscribers');
      return { file, server: server && rows === 10 };
    };

    test.each([
      [
        'while it looks for what cannot be moved',
        { when: 'before', what: 'instr(' },
        { file: true, server: false },
        'none',
      ],
      [
        'while it copies',
        { when: 'before', what: 'from "deliveries" order by' },
        { file: true, server: false },
        'started-over',
      ],
      [
        'before the source is marked',
        { when: 'before', what: 'commit' },
        { file: true, server: false },
        'started-over',
      ],
      [
        'after the source was marked',
        { when: 'after', what: 'commit' },
        { file: false, server: false },
        'finished',
      ],
    ] as const)(
      'to PostgreSQL %s leaves one database at most, and is finished by the next',
      async (_, at, left, earlier) => {
        const before = everythingIn(place.database);
        expect((await moveUntil({ env: place.sqlite, to: place.url }, at)).signal).toBe('SIGKILL');
        expect(await usable(place.database)).toEqual(left);
        const { status, result } = await moveApart(place.sqlite, place.url);
        expect([status, result.earlierMove]).toEqual([0, earlier]);
        expect(result.tables).toContainEqual({ table: 'subscribers', rows: 10 });
        expect(await usable(place.database)).toEqual({ file: false, server: true });
        await back();
        expect(everythingIn(place.back).deliveries).toEqual(before.deliveries);
      },
    );

    test('to PostgreSQL while it copies leaves nothing that could be taken for a new database', async () => {
      const at = { when: 'before', what: 'from "deliveries" order by' } as const;
      await moveUntil({ env: place.sqlite, to: place.url }, at);
      const opening = openPostgres(place.url).then((db) => db.end());
      await expect(opening).rejects.toThrow(`Set DATABASE_URL to file:${place.database} and run`);
    });

    test.each([
      [
        'while it copies',
        { when: 'before', what: 'insert into "deliveries"' },
        { file: false, server: true },
        'started-over',
      ],
      [
        'before everything is kept',
        { when: 'before', what: 'commit' },
        { file: false, server: true },
        'started-over',
      ],
      [
        'before it is in its place',
        { when: 'before', what: 'link' },
        { file: false, server: true },
        'started-over',
      ],
      [
        'when it is in its place',
        { when: 'after', what: 'link' },
        { file: false, server: true },
        'started-over',
      ],
      [
        'before the mark of the file is taken away',
        { when: 'before', what: 'delete from __drizzle' },
        { file: false, server: false },
        'finished',
      ],
    ] as const)(
      'to SQLite %s leaves one database at most, and is finished by the next',
      async (_, at, left, earlier) => {
        const before = everythingIn(place.database);
        await there();
        expect((await moveUntil({ env: place.postgres, to: `file:${place.back}` }, at)).signal).toBe(
          'SIGKILL',
        );
        expect(await usable(place.back)).toEqual(left);
        // Whoever opens the file without the variable must not get a new secret.
        if (!left.server) expect(existsSync(join(place.folder, 'signing-secret'))).toBe(true);
        const { status, result } = await moveApart(place.postgres, `file:${place.back}`);
        expect([status, result.earlierMove]).toEqual([0, earlier]);
        expect(await usable(place.back)).toEqual({ file: true, server: false });
        expect(everythingIn(place.back).deliveries).toEqual(before.deliveries);
        expect(existsSync(`${place.back}.moving`)).toBe(false);
        rmSync(place.back);
      },
    );
  });
});
