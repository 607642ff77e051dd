import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

describe.skipIf(withoutPostgres)('the tables of SQLite and PostgreSQL', () => {
  let sqlite: SqliteDatabase;
  let client: Client;
  beforeEach(async () => {
    sqlite = openDatabase(emptyDatabase());
    client = new Client({ connectionString: await makePostgresDatabase() });
    await client.connect();
    await client.query('begin');
  });
  afterEach(async () => {
    sqlite.$client.close();
    await client.end();
  });

  const sql = async (text: string) => (await client.query(text)).rows;

  async function bothShapes(): Promise<{ inSqlite: Shapes; inPostgres: Shapes }> {
    const inPostgres = await postgresShapes(sql);
    for (const name of ONLY_IN_POSTGRES) delete inPostgres[name];
    for (const name of ENDING_WITH_ID) {
      const { columns = [] } = inPostgres.deliveries?.indexes[name] ?? {};
      expect(columns.pop()).toBe('id');
    }
    return { inSqlite: await inPostgresWords(sqliteShapes(sqlite.$client), sql), inPostgres };
  }

  test('agree in every column, key, index, CHECK and trigger', async () => {
    const { inSqlite, inPostgres } = await bothShapes();
    expect(inPostgres).toEqual(inSqlite);
    expect(Object.keys(inSqlite).length).toBeGreaterThan(30);
    expect(inSqlite.consent_events?.triggers).toEqual(['before delete', 'before update']);
  });
});
