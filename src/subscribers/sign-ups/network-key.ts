import { createHmac } from 'node:crypto';
import { derivedKey } from '../../links/derived-key.ts';
import { type NetworkWidth, networkOf } from '../../shared/network-address.ts';

/**
 * Makes the key under which the requests of a network are counted: a keyed hash, so that the database never tells who asked.
 * Nobody can tell from the counts of two purposes that they are of one network. After a change of the secret they start
 * from zero.
 */
export function createNetworkKey(
  [current = '']: readonly string[],
  purpose: string,
  width: NetworkWidth = 'host',
): (networkAddress: string | null) => string {
  const key = derivedKey(current, purpose);
  return (networkAddress) => createHmac('sha256', key).update(networkOf(networkAddress, width)).digest('hex');
}
