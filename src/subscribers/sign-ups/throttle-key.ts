import { createHmac } from 'node:crypto';
import { deriveSubkey } from '../../links/derived-key.ts';
import { mailboxOf } from './mailbox-of.ts';

/**
 * The key for counting emails to a mailbox, the same for every spelling of its address. A keyed hash, because it
 * outlives the subscriber by some days. Changing the secret resets the count.
 */
export function createThrottleKey(secrets: readonly string[]): (emailKey: string) => string {
  const [current = ''] = secrets;
  const key = deriveSubkey(current, 'letters to a mailbox');
  return (emailKey) => createHmac('sha256', key).update(mailboxOf(emailKey)).digest('hex');
}
