import { createKeyedHash } from '../../links/keyed-hash.ts';
import { mailboxOf } from './mailbox-of.ts';

/**
 * The key for counting emails to a mailbox, the same for every spelling of its address. A keyed hash, because it
 * outlives the subscriber by some days. Changing the secret resets the count.
 */
export function createThrottleKey(secrets: readonly string[]): (emailKey: string) => string {
  const [current = ''] = secrets;
  const { hash } = createKeyedHash({ secrets: [current], use: 'letters to a mailbox' });
  return (emailKey) => hash(mailboxOf(emailKey)).toString('hex');
}
