import type { MiddlewareHandler } from 'hono';
import { shareRuns } from '../../shared/jobs/share-runs.ts';
import { REFRESH_WAIT_MS, waitAtMost } from '../../shared/wait-at-most.ts';

/** Each request sees the settings as they are now. */
export function withCurrentSettings(refreshSettings: () => Promise<void>): MiddlewareHandler {
  const refresh = shareRuns(refreshSettings);
  return async (_, next) => {
    // A store that fails now, or does not answer, leaves the settings that were last read.
    await waitAtMost(REFRESH_WAIT_MS, refresh()).catch(() => undefined);
    await next();
  };
}
