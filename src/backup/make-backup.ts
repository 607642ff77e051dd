import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Clock, toIso } from '../shared/clock.ts';
import { AppError } from '../shared/errors.ts';
import { makeFolder, makePrivateFolder } from '../shared/make-folder.ts';
import { backupSize, DATABASE_FILE, readRecord, SECRET_FILE, writeRecord } from './backup-folder.ts';
import { backupName, unfinishedName } from './backup-name.ts';
import type { DatabaseFiles } from './database-files.ts';
import { fileFailure } from './file-failure.ts';
import { flushToDisk, writePrivate } from './private-files.ts';
import { removeOldBackups, removeUnfinished } from './remove-old-backups.ts';

export interface MakeBackupDeps {
  databaseFiles: DatabaseFiles;
  clock: Clock;
  databasePath: string;
  /** All secrets that verify links, in the format of `SIGNING_SECRET`; null if none was made yet. */
  secret: string | null;
  /** Told what happens now, in words. */
  onStep?: (words: string) => void;
}

export interface BackupMade {
  folder: string;
  files: number;
  bytes: number;
  /** Rows in the copy with a broken foreign key, as in the database itself. */
  danglingRows: number;
  /** Older backups that were removed, and damaged ones that were left alone. */
  removed: string[];
  damaged: string[];
  /** Older backups that this user cannot read, so that they were neither counted nor removed. */
  unreadable: string[];
}

/**
 * Copies the database and the secret into a new folder in `parent`, without stopping other processes. The folder gets
 * its final name once everything in it is verified and on disk. Then removes all but the `keep` newest backups of
 * this database.
 * @throws AppError `storage`; existing backups are then untouched.
 */
export async function makeBackup(
  { parent, keep }: { parent: string; keep: number | null },
  deps: MakeBackupDeps,
): Promise<BackupMade> {
  if (!existsSync(deps.databasePath))
    throw new AppError(
      'storage',
      `There is no database at ${deps.databasePath}. If yours is elsewhere, set DATABASE_URL.`,
    );
  if (readRecord(parent) !== null)
    throw new AppError(
      'input',
      `${parent} is itself a backup. Name the folder that holds it: ${dirname(parent)}`,
    );
  try {
    makeFolder(parent);
    removeUnfinished(parent, deps.clock.now());
    const { name, part } = createUnfinishedFolder(parent, deps.clock.now());
    const folder = join(parent, name);
    try {
      const { database, danglingRows } = await writeFiles(part, deps);
      renameSync(part, folder);
      flushToDisk(parent);
      const old = keep === null ? NOTHING_REMOVED : await removeOldBackups(parent, { keep, database });
      return { folder, ...backupSize(folder), danglingRows, ...old };
    } finally {
      rmSync(part, { recursive: true, force: true });
    }
  } catch (error) {
    throw fileFailure(error, `Cannot make a backup in ${parent}`);
  }
}

const NOTHING_REMOVED = { removed: [], damaged: [], unreadable: [] };

/** Another process may start a backup in the same second. */
function createUnfinishedFolder(parent: string, now: number): { name: string; part: string } {
  for (let count = 1; ; count += 1) {
    const name = backupName(now, count);
    const part = join(parent, unfinishedName(name));
    if (existsSync(join(parent, name)) || existsSync(part)) continue;
    makePrivateFolder(part);
    return { name, part };
  }
}

async function writeFiles(part: string, deps: MakeBackupDeps) {
  const { databaseFiles, databasePath, secret, clock, onStep } = deps;
  const copy = join(part, DATABASE_FILE);
  writePrivate(copy, '');
  const madeAt = toIso(clock.now());
  onStep?.('copying the database');
  await databaseFiles.copy({ from: databasePath, to: copy });
  onStep?.('writing the copy to disk');
  flushToDisk(copy);
  if (statSync(copy).size === 0) throw new AppError('storage', `The database ${databasePath} is empty.`);
  onStep?.('checking the copy');
  const facts = await databaseFiles.examine(copy);
  if (secret !== null) writePrivate(join(part, SECRET_FILE), `${secret}\n`);
  await writeRecord(part, { madeAt, database: facts.database, rows: facts.rows });
  flushToDisk(part);
  return facts;
}
