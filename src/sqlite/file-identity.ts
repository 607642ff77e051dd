import { type BigIntStats, statSync } from 'node:fs';

/**
 * Remembers which file a path names now.
 *
 * @param path A file, or `:memory:`, which is always in place.
 * @returns A function that says whether the path still names it. False once the file was removed, moved or replaced: what
 * is then written to the open file is lost with it.
 */
export function fileIdentity(path: string): () => boolean {
  if (path === ':memory:') return () => true;
  const known = identify(path);
  return () => {
    const present = identify(path);
    return present !== undefined && present.dev === known?.dev && present.ino === known.ino;
  };
}

function identify(path: string): BigIntStats | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false });
}
