import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';

/**
 * Answers with `onError` where the body is longer than `maxSize` bytes, before it is read. The library's limit makes a
 * stream of every body, which costs more than all the rest: only a body of unknown length needs it.
 */
export function limitBody({
  maxSize,
  onError,
}: {
  maxSize: number;
  onError: (context: Context) => Response;
}): MiddlewareHandler {
  const limitStream = bodyLimit({ maxSize, onError });
  return async (context, next) => {
    const length = context.req.header('content-length');
    if (length === undefined || context.req.header('transfer-encoding') !== undefined)
      return limitStream(context, next);
    return Number(length) > maxSize ? onError(context) : next();
  };
}
