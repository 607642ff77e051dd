import type { ChangeStore } from '../http/studio/frame/change-store.ts';
import type { SqliteDatabase } from './open-database.ts';

/**
 * Changes as SQLite counts them: `data_version` is another one after a commit of another connection, `total_changes()`
 * grows with the rows that this one changes.
 */
export function createSqliteChangeStore({ $client }: SqliteDatabase): ChangeStore {
  const others = $client.prepare<[], number>('pragma data_version').pluck();
  const own = $client.prepare<[], number>('select total_changes()').pluck();
  return { version: async () => `${others.get()}.${own.get()}` };
}
