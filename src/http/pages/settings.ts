import type { MiddlewareHandler } from 'hono';

/** Each request sees the settings as they are now. */
export function withCurrentSettings(refresh: () => Promise<void>): MiddlewareHandler {
  return async (_, next) => {
    // A store that fails now leaves the settings that were last read.
    await refresh().catch(() => undefined);
    await next();
  };
}
