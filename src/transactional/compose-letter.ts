import { createHash } from 'node:crypto';
import type { Mailbox, Newsletter } from '../issues/newsletter.ts';
import type { TokenSigner } from '../links/tokens.ts';
import { type RenderedLetter, renderLetter } from '../render/render-letter.ts';
import { toSmtpAddress } from '../shared/address.ts';
import type { Letter } from '../subscribers/sign-ups/sign-up-store.ts';
import type { Message } from '../transport/transport.ts';

export interface ComposedLetter {
  message: Message;
  idempotencyKey: string;
}

export async function composeLetter(
  letter: Letter,
  { newsletter, signer }: { newsletter: Newsletter; signer: TokenSigner },
): Promise<ComposedLetter> {
  const to = { email: toSmtpAddress(letter.email), name: null };
  const rendered = await renderLetter(letter, { newsletter, signer });
  return composeMessage(`letter-${letter.id}`, { to, date: letter.createdAt, rendered, newsletter });
}

/** Deterministic. No list headers (RFC 2369, section 2); marked as automatic (RFC 3834, section 5). */
export function composeMessage(
  name: string,
  {
    to,
    date,
    rendered,
    newsletter,
  }: { to: Mailbox; date: number; rendered: RenderedLetter; newsletter: Newsletter },
): ComposedLetter {
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
