import Database from 'better-sqlite3';
import type { DatabaseFacts, DatabaseFiles, DecidedFacts } from '../../backup/database-files.ts';
import { refuseMarked } from '../../moving/mark-words.ts';
import type { MoveMark } from '../../moving/move-ends.ts';
import type { Firing } from '../../schedule/firings.ts';
import { type OwnerValues, readOwnerValues } from '../../settings/owner-settings.ts';
import { AppError, codeOf } from '../../shared/errors.ts';
import { refuseUnknownMigrations } from '../migrate-database.ts';
import { readMarkOf } from '../moving/mark-of-file.ts';
import { readSequences } from '../rebuilt-tables.ts';
import { storageError } from '../storage-error.ts';
import { markRestored } from './mark-restored.ts';
import { withExclusiveAccess } from './with-exclusive-access.ts';
import { withLock } from './with-lock.ts';

// Raw statements: the files may be of any version, or damaged.
type Client = Database.Database;

export const sqliteDatabaseFiles: DatabaseFiles = {
  copy: async ({ from, to }) => copy({ from, to }),
  examine: async (path) => withReadonly(path, examine),
  markRestored: async (path, restore) => markRestored(path, restore),
  withExclusiveAccess: async (path, work) => {
    refuseMarked(markOrNull(path));
    return withExclusiveAccess(path, work);
  },
  withLock,
  readDecided: async (path) => readDecided(path),
};

/** Null also if it cannot be read: it is being replaced because it may be damaged, or gone. */
function markOrNull(path: string): MoveMark | null {
  try {
    return readMarkOf(path);
  } catch {
    return null;
  }
}

function withReadonly<T>(path: string, read: (client: Client) => T): T {
  let client: Client | undefined;
  try {
    client = new Database(path, { readonly: true, fileMustExist: true, timeout: 10_000 });
    return read(client);
  } catch (error) {
    throw error instanceof AppError ? error : storageError(error, path);
  } finally {
    client?.close();
  }
}

/**
 * Copies in one step: SQLite's backup API restarts whenever another process commits, so it would never finish during
 * a send. `VACUUM INTO` also leaves out erased data that is not yet overwritten.
 */
function copy({ from, to }: { from: string; to: string }): void {
  withReadonly(from, (client) => {
    try {
      client.prepare('vacuum into ?').run(to);
    } catch (error) {
      // The copy is being written, so it is the copy's disk that is full.
      throw codeOf(error) === 'SQLITE_FULL' ? storageError(error, to) : error;
    }
  });
}

const MAX_FINDINGS = 5;

function examine(client: Client): DatabaseFacts {
  const findings = client.pragma(`integrity_check(${MAX_FINDINGS})`) as { integrity_check: string }[];
  if (findings.length !== 1 || findings[0]?.integrity_check !== 'ok') {
    const list = findings.map((finding) => finding.integrity_check).join('; ');
    throw new AppError(
      'storage',
      `The database ${client.name} is damaged (${list}). Restore a backup of it.`,
    );
  }
  refuseUnknownMigrations(client);
  const tables = client
    .prepare<[], string>("select name from sqlite_master where type = 'table' and name not like 'sqlite%'")
    .pluck()
    .all();
  const count = (table: string) => Number(client.prepare(`select count(*) from "${table}"`).pluck().get());
  if (!tables.includes('subscribers'))
    throw new AppError('storage', `The file ${client.name} is no database of this program.`);
  return {
    database: tables.includes('scheduler_watch')
      ? String(client.prepare('select "database" from scheduler_watch').pluck().get())
      : null,
    ownerSettings: tables.includes('owner_settings') ? readOwnerSettings(client) : {},
    rows: Object.fromEntries(tables.map((table) => [table, count(table)])),
    danglingRows: (client.pragma('foreign_key_check') as unknown[]).length,
  };
}

function readOwnerSettings(client: Client): OwnerValues {
  const content = client
    .prepare<[], string>('select content from owner_settings order by revision desc limit 1')
    .pluck()
    .get();
  return content === undefined ? {} : readOwnerValues(JSON.parse(content));
}

function readDecided(path: string): DecidedFacts {
  try {
    return withReadonly(path, (client) => ({
      latestIds: readSequences(client),
      decidedSlots: client
        .prepare<[], Firing>(
          "select slot, scheduled_at as instant from issues where sending_at is not null or status in ('approved', 'held')",
        )
        .all(),
    }));
  } catch {
    // It is being replaced because it may be damaged, or gone.
    return { latestIds: new Map(), decidedSlots: [] };
  }
}
