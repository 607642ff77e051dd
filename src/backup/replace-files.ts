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
import { flush, writePrivate } from './private-files.ts';

export interface ReplaceFiles {
  /** The database that takes the place of the one at `databasePath`. */
  draft: string;
  databasePath: string;
  secretPath: string;
  /** The backup's folder. */
  backup: string;
  now: number;
}

/**
 * Puts the prepared database and the backup's secret in their places. What was there is moved into a folder beside the
 * database, and at no moment is there no database.
 *
 * @returns That folder; null where nothing was there.
 */
export function replaceFiles({ draft, databasePath, secretPath, backup, now }: ReplaceFiles): string | null {
  const data = dirname(databasePath);
  // Everything that needs space is written before anything is moved.
  const newSecret = writeSecret({ secretPath, secret: join(backup, SECRET_FILE) });
  giveToOwner(draft, data);
  const secretNow = newSecret ?? secretPath;
  if (existsSync(secretNow)) giveToOwner(secretNow, data);
  const aside = newFolder(data, now);
  // A log of the old database would be played into the new one.
  for (const ending of ['-wal', '-shm', '-journal']) moveAside(databasePath + ending, aside);
  // The secret first: a program that starts on the restored database without it would make one of its own.
  if (newSecret !== null) {
    keepAside(secretPath, aside);
    renameSync(newSecret, secretPath);
  }
  keepAside(databasePath, aside);
  keepAside(`${databasePath}.checks`, aside);
  renameSync(draft, databasePath);
  flush(data);
  return removeIfEmpty(aside) ? null : aside;
}

function newFolder(data: string, now: number): string {
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

/** A second name for the file, whose first one is then taken over; a copy where the disk knows no second names. */
function keepAside(path: string, aside: string): void {
  if (!existsSync(path)) return;
  const kept = join(aside, basename(path));
  try {
    linkSync(path, kept);
  } catch {
    copyFileSync(path, kept);
  }
}

/** The backup's secret in a file beside the present one; null where it has none, or the same. */
function writeSecret({ secretPath, secret }: { secretPath: string; secret: string }): string | null {
  if (!existsSync(secret)) return null;
  const text = readFileSync(secret, 'utf8');
  const draft = `${secretPath}.restoring`;
  rmSync(draft, { force: true });
  if (existsSync(secretPath) && readFileSync(secretPath, 'utf8').trim() === text.trim()) return null;
  writePrivate(draft, text);
  return draft;
}

/** Where root restores for a service, the files must be the service's. */
function giveToOwner(path: string, data: string): void {
  chmodSync(path, PRIVATE_FILE);
  const { uid, gid } = statSync(data);
  if (process.getuid?.() === 0) chownSync(path, uid, gid);
}

function removeIfEmpty(folder: string): boolean {
  const isEmpty = readdirSync(folder).length === 0;
  if (isEmpty) rmdirSync(folder);
  return isEmpty;
}
