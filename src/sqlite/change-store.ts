import type { ChangeStore } from '../http/studio/frame/change-store.ts';
import type { SqliteDatabase } from './open-database.ts';

/** Twice 10 µs of work each time. */
const POLL_INTERVAL_MS = 50;

/** Raw statements, for pragmas: `data_version` changes with commits of other connections, `total_changes()` with our own. */
export function createSqliteChangeStore({ $client }: SqliteDatabase): ChangeStore {
  const others = $client.prepare<[], number>('pragma data_version').pluck();
  const own = $client.prepare<[], number>('select total_changes()').pluck();
  return { version: async () => `${others.get()}.${own.get()}`, pollIntervalMs: POLL_INTERVAL_MS };
}
