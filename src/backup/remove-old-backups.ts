import { readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS } from '../shared/durations.ts';
import { codeOf } from '../shared/errors.ts';
import { BACKUP_FILES, backupsIn, damageOf } from './backup-folder.ts';
import { isUnfinishedName } from './backup-name.ts';

/**
 * Removes all but the `keep` newest backups of a database. One that is damaged does not count, and stays until that many
 * good ones are newer: until then it may be all that is left. What is not a finished backup of this database is left alone.
 */
export async function removeOldBackups(
  parent: string,
  { keep, database }: { keep: number; database: string | null },
): Promise<{ removed: string[]; damaged: string[] }> {
  const own = backupsIn(parent).filter(({ record }) => record.database === database);
  // Reading every backup through takes a while, and is of no use where none is to go.
  if (own.length <= keep) return { removed: [], damaged: [] };
  const removed: string[] = [];
  const damaged: string[] = [];
  let good = 0;
  for (const { folder } of own) {
    if (good >= keep) {
      removeBackup(folder);
      removed.push(folder);
    } else if ((await damageOf(folder)) === null) good += 1;
    else damaged.push(folder);
  }
  return { removed, damaged };
}

/** Removes a backup's own files, the record first: what is left of it if this is cut short is no backup any more. */
function removeBackup(folder: string): void {
  for (const name of BACKUP_FILES.toReversed()) rmSync(join(folder, name), { force: true });
  try {
    rmdirSync(folder);
  } catch (error) {
    // Somebody put a file of their own into it.
    if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error;
  }
}

/** Longer than any backup takes, in milliseconds. */
const ABANDONED_AFTER_MS = DAY_MS;

/** Removes what backups that were killed left behind. One that another process is still making is younger. */
export function removeUnfinished(parent: string, now: number): void {
  for (const name of readdirSync(parent).filter(isUnfinishedName)) {
    const folder = join(parent, name);
    const since = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? now;
    if (now - since > ABANDONED_AFTER_MS) rmSync(folder, { recursive: true, force: true });
  }
}
