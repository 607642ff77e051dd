import { readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS } from '../shared/durations.ts';
import { codeOf } from '../shared/errors.ts';
import { BACKUP_FILES, findDamage, listBackups, listUnreadableBackups } from './backup-folder.ts';
import { isUnfinishedName } from './backup-name.ts';

/**
 * Removes all but the `keep` newest backups of a database. A damaged one does not count, and stays until there are
 * `keep` newer good ones, since it may be all that is left. Anything else in the folder is left alone.
 */
export async function removeOldBackups(
  parent: string,
  { keep, database }: { keep: number; database: string | null },
): Promise<{ removed: string[]; damaged: string[]; unreadable: string[] }> {
  const unreadable = listUnreadableBackups(parent);
  const own = listBackups(parent).filter(({ record }) => record.database === database);
  // Verifying every backup takes a while; skip it if none would be removed.
  if (own.length <= keep) return { removed: [], damaged: [], unreadable };
  const removed: string[] = [];
  const damaged: string[] = [];
  let good = 0;
  for (const { folder } of own) {
    if (good >= keep) {
      removeBackup(folder);
      removed.push(folder);
    } else if ((await findDamage(folder)) === null) good += 1;
    else damaged.push(folder);
  }
  return { removed, damaged, unreadable };
}

/** Removes the record first: if this is interrupted, what is left no longer counts as a backup. */
function removeBackup(folder: string): void {
  for (const name of BACKUP_FILES.toReversed()) rmSync(join(folder, name), { force: true });
  try {
    rmdirSync(folder);
  } catch (error) {
    // Someone put a file of their own into it.
    if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error;
  }
}

/** Longer than any backup takes. */
const ABANDONED_AFTER_MS = DAY_MS;

/** Removes what killed backups left behind; one still being made is younger. */
export function removeUnfinished(parent: string, now: number): void {
  for (const name of readdirSync(parent).filter(isUnfinishedName)) {
    const folder = join(parent, name);
    const since = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? now;
    if (now - since > ABANDONED_AFTER_MS) rmSync(folder, { recursive: true, force: true });
  }
}
