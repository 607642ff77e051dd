import { createHash } from 'node:crypto';

/** From this length on, in bytes, a part's own digest is taken once and remembered. */
const LONG = 1_024;

const digests = new WeakMap<Uint8Array, Buffer>();

/**
 * The SHA-256 by which the body of a request is recognised, in hexadecimal. It runs over the lengths and contents of the
 * parts, where a long part is stood for by its own SHA-256. A transport that puts the same parts into every message
 * of an issue, as it should, has each of them hashed once and not a hundred times a batch.
 */
export function bodyHash(body: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of body)
    hash.update(`${part.byteLength}:`).update(part.byteLength < LONG ? part : digestOf(part));
  return hash.digest('hex');
}

function digestOf(part: Uint8Array): Buffer {
  const known = digests.get(part) ?? createHash('sha256').update(part).digest();
  digests.set(part, known);
  return known;
}
