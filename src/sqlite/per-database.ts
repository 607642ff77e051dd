import type { SqliteDatabase } from './open-database.ts';

/** Prepares something once per database. */
export function perDatabase<T>(prepare: (db: SqliteDatabase) => T): (db: SqliteDatabase) => T {
  const prepared = new WeakMap<SqliteDatabase, { value: T }>();
  return (db) => {
    const known = prepared.get(db) ?? { value: prepare(db) };
    prepared.set(db, known);
    return known.value;
  };
}
