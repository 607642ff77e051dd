import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { counted } from '../shared/counted.ts';
import { AppError, codeOf, messageOf } from '../shared/errors.ts';
import { isBackupName, isUnfinishedName, newestFirst } from './backup-name.ts';
import { checksum, writePrivate } from './private-files.ts';

export const DATABASE_FILE = 'verdicts.db';
export const SECRET_FILE = 'signing-secret';
const RECORD_FILE = 'backup.json';
const SUMS_FILE = 'SHA256SUMS';

/** Everything a backup may contain. The record is written last and removed first. */
export const BACKUP_FILES = [DATABASE_FILE, SECRET_FILE, SUMS_FILE, RECORD_FILE] as const;

const recordSchema = z.object({
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  /** The id of the database that was copied; null for one from before databases had ids. */
  database: z.string().nullable(),
  rows: z.record(z.string(), z.number()),
});
export type BackupRecord = Omit<z.infer<typeof recordSchema>, 'format'>;

/** Writes the record, and checksums that `sha256sum --check` can read. */
export async function writeRecord(folder: string, record: BackupRecord): Promise<void> {
  writePrivate(join(folder, RECORD_FILE), `${JSON.stringify({ format: 1, ...record }, null, 2)}\n`);
  const names = [DATABASE_FILE, SECRET_FILE, RECORD_FILE].filter((name) => existsSync(join(folder, name)));
  const lines: string[] = [];
  for (const name of names) lines.push(`${await checksum(join(folder, name))}  ${name}\n`);
  writePrivate(join(folder, SUMS_FILE), lines.join(''));
}

/** The record of a finished backup; null if the folder is not one. */
export function readRecord(folder: string): BackupRecord | null {
  try {
    const { format, ...record } = recordSchema.parse(
      JSON.parse(readFileSync(join(folder, RECORD_FILE), 'utf8')),
    );
    return record;
  } catch {
    return null;
  }
}

/** As `sha256sum` writes it; the star marks a file read in binary mode. */
const LINE = /^([0-9a-f]{64}) [ *]([\w.-]+)\r?$/;

/** Why a backup cannot be used; null if every checksum matches. */
export async function findDamage(folder: string): Promise<string | null> {
  const sums = readSums(folder);
  if ('damage' in sums) return sums.damage;
  for (const name of [DATABASE_FILE, RECORD_FILE])
    if (!sums.lines.some((line) => line.name === name)) return `${SUMS_FILE} has no checksum for ${name}`;
  for (const { sum, name } of sums.lines) {
    const found = await checksum(join(folder, name)).catch((error: unknown) => ({
      damage: readProblem(name, error),
    }));
    if (typeof found !== 'string') return found.damage;
    if (found !== sum) return `${name} has changed since it was copied`;
  }
  return null;
}

function readSums(folder: string): { lines: { sum: string; name: string }[] } | { damage: string } {
  let text: string;
  try {
    text = readFileSync(join(folder, SUMS_FILE), 'utf8');
  } catch (error) {
    return { damage: readProblem(SUMS_FILE, error) };
  }
  if (text.trim() === '') return { damage: `${SUMS_FILE} is empty` };
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => LINE.exec(line));
  const isForeign = lines.some((line) => line === null);
  if (isForeign) return { damage: `${SUMS_FILE} does not have the checksums that "verdicts backup" writes` };
  return { lines: lines.map((line) => ({ sum: line?.[1] ?? '', name: line?.[2] ?? '' })) };
}

function readProblem(name: string, error: unknown): string {
  if (codeOf(error) === 'ENOENT') return `${name} is missing`;
  if (codeOf(error) === 'EISDIR') return `${name} is a folder`;
  return `${name} cannot be read (${messageOf(error)})`;
}

export const COPY_AGAIN = `Copy the whole folder again from where the backup was made (${BACKUP_FILES.join(', ')}), or name another one.`;

/** Finished backups, newest first. */
export function listBackups(folder: string): { folder: string; record: BackupRecord }[] {
  return readdirSync(folder)
    .filter(isBackupName)
    .sort(newestFirst)
    .map((name) => ({ folder: join(folder, name), record: readRecord(join(folder, name)) }))
    .filter((one): one is { folder: string; record: BackupRecord } => one.record !== null);
}

/** Those that this user cannot read, newest first: root may have made them by mistake. */
export function listUnreadableBackups(folder: string): string[] {
  return readdirSync(folder)
    .filter(isBackupName)
    .sort(newestFirst)
    .map((name) => join(folder, name))
    .filter((backup) => !isReadable(join(backup, RECORD_FILE)));
}

/** A file that is not there is not unreadable. */
function isReadable(file: string): boolean {
  try {
    readFileSync(file);
    return true;
  } catch (error) {
    return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
  }
}

/**
 * Takes the newest backup if the folder is not one itself.
 * @throws AppError `input` if there is none, if a newer one cannot be read, or if the folder has backups of several
 *   databases.
 */
export function findBackup(folder: string): { folder: string; record: BackupRecord } {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new AppError(
      'input',
      `${existsSync(folder) ? `${folder} is a file` : `There is no folder ${folder}`}. Name a backup's folder, or the folder that holds them.`,
    );
  if (isUnfinishedName(basename(folder)))
    throw new AppError('input', `${folder} was never finished, so it cannot be restored. Name another one.`);
  const record = readRecord(folder);
  if (record !== null) return { folder, record };
  const all = readOrRefuse(folder, listBackups);
  const [newest] = all;
  const [unread] = listUnreadableBackups(folder);
  const isNewer = (path: string) =>
    newest === undefined || newestFirst(basename(path), basename(newest.folder)) < 0;
  if (unread !== undefined && isNewer(unread))
    throw new AppError(
      'input',
      `${unread} is the newest backup, but cannot be read. Give it to this user (chown -R), or name the backup that you mean.`,
    );
  if (newest === undefined) throw notABackupError(folder);
  const newestOfEach = all.filter(
    ({ record }, index) => all.findIndex((one) => one.record.database === record.database) === index,
  );
  if (newestOfEach.length > 1) throw severalDatabasesError(folder, newestOfEach);
  return newest;
}

/** @throws AppError `input` if the folder cannot be read. */
function readOrRefuse<T>(folder: string, read: (folder: string) => T): T {
  try {
    return read(folder);
  } catch (error) {
    throw new AppError(
      'input',
      `${folder} cannot be read (${messageOf(error)}). Check its permissions, or run the command as its owner.`,
      error,
    );
  }
}

function notABackupError(folder: string): AppError {
  const names = readOrRefuse(folder, (path) => readdirSync(path));
  const own = BACKUP_FILES.filter((name) => names.includes(name));
  if (names.includes(RECORD_FILE))
    return new AppError('input', `${folder} was not restored: ${recordProblem(folder)}`);
  if (own.includes(SUMS_FILE))
    return new AppError('input', `${folder} is not a whole backup: ${RECORD_FILE} is missing. ${COPY_AGAIN}`);
  if (own.includes(DATABASE_FILE))
    return new AppError(
      'input',
      `${folder} is not a backup that "verdicts backup" made: it has ${DATABASE_FILE}, but no ${RECORD_FILE} and no ${SUMS_FILE}. Name a backup's folder, or the folder that holds them. A database that was copied by hand cannot be restored safely: see docs/backup.md.`,
    );
  const unfinished = names.some(isUnfinishedName) ? ' One was begun and never finished.' : '';
  return new AppError(
    'input',
    `There is no finished backup in ${folder}.${unfinished} Name a backup's folder, or the folder that holds them: "verdicts backup <folder>" makes one in it.`,
  );
}

const formatSchema = z.object({ format: z.number() });

function recordProblem(folder: string): string {
  try {
    const { format } = formatSchema.parse(JSON.parse(readFileSync(join(folder, RECORD_FILE), 'utf8')));
    if (format > 1) return 'a newer version of this program made it. Update the program first.';
  } catch {}
  return `its ${RECORD_FILE} cannot be read. ${COPY_AGAIN}`;
}

function severalDatabasesError(folder: string, newestOfEach: ReturnType<typeof listBackups>): AppError {
  const lines = newestOfEach.map(
    (one) => `  ${one.folder}, with ${counted(one.record.rows.subscribers ?? 0, 'subscriber')}`,
  );
  return new AppError(
    'input',
    `${folder} holds backups of ${newestOfEach.length} databases. Name the one to restore; the newest of each are:\n${lines.join('\n')}`,
  );
}

export function backupSize(folder: string): { files: number; bytes: number } {
  const sizes = BACKUP_FILES.map((name) => join(folder, name))
    .filter((path) => existsSync(path))
    .map((path) => statSync(path).size);
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
