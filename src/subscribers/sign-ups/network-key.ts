import { createHmac } from 'node:crypto';
import { deriveSubkey } from '../../links/derived-key.ts';
import { type NetworkWidth, networkOf } from '../../shared/network-address.ts';

/**
 * Keys for counting a network's requests: keyed hashes, so that the database never reveals who asked, nor that two
 * purposes' counts are of one network. Changing the secret resets the counts.
 */
export function createNetworkKey(
  [current = '']: readonly string[],
  purpose: string,
  width: NetworkWidth = 'host',
): (networkAddress: string | null) => string {
  const key = deriveSubkey(current, purpose);
  return (networkAddress) => createHmac('sha256', key).update(networkOf(networkAddress, width)).digest('hex');
}
