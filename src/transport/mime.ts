import MailComposer from 'nodemailer/lib/mail-composer';
import type { FrozenIssue } from '../issues/frozen-issue.ts';
import { fillTemplate } from '../issues/mail-template.ts';
import { domainOf, type Mailbox } from '../issues/newsletter.ts';
import { recipientUrl } from '../render/render-issue.ts';
import { type Message, messageReference, type Recipient } from './transport.ts';

export function issueMail(issue: FrozenIssue, recipient: Recipient): Message {
  return {
    from: issue.from,
    replyTo: issue.replyTo,
    to: { email: recipient.email, name: recipient.name },
    subject: issue.subject,
    date: issue.date,
    reference: messageReference(issue, recipient),
    headers: issueHeaders(issue, recipient),
    html: fillTemplate(issue.html, recipient.tokens),
    text: fillTemplate(issue.text, recipient.tokens),
  };
}

/** RFC 8058 (section 3.1), RFC 2919; the reference keeps email clients from threading two issues together. */
export function issueHeaders(issue: FrozenIssue, recipient: Recipient): [name: string, value: string][] {
  return [
    ['List-Unsubscribe', `<${recipientUrl('unsubscribe', recipient.tokens.unsubscribe, issue.publicUrl)}>`],
    ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
    ['List-Id', issue.listId],
    ['X-Entity-Ref-ID', messageReference(issue, recipient)],
  ];
}

/** Deterministic. @param lineEnd `windows` is CRLF, as in RFC 5322; `unix` is LF, as in a Maildir. */
export function composeMime(message: Message, lineEnd: 'windows' | 'unix'): Promise<Buffer> {
  const composer = new MailComposer({
    from: nodemailerAddress(message.from),
    ...(message.replyTo === null ? {} : { replyTo: nodemailerAddress(message.replyTo) }),
    to: nodemailerAddress(message.to),
    subject: message.subject,
    date: new Date(message.date),
    messageId: `<${message.reference}@${domainOf(message.from)}>`,
    headers: message.headers.map(([key, value]) => ({ key, value })),
    html: message.html,
    text: message.text,
    textEncoding: 'quoted-printable',
    baseBoundary: message.reference,
    newline: lineEnd,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

function nodemailerAddress({ name, email }: Mailbox): { name: string; address: string } {
  return { name: name ?? '', address: email };
}
