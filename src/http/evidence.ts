import type { Context } from 'hono';
import type { Evidence } from '../subscribers/sign-ups/sign-up-store.ts';

/** The longest browser's name that is kept, in characters. */
const MAX_USER_AGENT_LENGTH = 500;

/** From where a request came (see `client-address.ts`), and by which way: what is recorded with consent. */
export function evidenceOf(context: Context, source: string): Evidence {
  const userAgent = context.req.header('user-agent')?.trim().slice(0, MAX_USER_AGENT_LENGTH) ?? '';
  const networkAddress = context.get('networkAddress') ?? null;
  return { source, networkAddress, userAgent: userAgent === '' ? null : userAgent };
}
