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
import { emptyDatabase } from './empty-database.ts';

/** The stores on a SQLite database that is open already. */
export function storesOn(db: SqliteDatabase, marker: RestoreMarkerFile = markerInMemory()) {
  return {
    scheduleStore: createScheduleStore(sqliteEngine(db), detectByMarker(marker)),
    rateLimitStore: createSqliteRateLimitStore(db),
    changeStore: createSqliteChangeStore(db),
    ...createStores(sqliteEngine(db)),
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

/** The stores on an empty database, and all that is in it. */
export async function openWithTables() {
  const { db, tables, ...stores } = openSqliteTables();
  return { ...stores, sql: sqlOn(db), tables: async () => tables() };
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

const LEFT_OUT = ['rate_limits', 'scheduler_watch', 'studio_sessions', 'studio_events'];
