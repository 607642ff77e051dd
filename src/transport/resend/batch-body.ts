import type { FrozenIssue } from '../../issues/frozen-issue.ts';
import type { EmailTemplate } from '../../issues/mail-template.ts';
import type { Mailbox } from '../../issues/newsletter.ts';
import { issueHeaders } from '../mime.ts';
import type { Message, OutgoingBatch, Recipient } from '../transport.ts';

/**
 * Resend: send batch emails. The issue's parts are encoded once, since encoding them per recipient is most of the work.
 */
export function writeBatchBody({ issue, recipients }: OutgoingBatch): Uint8Array[] {
  const fixed = fixedPartsOf(issue);
  const parts: Uint8Array[] = [];
  for (const [index, recipient] of recipients.entries()) {
    parts.push(index === 0 ? fixed.first : fixed.next, recipientPart(issue, recipient));
    fill(parts, { template: issue.html, encoded: fixed.html, recipient });
    parts.push(fixed.betweenHtmlAndText);
    fill(parts, { template: issue.text, encoded: fixed.text, recipient });
    parts.push(fixed.end);
  }
  parts.push(fixed.last);
  return parts;
}

/** Resend: send email. The same message always gives the same bytes. */
export function writeMessageBody({ from, replyTo, to, subject, headers, html, text }: Message): Uint8Array {
  const message = {
    from: mailbox(from),
    ...(replyTo === null ? {} : { reply_to: mailbox(replyTo) }),
    to: [to.email],
    subject,
    headers: Object.fromEntries(headers),
    html,
    text,
  };
  return Buffer.from(JSON.stringify(message));
}

interface FixedParts {
  first: Buffer;
  next: Buffer;
  html: Buffer[];
  betweenHtmlAndText: Buffer;
  text: Buffer[];
  end: Buffer;
  last: Buffer;
}

const fixedPartsCache = new WeakMap<FrozenIssue, FixedParts>();

function fixedPartsOf(issue: FrozenIssue): FixedParts {
  const present = fixedPartsCache.get(issue);
  if (present !== undefined) return present;
  const { from, replyTo, subject } = issue;
  const common = {
    from: mailbox(from),
    subject,
    ...(replyTo === null ? {} : { reply_to: mailbox(replyTo) }),
  };
  const opening = JSON.stringify(common).slice(0, -1);
  const parts = {
    first: Buffer.from(`[${opening},`),
    next: Buffer.from(`,${opening},`),
    html: encode(issue.html),
    betweenHtmlAndText: Buffer.from('","text":"'),
    text: encode(issue.text),
    end: Buffer.from('"}'),
    last: Buffer.from(']'),
  };
  fixedPartsCache.set(issue, parts);
  return parts;
}

function encode({ fixed }: EmailTemplate): Buffer[] {
  return fixed.map((text) => Buffer.from(jsonStringContent(text)));
}

function jsonStringContent(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** No name in `to`: one that the provider cannot parse would have the message rejected. */
function recipientPart(issue: FrozenIssue, recipient: Recipient): Buffer {
  const own = {
    to: [recipient.email],
    headers: Object.fromEntries(issueHeaders(issue, recipient)),
    tags: [
      { name: 'issue', value: issue.id },
      { name: 'delivery', value: String(recipient.deliveryId) },
    ],
  };
  return Buffer.from(`${JSON.stringify(own).slice(1, -1)},"html":"`);
}

function fill(
  parts: Uint8Array[],
  { template, encoded, recipient }: { template: EmailTemplate; encoded: Buffer[]; recipient: Recipient },
): void {
  for (const [index, part] of encoded.entries()) {
    parts.push(part);
    const place = template.places[index];
    if (place !== undefined) parts.push(Buffer.from(jsonStringContent(recipient.tokens[place])));
  }
}

/** `Name <address>`, with the name quoted unless it is plain words (RFC 5322, section 3.4). */
function mailbox({ name, email }: Mailbox): string {
  if (name === null) return email;
  const isPlain = /^[\p{L}\p{N} _-]+$/u.test(name);
  return `${isPlain ? name : `"${name.replace(/["\\]/g, '\\$&')}"`} <${email}>`;
}
