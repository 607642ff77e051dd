import { createHash } from 'node:crypto';

const MIN_CACHED_BYTES = 1_024;

const cachedDigests = new WeakMap<Uint8Array, Buffer>();

/** A long part counts as its own cached hash: parts that all messages share are hashed once. */
export function bodyHash(body: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of body)
    hash.update(`${part.byteLength}:`).update(part.byteLength < MIN_CACHED_BYTES ? part : digestOf(part));
  return hash.digest('hex');
}

function digestOf(part: Uint8Array): Buffer {
  const known = cachedDigests.get(part) ?? createHash('sha256').update(part).digest();
  cachedDigests.set(part, known);
  return known;
}
