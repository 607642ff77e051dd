import type { Context } from 'hono';
import { z } from 'zod';
import { suggestDomain } from '../../../subscribers/sign-ups/suggest-address.ts';
import type { Site } from '../site.ts';
import type { Mistyped } from './sign-up-page.ts';

/** A redirect target, so that reloading does not sign up again. */
export const THANKS = '/check-your-inbox';

const NO_STORE = { 'Cache-Control': 'no-store', Vary: 'Accept' } as const;

export const acceptedSignUpSchema = z.object({
  status: z.literal('check-your-inbox'),
  suggestion: z.string().optional().describe('another address, if the domain looks mistyped'),
});

/** The suggestion depends only on the address that was typed. */
export function thanksInJson(context: Context, { email, emailKey }: { email: string; emailKey: string }) {
  const meant = suggestDomain(domainIn(emailKey));
  const localPart = email.slice(0, email.lastIndexOf('@'));
  const taken: z.infer<typeof acceptedSignUpSchema> = {
    status: 'check-your-inbox',
    ...(meant !== null && { suggestion: `${localPart}@${meant}` }),
  };
  return context.json(taken, 202, NO_STORE);
}

/** The query names only the domain: URLs are logged and stored. */
export function thanks(
  context: Context,
  site: Site,
  { emailKey, redirectTo }: { emailKey: string; redirectTo: string | null },
) {
  const typed = domainIn(emailKey);
  const query = suggestDomain(typed) === null ? '' : `?${new URLSearchParams({ typed })}`;
  return context.body(null, 303, { ...NO_STORE, Location: redirectTo ?? site.path(THANKS) + query });
}

const domainIn = (address: string) => address.slice(address.lastIndexOf('@') + 1);

/** Anyone can write such a link, so only domains that have a suggestion are shown. */
export function mistypedIn(context: Context): Mistyped | null {
  const typed = context.req.query('typed') ?? '';
  const meant = suggestDomain(typed);
  return meant === null ? null : { typed, meant };
}
