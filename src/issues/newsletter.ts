import { parseAddress, toSmtpAddress } from '../shared/address.ts';

export const TRANSPORTS = ['outbox', 'resend'] as const;
export type TransportName = (typeof TRANSPORTS)[number];

export function transportLabel(transport: TransportName): string {
  return transport === 'resend' ? 'Resend' : 'the test mailbox';
}

export interface Mailbox {
  name: string | null;
  /** As used in SMTP: the domain is in ASCII. */
  email: string;
}

export interface Newsletter {
  name: string;
  /** As it is in emails: {@link namedSender}. */
  from: Mailbox;
  replyTo: Mailbox | null;
  postalAddress: string;
  /** Base URL of the public pages, without a trailing slash. */
  publicUrl: string;
  /** What the environment or `.env` sets, where the studio cannot change it; none if left out. */
  setInEnvironment?: readonly SenderSetting[];
}

/** Defaults for an unconfigured newsletter, as in `.env.example`: safe for the outbox. */
export const EXAMPLE_NEWSLETTER = {
  name: 'Weekly AI Tool Verdicts',
  from: 'digest@verdicts.example',
  postalAddress: '1 Example Street, 00000 Exampletown',
  publicUrl: 'http://127.0.0.1:3000',
} as const;

export const SENDER_SETTINGS = [
  'NEWSLETTER_FROM',
  'NEWSLETTER_REPLY_TO',
  'POSTAL_ADDRESS',
  'PUBLIC_URL',
] as const;
export type SenderSetting = (typeof SENDER_SETTINGS)[number];

/** What people call each. */
export const SENDER_WORDS: Readonly<Record<SenderSetting, string>> = {
  NEWSLETTER_FROM: 'sender',
  NEWSLETTER_REPLY_TO: 'reply address',
  POSTAL_ADDRESS: 'postal address',
  PUBLIC_URL: 'public URL',
};

/** Where to set it: what belongs to the machine, or is set in the environment, cannot be changed in the studio. */
export function senderPlace(setting: SenderSetting, sender: Sender): string {
  return isInSettings(setting, sender)
    ? `the ${SENDER_WORDS[setting]} in Settings (${setting})`
    : `${setting} in .env`;
}

function isInSettings(setting: SenderSetting, { setInEnvironment = [] }: Sender): boolean {
  return setting in REMEDIES_IN_SETTINGS && !setInEnvironment.includes(setting);
}

const REMEDIES: Readonly<Record<SenderSetting, string>> = {
  NEWSLETTER_FROM: 'Set NEWSLETTER_FROM in .env to an address of your verified domain.',
  NEWSLETTER_REPLY_TO: 'Change NEWSLETTER_REPLY_TO in .env to one that somebody reads.',
  POSTAL_ADDRESS: 'Set POSTAL_ADDRESS in .env to yours.',
  PUBLIC_URL: 'Set PUBLIC_URL in .env to the https URL at which readers reach your pages.',
};

const REMEDIES_IN_SETTINGS: Partial<Record<SenderSetting, string>> = {
  NEWSLETTER_REPLY_TO: 'Change it to one that somebody reads, in Settings (NEWSLETTER_REPLY_TO).',
  POSTAL_ADDRESS: 'Add yours in Settings (POSTAL_ADDRESS).',
};

export interface SenderFault {
  setting: SenderSetting;
  kind: 'missing' | 'example' | 'not-https';
}

/** Names that no one can own (RFC 2606, RFC 6761), and loopback addresses. */
const EXAMPLE_HOST =
  /(^|\.)(example\.com|example|invalid|localhost)$|^127(\.\d+){3}$|^\[::1\]$|^0\.0\.0\.0$/i;

/** Whether the URL points each browser at its own machine. */
export function isLoopbackUrl(url: string): boolean {
  return /(^|\.)localhost$|^127(\.\d+){3}$|^\[::1\]$|^0\.0\.0\.0$/i.test(new URL(url).hostname);
}

/** Longer than any email address with a name. */
const MAX_MAILBOX_LENGTH = 1_000;

/** Reads `Name <address>`, `"Name" <address>` or a bare email address; null if it is none of these. */
export function parseMailbox(text: string): Mailbox | null {
  if (text.length > MAX_MAILBOX_LENGTH) return null;
  const mailbox = text.trim();
  const bracket = mailbox.endsWith('>') ? mailbox.lastIndexOf('<') : 0;
  const name = bracket > 0 ? parseName(mailbox.slice(0, bracket).trim()) : '';
  const inner = mailbox.endsWith('>') ? mailbox.slice(bracket + 1, -1) : mailbox;
  if (bracket === -1 || name === null || /[<>]/.test(inner)) return null;
  const address = parseAddress(inner);
  if (!address.ok) return null;
  return { name: name === '' ? null : name, email: toSmtpAddress(address.email) };
}

/** Null if quotation marks or angle brackets occur anywhere but around the name. */
function parseName(text: string): string | null {
  const isQuoted = text.length > 1 && text.startsWith('"') && text.endsWith('"');
  const name = isQuoted ? text.slice(1, -1) : text;
  return (isQuoted ? /"/ : /[<>"]/).test(name) ? null : name.trim();
}

/** Without a name of its own, a sender has the newsletter's, but for what {@link parseMailbox} refuses. */
export function namedSender(from: Mailbox, newsletterName: string): Mailbox {
  const name = newsletterName.replace(/[<>"]/g, '').trim();
  return { ...from, name: from.name ?? (name === '' ? null : name) };
}

/** The sender's name if it has another than the newsletter's: whoever renames the newsletter must know. */
export function otherSenderName({ name, from }: Pick<Newsletter, 'name' | 'from'>): string | null {
  return from.name === namedSender({ ...from, name: null }, name).name ? null : from.name;
}

/** "Digest <digest@verdicts.test>", for people to read. */
export function mailboxText({ name, email }: Mailbox): string {
  return name === null ? email : `${name} <${email}>`;
}

/** The parts of the sender that readers see and can reach. */
export type Sender = Pick<
  Newsletter,
  'from' | 'replyTo' | 'postalAddress' | 'publicUrl' | 'setInEnvironment'
>;

/** At most one per setting. RFC 8058, section 3.1, requires https, and so do Gmail and Yahoo of bulk senders. */
export function senderFaults({ from, replyTo, postalAddress, publicUrl }: Sender): SenderFault[] {
  const { protocol, hostname } = new URL(publicUrl);
  const kinds: Record<SenderSetting, SenderFault['kind'] | null> = {
    NEWSLETTER_FROM: exampleFault(isExampleMailbox(from)),
    NEWSLETTER_REPLY_TO: replyTo === null ? 'missing' : exampleFault(isExampleMailbox(replyTo)),
    POSTAL_ADDRESS: exampleFault(postalAddress === EXAMPLE_NEWSLETTER.postalAddress),
    PUBLIC_URL: exampleFault(EXAMPLE_HOST.test(hostname)) ?? (protocol === 'https:' ? null : 'not-https'),
  };
  return SENDER_SETTINGS.flatMap((setting) => {
    const kind = kinds[setting];
    return kind === null ? [] : [{ setting, kind }];
  });
}

function exampleFault(isExample: boolean): 'example' | null {
  return isExample ? 'example' : null;
}

export function realSendObstacles(sender: Sender): string[] {
  return senderFaults(sender).map((fault) => formatFault(fault, sender));
}

/** What is wrong, and then what to do. */
export function formatFault(fault: SenderFault, sender: Sender): string {
  if (fault.kind === 'missing')
    return `Your newsletter has no ${SENDER_WORDS[fault.setting]}. Add it in Settings (${fault.setting}).`;
  const { setting } = fault;
  const inSettings = isInSettings(setting, sender) ? REMEDIES_IN_SETTINGS[setting] : undefined;
  return `${faultWords(fault, sender)} ${inSettings ?? REMEDIES[setting]}`;
}

function faultWords({ setting, kind }: SenderFault, { publicUrl }: Sender): string {
  if (kind === 'not-https')
    return `The public URL is ${publicUrl}, and it must begin with https://: without that, email programs offer no one-click unsubscribe.`;
  if (setting === 'PUBLIC_URL' && isLoopbackUrl(publicUrl)) {
    const what = publicUrl === EXAMPLE_NEWSLETTER.publicUrl ? `still the example, ${publicUrl}` : publicUrl;
    return `The public URL is ${what}, and only this machine can open it.`;
  }
  const law = setting === 'POSTAL_ADDRESS' ? ', and the law requires a real one in every issue' : '';
  return `The ${SENDER_WORDS[setting]} is still the example${law}.`;
}

/** Whether the domain is reserved for examples, so that no real email can come from it. */
export function isExampleMailbox(mailbox: Mailbox): boolean {
  return EXAMPLE_HOST.test(domainOf(mailbox));
}

/** The List-Id (RFC 2919): the newsletter's name if it is plain ASCII, and a label in the sender's domain. */
export function listIdOf({ name, from }: Newsletter): string {
  const phrase = /^[A-Za-z0-9 ]+$/.test(name) ? `${name} ` : '';
  return `${phrase}<digest.${domainOf(from)}>`;
}

export function domainOf({ email }: Mailbox): string {
  return email.slice(email.lastIndexOf('@') + 1);
}
