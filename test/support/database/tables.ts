import { onTestFinished, TestRunner } from 'vitest';
import { openPostgresStores } from '../../../src/postgres/open-stores.ts';
import { createSqliteChangeStore } from '../../../src/sqlite/change-store.ts';
import { sqliteEngine } from '../../../src/sqlite/engine.ts';
import {
  detectByMarker,
  markerInMemory,
  type RestoreMarkerFile,
} from '../../../src/sqlite/files/restore-marker.ts';
import { openDatabase, type SqliteDatabase } from '../../../src/sqlite/open-database.ts';
import { createSqliteRateLimitStore } from '../../../src/sqlite/rate-limits.ts';
import { createStores } from '../../../src/store/create-stores.ts';
import { createScheduleStore } from '../../../src/store/issues/schedule-store.ts';
import type { RateLimitStore } from '../../../src/subscribers/sign-ups/rate-limit-store.ts';
import { borrowDatabase } from './borrowed-database.ts';
import { emptyDatabase } from './empty-database.ts';

/** The stores on a SQLite database that is open already. */
export function storesOn(db: SqliteDatabase, marker: RestoreMarkerFile = markerInMemory()) {
  const detector = detectByMarker(marker);
  return {
    scheduleStore: createScheduleStore(sqliteEngine(db), detector),
    rateLimitStore: createSqliteRateLimitStore(db),
    changeStore: createSqliteChangeStore(db),
    ...createStores(sqliteEngine(db), detector),
    close: async () => {
      db.$client.close();
    },
  };
}

export const sqlOn =
  (db: SqliteDatabase): BehindItsBack['sql'] =>
  async (text) =>
    runAll(db, text);

export type Rows = Record<string, unknown>[];
export type Tables = Record<string, Rows>;

/** What a test does to a database behind the program's back. */
export interface BehindItsBack {
  /** Runs statements; one that selects gives its rows. */
  sql(text: string): Promise<Rows>;
  /**
   * Every row of every table, in an order that does not depend on when it was written; except for counts of limits,
   * sessions and events of the studio, and the row by which each database differs from all others.
   */
  tables(): Promise<Tables>;
}

/** The database that tests run on which are not about one of them: `vitest.config.ts` runs some of them on both. */
export const TEST_DATABASE = process.env.TEST_DATABASE === 'postgres' ? 'postgres' : 'sqlite';

/** The statement after which the next subscriber has the id after this one. */
export const skippingIds = (last: number) =>
  TEST_DATABASE === 'postgres'
    ? `select setval('subscribers_id_seq', ${last})`
    : `update sqlite_sequence set seq = ${last} where name = 'subscribers'`;

/** The stores on an empty database, and all that is in it. They are closed at the end of the test, if not before. */
export async function openWithTables(): Promise<OpenedStores> {
  if (TEST_DATABASE === 'postgres') return openPostgresTables();
  const { db, tables, ...stores } = openSqliteTables();
  return { ...stores, sql: sqlOn(db), tables: async () => tables() };
}

export type OpenedStores = Omit<ReturnType<typeof storesOn>, 'rateLimitStore'> & {
  rateLimitStore: RateLimitStore;
} & BehindItsBack;

async function openPostgresTables(): Promise<OpenedStores> {
  const database = await borrowDatabase();
  const stores = await openPostgresStores(database.url);
  let isChanged = false;
  const sql: BehindItsBack['sql'] = async (text) => {
    isChanged ||= /\b(drop|alter|create)\b/i.test(text);
    return database.sql(text);
  };
  let closing: Promise<void> | undefined;
  const closeOnce = async () => {
    await stores.close();
    if (!isChanged) await database.giveBack();
  };
  const close = async () => {
    closing ??= closeOnce();
    return closing;
  };
  if (TestRunner.getCurrentTest() !== undefined) onTestFinished(close);
  return { ...stores, sql, tables: () => tablesOfPostgres(sql), close };
}

async function tablesOfPostgres(sql: BehindItsBack['sql']): Promise<Tables> {
  const names = await sql('select tablename as name from pg_tables where schemaname = current_schema()');
  const tables: Tables = {};
  for (const name of names.map(({ name }) => String(name)).sort())
    if (!LEFT_OUT.includes(name)) tables[name] = await sql(`select * from "${name}" order by 1, 2`);
  return tables;
}

function runAll({ $client }: SqliteDatabase, text: string): Rows {
  if (/^\s*(select|pragma)/i.test(text)) return $client.prepare<[], Rows[number]>(text).all();
  $client.exec(text);
  return [];
}

/** The same on SQLite, in memory, for what is tried there only. */
export function openSqliteTables() {
  const db = openDatabase(emptyDatabase());
  return { ...storesOn(db), db, tables: () => tablesOfSqlite(db) };
}

function tablesOfSqlite(db: SqliteDatabase): Tables {
  const names = runAll(db, "select name from sqlite_master where type = 'table' and name not like 'sqlite%'");
  return Object.fromEntries(
    names
      .map(({ name }) => String(name))
      .filter((name) => !LEFT_OUT.includes(name))
      .sort()
      .map((name) => [name, runAll(db, `select * from "${name}" order by 1, 2`)]),
  );
}

const LEFT_OUT = [
  'rate_limits',
  'scheduler_watch',
  'studio_sessions',
  'studio_events',
  'applied_migrations',
  'known_server',
];
