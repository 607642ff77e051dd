import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';

/**
 * Calls `onTooLarge` before reading a body longer than `maxSize` bytes, and `onIncomplete` if the request ends before
 * its body does. Hono's `bodyLimit` wraps every body in a stream, which is expensive, so it is used only for bodies of
 * unknown length.
 */
export function limitBody({
  maxSize,
  onTooLarge,
  onIncomplete,
}: { maxSize: number } & Record<
  'onTooLarge' | 'onIncomplete',
  (context: Context) => Response
>): MiddlewareHandler {
  const limitStream = bodyLimit({ maxSize, onError: onTooLarge });
  return async (context, next) => {
    // An outer limit has read it already, and Hono caches it.
    if (context.req.raw.bodyUsed) return next();
    const length = context.req.header('content-length');
    if (length === undefined || context.req.header('transfer-encoding') !== undefined) {
      // Errors from the handler never reach this point, so it was reading the body that failed.
      return limitStream(context, next).catch(() => onIncomplete(context));
    }
    return Number(length) > maxSize ? onTooLarge(context) : next();
  };
}
