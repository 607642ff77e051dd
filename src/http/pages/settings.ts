import type { MiddlewareHandler } from 'hono';
import { shareRuns } from '../../shared/jobs/share-runs.ts';

/** Each request sees the settings as they are now. */
export function withCurrentSettings(refreshSettings: () => Promise<void>): MiddlewareHandler {
  const refresh = shareRuns(refreshSettings);
  return async (_, next) => {
    // A store that fails now leaves the settings that were last read.
    await refresh().catch(() => undefined);
    await next();
  };
}
