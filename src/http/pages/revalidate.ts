import type { MiddlewareHandler } from 'hono';
import { every } from 'hono/combine';
import { etag } from 'hono/etag';

/** Answers 304 where the caller has the page already, by its entity tag or its date (RFC 9110, 13.1). */
export function revalidate(): MiddlewareHandler {
  return every(ifModifiedSince, etag());
}

/** The date counts only where no entity tag is given (RFC 9110, 13.1.3). */
const ifModifiedSince: MiddlewareHandler = async (context, next) => {
  await next();
  if (!context.res.ok || context.req.header('If-None-Match') !== undefined) return;
  const since = Date.parse(context.req.header('If-Modified-Since') ?? '');
  const modified = Date.parse(context.res.headers.get('Last-Modified') ?? '');
  // The very date, as some servers have it: when an issue is taken back, the one before is the latest again. An invalid
  // date is NaN, which equals nothing.
  if (modified === since) context.res = new Response(null, { status: 304 });
};
