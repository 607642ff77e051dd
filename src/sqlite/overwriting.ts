import type { SqliteDatabase } from './open-database.ts';

/** Overwrites what `work` deletes, where SQLite would only mark the space as free. */
export function overwriting<T>({ $client }: SqliteDatabase, work: () => T): T {
  $client.pragma('secure_delete = on');
  try {
    return work();
  } finally {
    $client.pragma('secure_delete = off');
  }
}
