import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ISSUE_STATUSES } from '../../src/issues/issue-status-rules.ts';
import { projectPath } from '../../src/shared/project-path.ts';
import { migrateDatabase } from '../../src/sqlite/migrate-database.ts';
import { leftOutMessage } from '../../src/sqlite/own-objects.ts';
import {
  MIGRATIONS,
  migrationsAndOneMore,
  migrationsUpTo,
  SQUASHED_AT,
} from '../support/database/migration-folders.ts';
import { fillEveryTable } from '../support/database/rows-in-every-table.ts';
import { makePlace, type Place, startNode } from '../support/processes.ts';

type Row = Record<string, unknown>;

let place: Place;
let client: Database.Database;
beforeEach(async () => {
  place = await makePlace({ hasDatabase: false });
  client = new Database(place.database);
});
afterEach(async () => {
  client.close();
  await place.remove();
});

const NEWEST = MIGRATIONS.length - 1;

const tableNames = () =>
  client
    .prepare<[], string>(
      `select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like '\\_\\_%' escape '\\' order by name`,
    )
    .pluck()
    .all();

const readRows = (table: string) =>
  client.prepare<[], Row>(`select * from "${table}" order by 1, 2`).all() as Row[];

/** What a table of an earlier version held, read from where it is now. */
const MOVED: Readonly<Record<string, string>> = {
  comparison_sides: 'select *, side as position from comparison_sides order by 1, 2',
  reviews: 'select *, side as position from reviews order by 1, 2',
  deliveries: `
    select *, coalesce(reject_code, exclusion_reason, bounce_code) as code, provider_state as event,
      provider_state_at as event_at, bounce_kind as bounce
    from deliveries order by id`,
  letters: `select * from outgoing_emails where kind <> 'notice' order by id`,
  editor_notices: `select *, earlier_id as id from outgoing_emails where kind = 'notice' order by id`,
};

const readMigrated = (table: string) => {
  const moved = MOVED[table];
  return moved === undefined ? readRows(table) : (client.prepare<[], Row>(moved).all() as Row[]);
};

const readAll = () => new Map(tableNames().map((table) => [table, readRows(table)]));

/** Issues with everything that a table of its own holds today, under the names that it had in this table before. */
const readWholeIssues = () =>
  client
    .prepare<[], Row>(`
      select i.*, t.subject as edited_subject, t.preheader as edited_preheader, t.intro as edited_intro,
        f.subject as frozen_subject, f.content as frozen, f.cut_off, f.frozen_at,
        a.last_subscriber_id as audience_cursor, a.fixed_at as audience_frozen_at,
        coalesce(a.candidates, 0) as candidates, coalesce(a.included, 0) as prepared,
        coalesce(a.excluded_suppressed, 0) as excluded_suppressed, coalesce(a.excluded_paused, 0) as excluded_paused,
        coalesce(c.delayed, 0) as delayed, coalesce(c.delivered, 0) as delivered,
        coalesce(c.bounced, 0) as bounced, coalesce(c.complained, 0) as complained
      from issues as i left join text_overrides as t on t.issue_id = i.id left join frozen_copies as f on f.id = i.freeze_id
        left join audiences as a on a.issue_id = i.id left join provider_counts as c on c.issue_id = i.id
      order by i.id`)
    .all();

/** Columns that hold nothing in any row, so that nobody would see it if a migration lost them. */
const columnsWithoutValue = () =>
  tableNames().flatMap((table) =>
    (client.pragma(`table_info('${table}')`) as { name: string }[])
      .filter(({ name }) => client.prepare(`select count("${name}") from "${table}"`).pluck().get() === 0)
      .map(({ name }) => `${table}.${name}`),
  );

const readSchema = () =>
  client
    .prepare<[], Row>(
      `select type, name, tbl_name from sqlite_master where name not like 'sqlite%' order by 1, 2`,
    )
    .all();

const columnsOf = (table: string) =>
  client
    .prepare<[string], Row>(
      'select name, type, "notnull", dflt_value, pk from pragma_table_info(?) order by name',
    )
    .all(table);

/** What each CHECK, index and trigger says, however it was written. */
const readRules = () =>
  client
    .prepare<[], { name: string; sql: string }>(
      `select name, sql from sqlite_master where sql is not null and name not like '\\_\\_%' escape '\\' and name not like 'sqlite%'`,
    )
    .all()
    .flatMap(({ name, sql }) => {
      const plain = sql
        .replace(/--.*/g, '')
        .replace(/[`"\s]/g, '')
        .replaceAll(`${name}.`, '')
        .replace(/in\(('[^()]*')\)/g, (_, list: string) => `in(${list.split(',').sort()})`);
      return /^createtable/i.test(plain) ? checksIn(plain).map((check) => `${name}: ${check}`) : [plain];
    })
    .sort();

function checksIn(sql: string): string[] {
  return [...sql.matchAll(/CONSTRAINT\w+CHECK(?=\()/g)].map(({ index, 0: head }) => {
    const start = index + head.length;
    let end = start;
    for (let depth = 0; end === start || depth > 0; end += 1)
      depth += sql[end] === '(' ? 1 : sql[end] === ')' ? -1 : 0;
    return head + sql.slice(start, end);
  });
}

const readSequences = () =>
  new Map(
    client
      .prepare<[], { name: string; seq: number }>('select name, seq from sqlite_sequence')
      .all()
      .map(({ name, seq }) => [name, seq]),
  );

/** A database with the migrations 0 to `last` and rows in each of its tables. */
function makeFilled(last: number): Map<string, Row[]> {
  migrateDatabase(client, migrationsUpTo(last, join(place.folder, 'earlier')));
  fillEveryTable(client, last);
  return readAll();
}

/** What drizzle-kit generates when a CHECK of a table changes: the table is made again and takes the place of the old. */
function rebuildOf(table: string, change: (sql: string) => string = (sql) => sql): string[] {
  const of = (type: string) =>
    client
      .prepare<[string, string], string>(
        'select sql from sqlite_master where type = ? and tbl_name = ? and sql is not null',
      )
      .pluck()
      .all(type, table);
  const [made = ''] = of('table');
  const named = made
    .replace(`TABLE \`${table}\``, `TABLE \`__new_${table}\``)
    .replace(`TABLE "${table}"`, `TABLE \`__new_${table}\``)
    .replaceAll(`"${table}".`, `"__new_${table}".`);
  const columns = (client.pragma(`table_info('${table}')`) as { name: string }[])
    .map(({ name }) => `"${name}"`)
    .join(', ');
  return [
    'PRAGMA foreign_keys=OFF;',
    `${change(named)};`,
    `INSERT INTO \`__new_${table}\`(${columns}) SELECT ${columns} FROM \`${table}\`;`,
    `DROP TABLE \`${table}\`;`,
    `ALTER TABLE \`__new_${table}\` RENAME TO \`${table}\`;`,
    'PRAGMA foreign_keys=ON;',
    ...of('index').map((sql) => `${sql};`),
  ];
}

const applyOneMore = (statements: readonly string[]) =>
  migrateDatabase(client, migrationsAndOneMore(statements, join(place.folder, 'later')));

describe('a database that is brought up to date', () => {
  test.each(MIGRATIONS.map((name, number) => ({ name, number })))(
    'a database migrated from $name keeps every row of every table, and every value in it',
    ({ number }) => {
      const before = makeFilled(number);
      expect(columnsWithoutValue(), 'add values to test/support/database/rows-in-every-table.ts').toEqual([]);
      migrateDatabase(client);
      for (const [table, rows] of before) {
        const after = table === 'issues' ? readWholeIssues() : readMigrated(table);
        expect(after, table).toHaveLength(rows.length);
        expect(after, table).toMatchObject(rows);
      }
    },
  );

  test.each(MIGRATIONS.map((name, number) => ({ name, number })))(
    'a database migrated from $name has the tables, indexes and triggers of a new one',
    ({ number }) => {
      makeFilled(number);
      migrateDatabase(client);
      const upToDate = readSchema();
      client.close();
      client = new Database(':memory:');
      migrateDatabase(client);
      expect(upToDate).toEqual(readSchema());
    },
  );

  test('a database from the last step before the first migration has the columns and rules of a new one', () => {
    const read = () => ({
      columns: tableNames().map((table) => [table, columnsOf(table)]),
      rules: readRules(),
    });
    makeFilled(NEWEST);
    migrateDatabase(client);
    const upToDate = read();
    client.close();
    client = new Database(':memory:');
    migrateDatabase(client);
    const made = read();
    expect(upToDate).toEqual(made);
    expect(made.rules.length).toBeGreaterThan(100);
    expect(SQUASHED_AT.step).toBe(SQUASHED_AT.first);
  });

  test('a database whose emails refer to a subscriber that another program removed is brought up to date', () => {
    const last = MIGRATIONS.indexOf('0013_outgoing-emails') - 1;
    makeFilled(last);
    client.pragma('foreign_keys = OFF');
    client.exec('delete from subscribers where id = 3');
    migrateDatabase(client);
    const emails = readRows('outgoing_emails').filter(({ kind }) => kind !== 'notice');
    expect(emails.map(({ subscriber_id }) => subscriber_id)).toEqual(emails.map(() => null));
    expect(emails).not.toEqual([]);
  });

  test('a migrated database has foreign keys on, and no dangling references', () => {
    makeFilled(0);
    migrateDatabase(client);
    expect(client.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(client.pragma('foreign_key_check')).toEqual([]);
  });
});

describe("an operator's own views, triggers and indexes", () => {
  const OWN = `
    create table import_log (side integer, note text);
    create view report as select issue_id, count(*) as n from deliveries group by 1;
    create view busiest as select * from report order by n desc;
    create view bounces as select event, code from deliveries;
    create view bounce_counts as select count(*) from bounces;
    create index deliveries_by_time on deliveries (updated_at);
    create index deliveries_by_event on deliveries (event);
    create index import_log_by_side on import_log (side);
    create trigger note_tool after insert on tools begin insert into import_log (note) values (new.name); end;
    create trigger note_review after insert on reviews begin insert into import_log (side) values (new.position); end;
    create trigger watch_code after update of status, code on deliveries begin select 1; end;
    create trigger set_code after insert on tools begin update deliveries set code = null; end;`;

  const kept = () =>
    client
      .prepare<[], string>(
        "select name from sqlite_master where type in ('view', 'trigger', 'index') and sql is not null",
      )
      .pluck()
      .all();

  test('those that fit the new tables are still there after an upgrade, and work', () => {
    makeFilled(MIGRATIONS.indexOf('0011_studio'));
    client.exec(OWN);
    migrateDatabase(client);
    const fitting = ['report', 'busiest', 'deliveries_by_time', 'import_log_by_side', 'note_tool'];
    expect(kept()).toEqual(expect.arrayContaining(fitting));
    expect(client.prepare('select sum(n) from busiest').pluck().get()).toBe(readRows('deliveries').length);
    client.exec("insert into tools (key, name) values ('new', 'New')");
    expect(readRows('import_log')).toEqual([{ side: null, note: 'New' }]);
  });

  test('those that no longer fit stop no upgrade: they are named, and their SQL is kept', () => {
    makeFilled(MIGRATIONS.indexOf('0011_studio'));
    client.exec(OWN);
    const leftOut = migrateDatabase(client);
    const names = [
      'bounce_counts',
      'bounces',
      'deliveries_by_event',
      'note_review',
      'set_code',
      'watch_code',
    ];
    expect(leftOut.map(({ name }) => name).sort()).toEqual(names);
    expect(leftOut.map(leftOutMessage)[0]).toBe(
      'The upgrade left out your own view "bounces", because it no longer fits (no such column: event). Its SQL is kept in the database: select sql from __left_out',
    );
    expect(kept().filter((name) => names.includes(name))).toEqual([]);
    const saved = client.prepare<[], string>('select sql from __left_out order by name').pluck().all();
    expect(saved).toHaveLength(names.length);
    expect(saved[1]).toBe('CREATE VIEW bounces as select event, code from deliveries');
    expect(migrateDatabase(client)).toEqual([]);
  });

  test('an upgrade that fails leaves them as they were', () => {
    makeFilled(NEWEST);
    client.exec('create view report as select status from issues');
    expect(() => applyOneMore([...rebuildOf('issues'), 'SELECT no_such_function();'])).toThrow();
    expect(kept()).toContain('report');
  });
});

describe("another program's database", () => {
  test.each([
    ['with a table of another name', 'create table posts (title)'],
    ['with a table of the same name', 'create table issues (title)'],
    [
      'that drizzle migrated too',
      'create table users (name); create table __drizzle_migrations (id, hash, created_at); insert into __drizzle_migrations values (1, 2, 3)',
    ],
  ])('another program’s database, %s, is refused and left as it is', (_, sql) => {
    client.exec(sql);
    const before = readSchema();
    expect(() => migrateDatabase(client)).toThrow(/belongs to another program.*Set DATABASE_URL/);
    expect(readSchema()).toEqual(before);
  });

  test('a database that a replication tool has only looked at is not refused', () => {
    client.exec('create table _litestream_seq (id)');
    migrateDatabase(client);
    expect(tableNames()).toContain('subscribers');
  });
});

describe('a later version', () => {
  test('a migration that adds a state keeps the overrides, items, batches and deliveries of every issue', () => {
    const before = makeFilled(NEWEST);
    const states = (list: readonly string[]) => list.map((state) => `'${state}'`).join(', ');
    applyOneMore(
      rebuildOf('issues', (sql) => {
        expect(sql).toContain(`in (${states(ISSUE_STATUSES)})`);
        return sql.replace(
          `in (${states(ISSUE_STATUSES)})`,
          `in (${states([...ISSUE_STATUSES, 'archived'])})`,
        );
      }),
    );
    for (const table of ['item_overrides', 'issue_items', 'batches', 'deliveries', 'issues'])
      expect(readRows(table), table).toEqual(before.get(table));
    client.exec(`update issues set status = 'archived' where slot = '2026-W46'`);
    expect(client.pragma('foreign_keys', { simple: true })).toBe(1);
  });

  const tables = () => {
    const memory = new Database(':memory:');
    migrateDatabase(memory);
    const sql = `select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like '%drizzle%'`;
    const names = memory.prepare<[], string>(sql).pluck().all();
    memory.close();
    return names;
  };

  test.each(tables())(
    'a migration that rebuilds the table %s keeps the rows of all tables, and all triggers',
    (table) => {
      const before = makeFilled(NEWEST);
      const schema = readSchema();
      applyOneMore(rebuildOf(table));
      expect(readAll()).toEqual(before);
      expect(readSchema()).toEqual(schema);
      expect(() => client.exec(`update consent_events set source = 'forged'`)).toThrow('append-only');
    },
  );

  test.each([
    [
      'subscribers',
      `insert into subscribers (email, email_key, status, created_at) values ('x', 'x', 'pending', 1)`,
    ],
    ['tools', `insert into tools (key, name) values ('new', 'New')`],
  ])('a migration that rebuilds the table %s does not reuse the ids of removed rows', (table, insert) => {
    makeFilled(NEWEST);
    const last = readSequences().get(table) ?? 0;
    expect(readRows(table).at(-1)?.id).toBeLessThan(last);
    applyOneMore(rebuildOf(table));
    expect(client.prepare(insert).run().lastInsertRowid).toBe(last + 1);
  });

  test('a migration that would leave dangling references is refused, and changes nothing', () => {
    const before = makeFilled(NEWEST);
    expect(() => applyOneMore(["DELETE FROM issues WHERE slot = '2026-W48';"])).toThrow(
      /was not changed.*item_overrides to issues \(1\)/,
    );
    expect(readAll()).toEqual(before);
  });

  test('a migration succeeds although another program left a dangling reference', () => {
    makeFilled(NEWEST);
    client.pragma('foreign_keys = OFF');
    client.exec('update comparison_sides set tool_id = 99 where side = 2');
    const before = readAll();
    applyOneMore(rebuildOf('issues'));
    expect(readAll()).toEqual(before);
  });

  test('a migration that fails in the middle changes nothing', () => {
    const before = makeFilled(NEWEST);
    const statements = rebuildOf('issues');
    expect(() => applyOneMore([...statements.slice(0, -2), 'SELECT no_such_function();'])).toThrow(
      'no_such_function',
    );
    expect(readAll()).toEqual(before);
    applyOneMore(statements);
    expect(readAll()).toEqual(before);
  });

  test('a migration may change a trigger and rebuild its table', () => {
    makeFilled(NEWEST);
    const trigger = `CREATE TRIGGER consent_events_no_update BEFORE UPDATE ON consent_events BEGIN SELECT RAISE(ABORT, 'not allowed'); END;`;
    applyOneMore([...rebuildOf('consent_events'), trigger]);
    expect(() => client.exec(`update consent_events set source = 'forged'`)).toThrow('not allowed');
  });
});

describe('while a database is brought up to date', () => {
  /** A process of its own that brings the database up to date; `before` is run first, with `client` at hand. */
  const migrateElsewhere = (folder: string, before = '') => {
    const module = projectPath('src', 'sqlite', 'migrate-database.ts');
    const script = `
      import Database from 'better-sqlite3';
      const { migrateDatabase } = await import(${JSON.stringify(module)});
      const client = new Database(${JSON.stringify(place.database)});
      client.pragma('busy_timeout = 20000');
      ${before}
      migrateDatabase(client, ${JSON.stringify(folder)});`;
    return startNode(['--import', 'tsx', '--input-type=module', '--eval', script], { cwd: projectPath() })
      .finished;
  };
  const COUNT_UP = 'UPDATE scheduler_watch SET checks = checks + 1;';

  beforeEach(() => {
    client.pragma('journal_mode = WAL');
  });

  test('processes that start at once apply each migration once', async () => {
    makeFilled(NEWEST);
    const statements = [COUNT_UP, ...rebuildOf('issues')];
    const folder = migrationsAndOneMore(statements, join(place.folder, 'later'));
    const all = await Promise.all([1, 2, 3].map(() => migrateElsewhere(folder)));
    expect(all.map(({ status, stderr }) => [status, stderr])).toEqual(all.map(() => [0, '']));
    expect(readRows('scheduler_watch')).toMatchObject([{ checks: 8 }]);
    expect(readRows('__drizzle_migrations')).toHaveLength(MIGRATIONS.length + 1);
  });

  test('a migration that is killed in the middle changes nothing, and the next process finishes it', async () => {
    const before = makeFilled(NEWEST);
    const rebuild = rebuildOf('issues');
    const folder = migrationsAndOneMore([...rebuild, 'SELECT die();'], join(place.folder, 'later'));
    const { signal } = await migrateElsewhere(
      folder,
      `client.function('die', () => process.kill(process.pid, 'SIGKILL'));`,
    );
    expect(signal).toBe('SIGKILL');
    expect(readAll()).toEqual(before);
    client.function('die', () => 1);
    migrateDatabase(client, folder);
    expect(readAll()).toEqual(before);
  });

  test('a running program can read and write during a migration', async () => {
    makeFilled(NEWEST);
    const read = client.prepare('select count(*) from item_overrides').pluck();
    const write = client.prepare('update issues set reason = ? where id = 3');
    expect(read.get()).toBe(1);
    const folder = migrationsAndOneMore(rebuildOf('issues'), join(place.folder, 'later'));
    expect(await migrateElsewhere(folder)).toMatchObject({ status: 0 });
    expect(read.get()).toBe(1);
    expect(write.run('Still here.').changes).toBe(1);
    expect(client.pragma('foreign_key_check')).toEqual([]);
  });
});
