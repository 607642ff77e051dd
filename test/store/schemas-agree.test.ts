import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase, type SqliteDatabase } from '../../src/sqlite/open-database.ts';
import { emptyDatabase } from '../support/database/empty-database.ts';
import { makePostgresDatabase, withoutPostgres } from '../support/database/postgres-server.ts';
import { inPostgresWords } from '../support/database/schemas/in-postgres-words.ts';
import { postgresShapes } from '../support/database/schemas/postgres-shapes.ts';
import { sqliteShapes } from '../support/database/schemas/sqlite-shapes.ts';
import type { Shapes } from '../support/database/schemas/table-shape.ts';

/** Where a server's database is, and its list of migrations; SQLite has a file and Drizzle's own list. */
const ONLY_IN_POSTGRES = ['known_server', 'applied_migrations'];

/** These are read in the order of ids, page by page. In SQLite, every index ends with the id of the row by itself. */
const ENDING_WITH_ID = ['deliveries_not_submitted', 'deliveries_bounced_or_complained'];

/** In PostgreSQL it leads to one batch, or each delivery that is added might read all batches of its issue. */
const BEGINNING_WITH_KEY = 'batches_counts';

/** Implied by that to the batch, and costly where a million deliveries are added. */
const ONLY_IN_SQLITE = 'issue_id → issues (id) on delete no action';

const ANEW = 'drop index subscribers_pending; create index subscribers_pending on subscribers';

describe.skipIf(withoutPostgres)('the tables of SQLite and PostgreSQL', () => {
  let client: Client;
  let sqlite: SqliteDatabase;
  beforeAll(async () => {
    client = new Client({ connectionString: await makePostgresDatabase() });
    await client.connect();
  });
  afterAll(() => client.end());
  beforeEach(async () => {
    sqlite = openDatabase(emptyDatabase());
    await client.query('begin');
  });
  afterEach(async () => {
    await client.query('rollback');
    sqlite.$client.close();
  });

  const sql = async (text: string) => (await client.query(text)).rows;
  const inSqlite = () => inPostgresWords(sqliteShapes(sqlite.$client), sql);
  const inPostgres = async (): Promise<Shapes> => {
    const shapes = await postgresShapes(sql);
    for (const name of ONLY_IN_POSTGRES) delete shapes[name];
    for (const name of ENDING_WITH_ID) {
      const { columns = [] } = shapes.deliveries?.indexes[name] ?? {};
      if (columns.at(-1) === 'id') columns.pop();
    }
    const { columns = [] } = shapes.batches?.indexes[BEGINNING_WITH_KEY] ?? {};
    if (columns[1] === 'number') columns.splice(1, 1);
    const keys = shapes.deliveries?.foreignKeys ?? [];
    if (!keys.includes(ONLY_IN_SQLITE)) keys.push(ONLY_IN_SQLITE);
    keys.sort();
    return shapes;
  };

  test('agree in every column, key, index, CHECK and trigger', async () => {
    const shapes = await inSqlite();
    expect(await inPostgres()).toEqual(shapes);
    expect(Object.keys(shapes).length).toBeGreaterThan(30);
    expect(Object.values(shapes).flatMap(({ checks }) => Object.keys(checks)).length).toBeGreaterThan(100);
    expect(shapes.consent_events?.triggers).toEqual(['before delete', 'before update']);
  });

  test.each([
    ['a table', 'create table shoes (id bigint primary key)'],
    ['a column', 'alter table subscribers add column shoe_size bigint'],
    ['a type', 'alter table batches alter column recipients type varchar'],
    ['an order of texts', 'alter table subscribers alter column name type text collate "und-x-icu"'],
    ['a column that may be NULL', 'alter table subscribers alter column created_at drop not null'],
    ['a default', 'alter table batches alter column size set default 1'],
    ['ids of its own', 'alter table subscribers alter column id drop identity'],
    ['a key', 'alter table suppressions drop constraint suppressions_pkey'],
    ['an index', 'drop index subscribers_pending'],
    ['a condition of an index', `${ANEW} (id) where status = 'confirmed'`],
    [
      'an expression of an index',
      "drop index batches_unfinished; create index batches_unfinished on batches (issue_id, (idempotency_key is not null), number) where status in ('open', 'taken')",
    ],
    ['an order of an index', `${ANEW} (id desc) where status = 'pending'`],
    ['no uniqueness', 'alter table tools drop constraint tools_key_unique'],
    [
      'what goes with a row',
      'alter table link_tokens drop constraint link_tokens_subscriber_id_subscribers_id_fk',
    ],
    ['a CHECK', 'alter table tools drop constraint tools_name'],
    [
      'a limit of a CHECK',
      `alter table tools drop constraint tools_name, add constraint tools_name check (length(trim(name)) > 0 and length(name) <= 201)`,
    ],
    ['a trigger', 'drop trigger consent_events_no_change on consent_events'],
  ])('differ if PostgreSQL has, or has not, %s', async (_, statement) => {
    const before = await inPostgres();
    await sql(statement);
    expect(await inPostgres()).not.toEqual(before);
  });

  test.each([
    ['a column', 'alter table subscribers add column shoe_size integer'],
    ['an index', 'drop index subscribers_pending'],
    ['a trigger', 'drop trigger consent_events_no_delete'],
    [
      'a CHECK',
      'alter table tools add column size integer constraint "tools_size" check("tools"."size" > 0)',
    ],
  ])('differ if SQLite has, or has not, %s', async (_, statement) => {
    sqlite.$client.exec(statement);
    expect(await inSqlite()).not.toEqual(await inPostgres());
  });
});
