/** Who sends, as every mail says. */
export interface Newsletter {
  name: string;
  /** An address with or without a name. */
  from: string;
  replyTo: string | null;
  postalAddress: string;
  /** The address of the public pages, without a slash at its end. */
  publicUrl: string;
}

/** What stands in for a newsletter that nobody has configured: safe for the outbox, refused for a real send. */
export const EXAMPLE_NEWSLETTER = {
  name: 'Weekly AI Tool Verdicts',
  from: 'Weekly AI Tool Verdicts <digest@verdicts.example>',
  postalAddress: '1 Example Street, 00000 Exampletown',
  publicUrl: 'http://127.0.0.1:3000',
} as const;

/** Names that nobody can own (RFC 2606, RFC 6761), and addresses that only this machine reaches. */
const EXAMPLE_HOST = /(^|\.)(example\.com|example|invalid|localhost|test)$/i;
const LOOPBACK = /^(127\.|\[::1\]|0\.0\.0\.0)/;

/** Why a real send would be refused, each naming the variable to set; empty where it would not. */
export function obstaclesToRealSend({ from, replyTo, postalAddress, publicUrl }: Newsletter): string[] {
  const { protocol, hostname } = new URL(publicUrl);
  const checks: [boolean, string][] = [
    [
      isExampleAddress(from),
      `NEWSLETTER_FROM is still the example: set it to an address of your verified domain.`,
    ],
    [
      replyTo !== null && isExampleAddress(replyTo),
      'NEWSLETTER_REPLY_TO is still the example: set it to an address that is read.',
    ],
    [
      postalAddress === EXAMPLE_NEWSLETTER.postalAddress,
      'POSTAL_ADDRESS is still the example: set it to the postal address that the law wants in every issue.',
    ],
    [
      EXAMPLE_HOST.test(hostname) || LOOPBACK.test(hostname),
      'PUBLIC_URL is still the example: set it to the address at which subscribers reach this program.',
    ],
    [
      protocol !== 'https:',
      'PUBLIC_URL must begin with https:// in a real send: mail clients unsubscribe over https only.',
    ],
  ];
  return checks.flatMap(([isObstacle, message]) => (isObstacle ? [message] : []));
}

function isExampleAddress(mailbox: string): boolean {
  return EXAMPLE_HOST.test(/@([^\s<>@]+?)\.?>?$/.exec(mailbox.trim())?.[1] ?? '');
}

/** The list's identity (RFC 2919): the newsletter's name where it is ASCII, and a label in the sender's domain. */
export function listIdOf({ name, from }: Newsletter): string {
  const domain = /@([^\s<>@]+?)>?$/.exec(from.trim())?.[1] ?? 'localhost';
  const phrase = /^[A-Za-z0-9 ]+$/.test(name) ? `${name} ` : '';
  return `${phrase}<digest.${domain}>`;
}
