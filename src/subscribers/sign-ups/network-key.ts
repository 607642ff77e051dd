import { createKeyedHash } from '../../links/keyed-hash.ts';
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
  const { hash } = createKeyedHash({ secrets: [current], use: purpose });
  return (networkAddress) => hash(networkOf(networkAddress, width)).toString('hex');
}
