import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from './errors.ts';
import { PRIVATE_FOLDER } from './private-modes.ts';

/**
 * Creates a folder and its missing parents, private to their owner; an existing one keeps its mode. Node's recursive
 * `mkdir` never returns below `/proc`, which reports that a folder is missing and cannot be created.
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return;
  if (!isFolder(dirname(path)) && dirname(path) !== path) makeFolder(dirname(path));
  try {
    makePrivateFolder(path);
  } catch (error) {
    // Another process may have created it meanwhile.
    if (codeOf(error) !== 'EEXIST' || !isFolder(path)) throw error;
  }
}

/** Creates one folder, private to its owner. @throws `EEXIST` */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { mode: PRIVATE_FOLDER });
  // A umask can take away what the owner needs. Otherwise unchanged: some file systems have no modes, and refuse.
  if ((statSync(path).mode & PRIVATE_FOLDER) !== PRIVATE_FOLDER) chmodSync(path, PRIVATE_FOLDER);
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
