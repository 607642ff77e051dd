import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { Evidence } from '../store/sign-up-store.ts';

/** The longest browser's name that is kept, in characters. */
const LONGEST_USER_AGENT = 500;

/** From where a request came, and by which way: what is recorded with consent. */
export function evidenceOf(context: Context, source: string): Evidence {
  const userAgent = context.req.header('user-agent')?.trim().slice(0, LONGEST_USER_AGENT) ?? '';
  return { source, networkAddress: addressOf(context), userAgent: userAgent === '' ? null : userAgent };
}

/** Null where there is no connection, as in tests. */
function addressOf(context: Context): string | null {
  try {
    return getConnInfo(context).remote.address ?? null;
  } catch {
    return null;
  }
}
