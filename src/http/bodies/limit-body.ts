import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';

/**
 * Answers with `onTooLarge` where the body is longer than `maxSize` bytes, before it is read, and with `onBrokenOff` where
 * the request ended before its body did. The library's limit makes a stream of every body, which costs more than all the
 * rest: only a body of unknown length needs it.
 */
export function limitBody({
  maxSize,
  onTooLarge,
  onBrokenOff,
}: { maxSize: number } & Record<
  'onTooLarge' | 'onBrokenOff',
  (context: Context) => Response
>): MiddlewareHandler {
  const limitStream = bodyLimit({ maxSize, onError: onTooLarge });
  return async (context, next) => {
    // Within another limit, and Hono keeps it for the next reader.
    if (context.req.raw.bodyUsed) return next();
    const length = context.req.header('content-length');
    if (length === undefined || context.req.header('transfer-encoding') !== undefined) {
      // What the handler throws is answered before it gets here, so this is the reading of the body that failed.
      return limitStream(context, next).catch(() => onBrokenOff(context));
    }
    return Number(length) > maxSize ? onTooLarge(context) : next();
  };
}
