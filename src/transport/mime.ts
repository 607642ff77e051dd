import MailComposer from 'nodemailer/lib/mail-composer';
import type { FrozenIssue } from '../issues/frozen-issue.ts';
import { fillTemplate } from '../issues/mail-template.ts';
import { domainOf, type Mailbox } from '../issues/newsletter.ts';
import { linkTo } from '../render/render-issue.ts';
import { type Mail, type Recipient, referenceOf } from './transport.ts';

/** One subscriber's copy of an issue. */
export function issueMail(issue: FrozenIssue, recipient: Recipient): Mail {
  return {
    from: issue.from,
    replyTo: issue.replyTo,
    to: { email: recipient.email, name: recipient.name },
    subject: issue.subject,
    date: issue.date,
    reference: referenceOf(issue, recipient),
    headers: issueHeaders(issue, recipient),
    html: fillTemplate(issue.html, recipient.tokens),
    text: fillTemplate(issue.text, recipient.tokens),
  };
}

/**
 * The headers of a subscriber's copy: one-click unsubscribing (RFC 8058, section 3.1), the list's identity
 * (RFC 2919), and a reference that keeps mail clients from folding two issues into one thread.
 */
export function issueHeaders(issue: FrozenIssue, recipient: Recipient): [name: string, value: string][] {
  return [
    ['List-Unsubscribe', `<${linkTo('unsubscribe', recipient.tokens.unsubscribe, issue.publicUrl)}>`],
    ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
    ['List-Id', issue.listId],
    ['X-Entity-Ref-ID', referenceOf(issue, recipient)],
  ];
}

/**
 * Writes a mail as MIME, both parts transfer-encoded. The same mail always gives the same bytes.
 *
 * @param lineEnd `windows` is CRLF, as RFC 5322 has it; `unix` is LF, as mail stands in a Maildir.
 */
export function composeMime(mail: Mail, lineEnd: 'windows' | 'unix'): Promise<Buffer> {
  const composer = new MailComposer({
    from: addressOf(mail.from),
    ...(mail.replyTo === null ? {} : { replyTo: addressOf(mail.replyTo) }),
    to: addressOf(mail.to),
    subject: mail.subject,
    date: new Date(mail.date),
    messageId: `<${mail.reference}@${domainOf(mail.from)}>`,
    headers: mail.headers.map(([key, value]) => ({ key, value })),
    html: mail.html,
    text: mail.text,
    textEncoding: 'quoted-printable',
    baseBoundary: mail.reference,
    newline: lineEnd,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

function addressOf({ name, email }: Mailbox): { name: string; address: string } {
  return { name: name ?? '', address: email };
}
