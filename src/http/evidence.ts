import type { Context } from 'hono';
import type { Evidence } from '../subscribers/sign-ups/sign-up-store.ts';

const MAX_USER_AGENT_LENGTH = 500;

/** Where a request came from, and how: recorded with the consent. */
export function evidenceOf(context: Context, source: string): Evidence {
  const userAgent = context.req.header('user-agent')?.trim().slice(0, MAX_USER_AGENT_LENGTH) ?? '';
  const networkAddress = context.get('networkAddress') ?? null;
  return { source, networkAddress, userAgent: userAgent === '' ? null : userAgent };
}
