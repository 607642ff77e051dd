import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { problem } from './problem.ts';

const UNAUTHORIZED = {
  status: 401,
  title: 'The bearer token is missing or wrong',
  detail: 'Send it as Authorization: Bearer, followed by the token.',
} as const;

/**
 * Requires the bearer token (RFC 6750, section 2.1). Hono's own middleware answers a missing, malformed or wrong token
 * differently; here neither the answer nor its timing reveals which it was.
 */
export function requireBearer(token: string, onRefused: () => void = () => undefined): MiddlewareHandler {
  const expected = hashOf(token);
  return async (context, next) => {
    const [, given = ''] = /^bearer +([^ ]+)$/i.exec(context.req.header('authorization') ?? '') ?? [];
    if (timingSafeEqual(hashOf(given), expected)) return next();
    onRefused();
    return problem(context, UNAUTHORIZED, { 'WWW-Authenticate': 'Bearer realm="comparisons"' });
  };
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
