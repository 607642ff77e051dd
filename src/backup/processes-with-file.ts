import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The processes that have a file open, also one that was removed since, as far as this user may know. It is known on
 * Linux alone; elsewhere the answer is empty.
 */
export function processesWithFile(path: string): number[] {
  const own = String(process.pid);
  return namesIn('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== own)
    .filter((pid) => hasOpen(pid, path))
    .map(Number);
}

function hasOpen(pid: string, path: string): boolean {
  const folder = join('/proc', pid, 'fd');
  return namesIn(folder).some((name) => {
    try {
      const target = readlinkSync(join(folder, name));
      return target === path || target === `${path} (deleted)`;
    } catch {
      // It was closed meanwhile.
      return false;
    }
  });
}

/** Nothing where the folder cannot be read: the process is gone, or another user's. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
