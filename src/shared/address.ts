import { type DomainReading, readDomain } from './domain.ts';
import { AppError } from './errors.ts';

export type AddressReading = { ok: true; email: string; emailKey: string } | { ok: false; reason: string };

/** RFC 5321, sections 4.5.3.1.1 and 4.5.3.1.3: 256 octets minus angle brackets (RFC 3696, erratum 1690). */
const MAX_LOCAL_PART_LENGTH = 64;
const MAX_ADDRESS_LENGTH = 254;
/** Longer than any valid email address before its domain is converted. */
const MAX_INPUT_LENGTH = 1_000;
const MAX_TYPED_LENGTH = 320;

/** RFC 5322, section 3.2.3: dot-atom. The dots are checked separately, so that the expression cannot backtrack. */
const ATEXT = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+$/;
const PRINTABLE_ASCII = /^[!-~]+$/;
/** White space, and invisible characters copied along from a page or a spreadsheet. */
const SURROUNDING = /[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;
/** The same without the two joiners that some scripts need inside a domain. */
const INVISIBLE = /[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;

/**
 * `email` is the address as typed, trimmed; `emailKey` has the local part in lower case and the domain in ASCII (UTS
 * #46). The local part must be ASCII, because the provider does not support SMTPUTF8 (RFC 6531). `reason` is a
 * sentence for the person who typed it.
 */
export function parseAddress(input: string): AddressReading {
  if (input.length > MAX_INPUT_LENGTH) return refused(TOO_LONG);
  if (/[\r\n\0]/.test(input)) return refused('The address contains a line break or a NUL character.');
  const email = trimPasted(input);
  if (email === '') return refused('There is no email address.');
  if (email.length > MAX_TYPED_LENGTH) return refused(TOO_LONG);
  const at = email.lastIndexOf('@');
  if (at === -1) return refused('The address has no @.');
  if (INVISIBLE.test(email)) return refused('The address contains an invisible character.');
  const localPart = email.slice(0, at);
  const domain = readDomain(email.slice(at + 1));
  const reason = localPartProblem(localPart) ?? domainProblem(domain);
  if (reason !== undefined) return refused(reason);
  // Gives the same result for ASCII, as one string instead of a concatenation.
  const emailKey = PRINTABLE_ASCII.test(email)
    ? email.toLowerCase()
    : `${localPart.toLowerCase()}@${asciiOf(domain)}`;
  return emailKey.length > MAX_ADDRESS_LENGTH ? refused(TOO_LONG) : { ok: true, email, emailKey };
}

/** The form for SMTP: a domain in ASCII. @throws AppError `input` for what {@link parseAddress} rejects. */
export function toSmtpAddress(email: string): string {
  const reading = parseAddress(email);
  if (!reading.ok) throw new AppError('input', `"${email}" is not an email address: ${reading.reason}`);
  return (
    reading.email.slice(0, reading.email.lastIndexOf('@')) +
    reading.emailKey.slice(reading.emailKey.lastIndexOf('@'))
  );
}

const TOO_LONG = `The address is longer than ${MAX_ADDRESS_LENGTH} characters.`;

const refused = (reason: string) => ({ ok: false as const, reason });

const domainProblem = (domain: DomainReading) => (domain.ok ? undefined : domain.reason);
const asciiOf = (domain: DomainReading) => (domain.ok ? domain.ascii : '');

function trimPasted(input: string): string {
  if (PRINTABLE_ASCII.test(input)) return input;
  let start = 0;
  let end = input.length;
  while (start < end && SURROUNDING.test(input.charAt(start))) start += 1;
  while (end > start && SURROUNDING.test(input.charAt(end - 1))) end -= 1;
  return input.slice(start, end).normalize('NFC');
}

function localPartProblem(localPart: string): string | undefined {
  if (localPart === '') return 'There is nothing before the @.';
  if (localPart.startsWith('"')) return 'An address in quotation marks cannot be used.';
  if (localPart.includes('@')) return 'The address has more than one @.';
  if (/\s/.test(localPart)) return 'The address contains white space.';
  if (/[^\0-\x7f]/.test(localPart)) {
    return 'The part before the @ contains a letter that our email provider cannot send to. Use only a–z, digits and common signs.';
  }
  if (!ATEXT.test(localPart))
    return 'The part before the @ contains a character that an email address cannot have.';
  if (localPart.length > MAX_LOCAL_PART_LENGTH) {
    return `The part before the @ is longer than ${MAX_LOCAL_PART_LENGTH} characters.`;
  }
  if (localPart.startsWith('.') || localPart.endsWith('.') || localPart.includes('..')) {
    return 'The part before the @ begins or ends with a dot, or has two in a row.';
  }
  return undefined;
}
