import { createHmac } from 'node:crypto';
import { derivedKey } from './derived-key.ts';

/** Domains of one provider that delivers to the same mailbox with and without dots (Gmail: dots in addresses). */
const DOTLESS = new Set(['gmail.com', 'googlemail.com']);

/**
 * Makes the key under which the letters to a mailbox are counted: an address and all its sub-addresses (RFC 5233) have
 * the same one. It is a keyed hash, because it outlives the subscriber by some days. After a change of the secret
 * the count begins anew.
 */
export function createThrottleKey(secrets: readonly string[]): (emailKey: string) => string {
  const [current = ''] = secrets;
  const key = derivedKey(current, 'letters to a mailbox');
  return (emailKey) => createHmac('sha256', key).update(mailboxOf(emailKey)).digest('hex');
}

/**
 * One spelling of all the addresses that lead into the same mailbox as far as is known. It is for counting alone: to
 * its owner a sub-address is an address of its own.
 */
export function mailboxOf(emailKey: string): string {
  const at = emailKey.lastIndexOf('@');
  const domain = emailKey.slice(at + 1);
  const localPart = emailKey.slice(0, at);
  const plain = localPart.replace(/(?<=.)\+.*$/, '');
  return DOTLESS.has(domain) ? `${plain.replaceAll('.', '')}@gmail.com` : `${plain}@${domain}`;
}
