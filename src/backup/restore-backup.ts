import { existsSync, realpathSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Schedule } from '../schedule/schedule.ts';
import type { RestoreMarker, SchedulerState } from '../schedule/scheduler-state.ts';
import type { OwnerValues } from '../settings/owner-settings.ts';
import type { Clock } from '../shared/clock.ts';
import { DAY_MS } from '../shared/durations.ts';
import { AppError, messageOf } from '../shared/errors.ts';
import { makeFolder } from '../shared/make-folder.ts';
import { backupSize, COPY_AGAIN, DATABASE_FILE, findBackup, findDamage } from './backup-folder.ts';
import type { DatabaseFacts, DatabaseFiles, RestoreFacts, RestoreMarks } from './database-files.ts';
import { fileFailure } from './file-failure.ts';
import { copyPrivate, flushToDisk } from './private-files.ts';
import { processesWithFile } from './processes-with-file.ts';
import { replaceFiles } from './replace-files.ts';
import { slotsSince } from './slots-since.ts';

export interface RestoreDeps {
  databaseFiles: DatabaseFiles;
  clock: Clock;
  /** The schedule in force with what the owner has set in the backup. */
  scheduleWith(ownerSettings: OwnerValues): Schedule;
  databasePath: string;
  secretPath: string;
  /** Kept beside the database, and not part of backups. */
  restoreMarker: { read(): RestoreMarker | null; write(marker: RestoreMarker): void };
  /** Told what happens now, in words. */
  onStep?: (words: string) => void;
}

export interface BackupRestored extends RestoreMarks {
  folder: string;
  files: number;
  bytes: number;
  madeAt: string;
  /** Where the previous files are now; null if there were none. */
  movedTo: string | null;
}

/** How far back the scheduler looks for slots; `send` itself refuses anything older. */
const LOOK_BACK_MS = 31 * DAY_MS;

/**
 * Everything is first verified and prepared beside the database; the files it replaces move to a folder of their own.
 * @param folder A backup, or a folder of backups, of which the newest is taken.
 * @throws AppError `refused` if another process has the database open, `input` or `storage` if the backup is
 * unusable.
 */
export async function restoreBackup(folder: string, deps: RestoreDeps): Promise<BackupRestored> {
  const { databasePath, databaseFiles } = deps;
  const backup = findBackup(folder);
  deps.onStep?.('checking the backup');
  const damage = await findDamage(backup.folder);
  if (damage !== null)
    throw new AppError(
      'input',
      `${backup.folder} is not a whole backup: ${damage}. It was not restored. ${COPY_AGAIN}`,
    );
  try {
    makeFolder(dirname(databasePath));
    return await databaseFiles.withLock(databasePath, () => restore(backup, deps));
  } catch (error) {
    throw fileFailure(error, `Cannot restore ${backup.folder}`);
  }
}

type FoundBackup = ReturnType<typeof findBackup>;

async function restore(backup: FoundBackup, deps: RestoreDeps): Promise<BackupRestored> {
  const { databasePath, secretPath, databaseFiles, clock, onStep } = deps;
  const draft = `${databasePath}.restoring`;
  try {
    refuseWhileOpen(databasePath);
    // Checked before the long work too, so that a running program is reported at once.
    await databaseFiles.withExclusiveAccess(databasePath, () => undefined);
    removeDraft(draft);
    onStep?.('copying it');
    await copyPrivate(join(backup.folder, DATABASE_FILE), draft);
    onStep?.('checking the copy');
    const copy = await examineCopy(draft, deps, backup);
    compareWithRecord(copy, backup);
    onStep?.('putting on hold what may have gone out since');
    const schedule = deps.scheduleWith(copy.ownerSettings);
    const marks = await databaseFiles.markRestored(
      draft,
      await restoreFacts(draft, { backup, schedule }, deps),
    );
    flushToDisk(draft);
    const movedTo = await databaseFiles.withExclusiveAccess(databasePath, () =>
      replaceFiles({ draft, databasePath, secretPath, backup: backup.folder, now: clock.now() }),
    );
    writeRestoreMarker(deps.restoreMarker, marks.watch);
    const { folder, record } = backup;
    return { folder, ...backupSize(folder), madeAt: record.madeAt, movedTo, ...marks };
  } finally {
    removeDraft(draft);
  }
}

/** SQLite's locks show that the file is open; this names the processes, also for a removed or damaged file. */
function refuseWhileOpen(databasePath: string): void {
  const path = existsSync(databasePath)
    ? realpathSync(databasePath)
    : join(realpathSync(dirname(databasePath)), basename(databasePath));
  const [first] = processesWithFile(path);
  if (first === undefined) return;
  throw new AppError(
    'refused',
    `Process ${first} has the database ${databasePath} open. Stop "serve" and every other command on it, then restore.`,
  );
}

/** A problem with the copy is a problem with the backup, not with the database it replaces. */
async function examineCopy(draft: string, { databaseFiles }: RestoreDeps, { folder }: FoundBackup) {
  try {
    return await databaseFiles.examine(draft);
  } catch (error) {
    throw new AppError('storage', `${folder} was not restored. ${messageOf(error)}`, error);
  }
}

function compareWithRecord(copy: DatabaseFacts, { folder, record }: FoundBackup): void {
  const wrong = Object.keys(record.rows).filter((table) => copy.rows[table] !== record.rows[table]);
  if (wrong.length === 0 && copy.database === record.database) return;
  throw new AppError(
    'input',
    `${folder} does not match its own record (${wrong.join(', ')}). Name another one.`,
  );
}

async function restoreFacts(
  draft: string,
  { backup: { record }, schedule }: { backup: FoundBackup; schedule: Schedule },
  { clock, restoreMarker, databaseFiles, databasePath }: RestoreDeps,
): Promise<RestoreFacts> {
  const now = clock.now();
  const { latestIds, decidedSlots } = await databaseFiles.readDecided(databasePath);
  const since = Math.max(Date.parse(record.madeAt), now - LOOK_BACK_MS);
  const { decidedSlots: decidedInCopy } = await databaseFiles.readDecided(draft);
  const openSlots = slotsSince(schedule, { since, now, decidedSlots, decidedInCopy });
  return { now, openSlots, restoreMarker: restoreMarker.read(), latestIds };
}

/** If this fails, "serve" takes the database for a copy restored by hand, and is just as careful. */
function writeRestoreMarker(
  restoreMarker: RestoreDeps['restoreMarker'],
  { database, checks, since }: SchedulerState,
): void {
  try {
    restoreMarker.write({ database, checks, latestAt: since });
  } catch {}
}

function removeDraft(draft: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(draft + ending, { force: true });
}
