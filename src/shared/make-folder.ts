import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from './errors.ts';
import { PRIVATE_FOLDER } from './private-modes.ts';

/**
 * Makes a folder and those above it, where they are missing, for their owner alone. One that exists keeps its mode. The
 * `recursive` of Node's own `mkdir` never returns where a folder takes no new ones and says that it is not there, as
 * `/proc` does.
 *
 * @throws What the system says where one cannot be made.
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return;
  if (!isFolder(dirname(path)) && dirname(path) !== path) makeFolder(dirname(path));
  try {
    makePrivateFolder(path);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (codeOf(error) !== 'EEXIST' || !isFolder(path)) throw error;
  }
}

/** Makes one folder for its owner alone. @throws `EEXIST` where there is one. */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { mode: PRIVATE_FOLDER });
  // A umask can take away what the owner needs. Otherwise left alone: some disks know no modes, and refuse them.
  if ((statSync(path).mode & PRIVATE_FOLDER) !== PRIVATE_FOLDER) chmodSync(path, PRIVATE_FOLDER);
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
