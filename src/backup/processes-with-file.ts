import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Also finds processes whose file was removed. Linux only, as far as this user may see; empty elsewhere. */
export function processesWithFile(path: string): number[] {
  const own = String(process.pid);
  return listFolder('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== own)
    .filter((pid) => hasOpen(pid, path))
    .map(Number);
}

function hasOpen(pid: string, path: string): boolean {
  const folder = join('/proc', pid, 'fd');
  return listFolder(folder).some((name) => {
    try {
      const target = readlinkSync(join(folder, name));
      return target === path || target === `${path} (deleted)`;
    } catch {
      // It was closed meanwhile.
      return false;
    }
  });
}

/** Empty if the folder cannot be read: the process is gone, or belongs to another user. */
function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
