import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makePrivateFolder } from '../shared/make-folder.ts';
import { PRIVATE_FILE } from '../shared/private-modes.ts';
import { SECRET_FILE } from './backup-folder.ts';
import { backupName } from './backup-name.ts';
import { flushToDisk, writePrivate } from './private-files.ts';

export interface ReplaceFiles {
  draft: string;
  databasePath: string;
  secretPath: string;
  backup: string;
  now: number;
}

/**
 * There is a database at every moment: existing files move to a folder beside it.
 * @returns That folder; null if there was nothing to move.
 */
export function replaceFiles({ draft, databasePath, secretPath, backup, now }: ReplaceFiles): string | null {
  const data = dirname(databasePath);
  // Everything that needs disk space is written before anything is moved.
  const newSecret = stageSecret({ secretPath, secret: join(backup, SECRET_FILE) });
  matchFolderOwner(draft, data);
  const secretNow = newSecret ?? secretPath;
  if (existsSync(secretNow)) matchFolderOwner(secretNow, data);
  const aside = createAsideFolder(data, now);
  // SQLite would replay the old database's log into the new one.
  for (const ending of ['-wal', '-shm', '-journal']) moveAside(databasePath + ending, aside);
  // The secret first: a program starting on the restored database without it would create a new one.
  if (newSecret !== null) {
    linkAside(secretPath, aside);
    renameSync(newSecret, secretPath);
  }
  linkAside(databasePath, aside);
  linkAside(`${databasePath}.checks`, aside);
  renameSync(draft, databasePath);
  flushToDisk(data);
  return removeIfEmpty(aside) ? null : aside;
}

function createAsideFolder(data: string, now: number): string {
  for (let count = 1; ; count += 1) {
    const folder = join(data, backupName(now, count).replace('verdicts', 'replaced'));
    if (existsSync(folder)) continue;
    makePrivateFolder(folder);
    return folder;
  }
}

function moveAside(path: string, aside: string): void {
  if (existsSync(path)) renameSync(path, join(aside, basename(path)));
}

/** A hard link to the file, whose name is then taken over; a copy if the disk has no hard links. */
function linkAside(path: string, aside: string): void {
  if (!existsSync(path)) return;
  const kept = join(aside, basename(path));
  try {
    linkSync(path, kept);
  } catch {
    copyFileSync(path, kept);
  }
}

/** The backup's secret, written beside the present one; null if there is none, or it is the same. */
function stageSecret({ secretPath, secret }: { secretPath: string; secret: string }): string | null {
  if (!existsSync(secret)) return null;
  const text = readFileSync(secret, 'utf8');
  const draft = `${secretPath}.restoring`;
  rmSync(draft, { force: true });
  if (existsSync(secretPath) && readFileSync(secretPath, 'utf8').trim() === text.trim()) return null;
  writePrivate(draft, text);
  return draft;
}

/** If root restores for a service, the files must belong to the service. */
function matchFolderOwner(path: string, data: string): void {
  chmodSync(path, PRIVATE_FILE);
  const { uid, gid } = statSync(data);
  if (process.getuid?.() === 0) chownSync(path, uid, gid);
}

function removeIfEmpty(folder: string): boolean {
  const isEmpty = readdirSync(folder).length === 0;
  if (isEmpty) rmdirSync(folder);
  return isEmpty;
}
