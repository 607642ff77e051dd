import { createHmac } from 'node:crypto';
import { derivedKey } from '../../links/derived-key.ts';
import { mailboxOf } from './mailbox-of.ts';

/**
 * Makes the key under which the letters to a mailbox are counted: every spelling of its address has the same one. It is a
 * keyed hash, because it outlives the subscriber by some days. After a change of the secret the count starts from zero.
 */
export function createThrottleKey(secrets: readonly string[]): (emailKey: string) => string {
  const [current = ''] = secrets;
  const key = derivedKey(current, 'letters to a mailbox');
  return (emailKey) => createHmac('sha256', key).update(mailboxOf(emailKey)).digest('hex');
}
