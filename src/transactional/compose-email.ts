import { createHash } from 'node:crypto';
import type { Mailbox, Newsletter } from '../issues/newsletter.ts';
import type { TokenSigner } from '../links/tokens.ts';
import type { LookStore } from '../look/look-store.ts';
import { renderNotice } from '../render/render-notice.ts';
import { type RenderedEmail, renderTransactionalEmail } from '../render/render-transactional-email.ts';
import { toSmtpAddress } from '../shared/address.ts';
import type { Message } from '../transport/transport.ts';
import type { Notice, OutgoingEmail, TransactionalEmail } from './outgoing-email-store.ts';

export interface ComposedEmail {
  message: Message;
  idempotencyKey: string;
}

export interface ComposeDeps {
  newsletter: Newsletter;
  lookStore: Pick<LookStore, 'readLook'>;
  signer: TokenSigner;
  /** Whom to send notices to, and the time zone of the times in them; null if notices are not sent. */
  notices: { editor: Mailbox; zone: string } | null;
}

/**
 * What an email says with the settings and the look in force, and a key made of that: as what is composed anew after a
 * refusal may differ, a key never stands for two messages.
 */
export async function composeEmail(email: OutgoingEmail, deps: ComposeDeps): Promise<ComposedEmail> {
  return email.kind === 'notice' ? composeNotice(email, deps) : composeTransactionalEmail(email, deps);
}

async function composeTransactionalEmail(
  email: TransactionalEmail,
  { newsletter, lookStore, signer }: ComposeDeps,
): Promise<ComposedEmail> {
  const to = { email: toSmtpAddress(email.email), name: null };
  const { look } = await lookStore.readLook();
  const rendered = await renderTransactionalEmail(email, { newsletter, look, signer });
  return composeMessage(`letter-${email.number}`, { to, date: email.createdAt, rendered, newsletter });
}

async function composeNotice(
  notice: Notice,
  { newsletter, lookStore, notices }: ComposeDeps,
): Promise<ComposedEmail> {
  if (notices === null) throw new Error('A notice was claimed, but there is no editor.');
  const { editor: to, zone } = notices;
  const { look } = await lookStore.readLook();
  const rendered = await renderNotice(notice, { newsletter, look, zone });
  return composeMessage(`notice-${notice.number}`, { to, date: notice.createdAt, rendered, newsletter });
}

/** Without list headers (RFC 2369, section 2); marked as automatic (RFC 3834, section 5). */
function composeMessage(
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
