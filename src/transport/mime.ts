import MailComposer from 'nodemailer/lib/mail-composer';
import type { FrozenIssue } from '../render/frozen-issue.ts';
import { fillTemplate } from '../render/mail-template.ts';
import { linkTo } from '../render/render-issue.ts';
import { type Recipient, referenceOf } from './transport.ts';

/** What every mail has, whatever it is. */
export interface Mail {
  from: string;
  replyTo: string | null;
  to: { email: string; name: string | null };
  subject: string;
  /** The instant of its `Date` header. */
  date: number;
  /** Makes its `Message-ID`, together with the sender's domain; printable ASCII without spaces. */
  reference: string;
  headers: readonly (readonly [name: string, value: string])[];
  html: string;
  text: string;
}

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

/** Writes a mail as MIME (RFC 5322), both parts transfer-encoded. The same mail always gives the same bytes. */
export function composeMime(mail: Mail): Promise<Buffer> {
  const { email, name } = mail.to;
  const composer = new MailComposer({
    from: mail.from,
    ...(mail.replyTo === null ? {} : { replyTo: mail.replyTo }),
    to: name === null ? email : { name, address: email },
    subject: mail.subject,
    date: new Date(mail.date),
    messageId: `<${mail.reference}@${domainOf(mail.from)}>`,
    headers: mail.headers.map(([key, value]) => ({ key, value })),
    html: mail.html,
    text: mail.text,
    textEncoding: 'quoted-printable',
    baseBoundary: mail.reference,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

function domainOf(from: string): string {
  return /@([^\s<>@]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
}
