import type { Context } from 'hono';
import { linkHashesIn } from '../../../links/link-token.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { Link, SignUpStore } from '../../../subscribers/sign-ups/sign-up-store.ts';
import type { EmailKind } from '../../../subscribers/transactional-email.ts';

/** The link that a request follows, however email programs mangled it, and its hash; null if there is none. */
export async function findLinkIn(
  context: Context,
  kind: EmailKind,
  { subscriberStore, clock }: { subscriberStore: Pick<SignUpStore, 'findLink'>; clock: Clock },
): Promise<{ hash: string; link: Link } | null> {
  for (const hash of linkHashesIn(context.req.param('token') ?? '')) {
    const link = await subscriberStore.findLink({ hash, kind, now: clock.now() });
    if (link !== null) return { hash, link };
  }
  return null;
}
