import { createHash } from 'node:crypto';
import type { Newsletter } from '../newsletter.ts';
import { renderLetter } from '../render/render-letter.ts';
import type { Letter } from '../store/sign-up-store.ts';
import { mailableAddress } from '../subscribers/address.ts';
import type { Mail } from '../transport/transport.ts';

/** A letter as it is handed over. */
export interface ComposedLetter {
  mail: Mail;
  idempotencyKey: string;
}

/**
 * Composes a letter, dated by the instant at which it was written. The same letter of the same newsletter always gives
 * the same mail and the same key. It is no mail of the list, so it has no list headers (RFC 2369, section 2), but says
 * that no person wrote it (RFC 3834, section 5).
 */
export async function composeLetter(letter: Letter, newsletter: Newsletter): Promise<ComposedLetter> {
  const content = {
    from: newsletter.from,
    replyTo: newsletter.replyTo,
    to: { email: mailableAddress(letter.email), name: null },
    date: letter.createdAt,
    headers: [['Auto-Submitted', 'auto-generated']] as const,
    ...(await renderLetter(letter, newsletter)),
  };
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
  const idempotencyKey = `letter-${letter.id}-${hash}`;
  return { mail: { ...content, reference: idempotencyKey }, idempotencyKey };
}
