import type { Pool } from 'pg';
import type { ChangeStore } from '../http/studio/frame/change-store.ts';

/** Four questions a second, each less than half a millisecond of the server's time. */
const POLL_INTERVAL_MS = 250;

/**
 * Which transactions are visible: that changes with every commit, and with those to other databases of the server, which
 * costs an open page of the studio a look for nothing.
 */
export function createPostgresChangeStore(pool: Pool): ChangeStore {
  return {
    version: async () => {
      const { rows } = await pool.query<{ version: string }>('select pg_current_snapshot()::text as version');
      return rows[0]?.version ?? '';
    },
    pollIntervalMs: POLL_INTERVAL_MS,
  };
}
