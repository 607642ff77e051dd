import { createHmac } from 'node:crypto';
import { networkOf } from '../network-address.ts';
import { derivedKey } from './derived-key.ts';

/**
 * Makes the key under which the requests of a network are counted: a keyed hash, so that the database never tells who asked.
 * Counts of different purposes cannot be told to be of one network. After a change of the secret they begin anew.
 */
export function createNetworkKey(
  [current = '']: readonly string[],
  purpose: string,
): (networkAddress: string | null) => string {
  const key = derivedKey(current, purpose);
  return (networkAddress) => createHmac('sha256', key).update(networkOf(networkAddress)).digest('hex');
}
