import type { MiddlewareHandler } from 'hono';
import { every } from 'hono/combine';
import { etag } from 'hono/etag';

/** Answers 304 if the caller's copy is current, by entity tag or date (RFC 9110, 13.1). */
export function revalidate(): MiddlewareHandler {
  return every(ifModifiedSince, etag());
}

/** The date counts only if no entity tag is given (RFC 9110, 13.1.3). */
const ifModifiedSince: MiddlewareHandler = async (context, next) => {
  await next();
  if (!context.res.ok || context.req.header('If-None-Match') !== undefined) return;
  const since = Date.parse(context.req.header('If-Modified-Since') ?? '');
  const modified = Date.parse(context.res.headers.get('Last-Modified') ?? '');
  // Equal, not newer: when the latest issue is withdrawn, the one before becomes the latest again. NaN equals nothing.
  if (modified === since) context.res = new Response(null, { status: 304 });
};
