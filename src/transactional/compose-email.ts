import { createHash } from 'node:crypto';
import type { Mailbox, Newsletter } from '../issues/newsletter.ts';
import type { TokenSigner } from '../links/tokens.ts';
import { type RenderedEmail, renderTransactionalEmail } from '../render/render-transactional-email.ts';
import { toSmtpAddress } from '../shared/address.ts';
import type { TransactionalEmail } from '../subscribers/sign-ups/sign-up-store.ts';
import type { Message } from '../transport/transport.ts';

export interface ComposedEmail {
  message: Message;
  idempotencyKey: string;
}

export async function composeEmail(
  email: TransactionalEmail,
  { newsletter, signer }: { newsletter: Newsletter; signer: TokenSigner },
): Promise<ComposedEmail> {
  const to = { email: toSmtpAddress(email.email), name: null };
  const rendered = await renderTransactionalEmail(email, { newsletter, signer });
  return composeMessage(`letter-${email.id}`, { to, date: email.createdAt, rendered, newsletter });
}

/** Deterministic. No list headers (RFC 2369, section 2); marked as automatic (RFC 3834, section 5). */
export function composeMessage(
  name: string,
  {
    to,
    date,
    rendered,
    newsletter,
  }: { to: Mailbox; date: number; rendered: RenderedEmail; newsletter: Newsletter },
): ComposedEmail {
  const content = {
    from: newsletter.from,
    replyTo: newsletter.replyTo,
    to,
    date,
    headers: [['Auto-Submitted', 'auto-generated']] as const,
    ...rendered,
  };
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
  const idempotencyKey = `${name}-${hash}`;
  return { message: { ...content, reference: idempotencyKey }, idempotencyKey };
}
