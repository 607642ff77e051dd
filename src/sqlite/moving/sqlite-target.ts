import { linkSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { flushToDisk } from '../../backup/private-files.ts';
import type { MoveMark, MoveTarget, OpenTarget } from '../../moving/move-ends.ts';
import { AppError, codeOf } from '../../shared/errors.ts';
import { restoreMarkerFor } from '../files/restore-marker.ts';
import { withExclusiveAccess } from '../files/with-exclusive-access.ts';
import { openDatabase } from '../open-database.ts';
import { raiseAllSequences } from '../rebuilt-tables.ts';
import { explained, explainedLater, explainedRows, isThere, readMarkOf, urlOf } from './mark-of-file.ts';
import { countRows, readRows, sumsOf, writeRows } from './movable-rows.ts';
import { removeMark, writeMark } from './move-mark.ts';

// Raw statements: every table by name, and SQLite's own tables.
type Client = Database.Database;

/** It is filled beside its place, and gets there complete. */
export function sqliteMoveTarget(path: string): MoveTarget {
  return {
    name: urlOf(path),
    mark: async () => (isThere(path) ? readMarkOf(path) : null),
    open: async ({ database }) =>
      explained(path, () => {
        const beginsAnew = makeRoom(path, database);
        return { beginsAnew, ...openDraft(path) };
      }),
    counts: async (tables) =>
      withClient(path, (client) =>
        tables.map((table) => ({ table: table.name, rows: countRows(client, table) })),
      ),
    release: async (move) =>
      explained(path, () => {
        const mark = readMarkOf(path);
        if (mark?.state !== 'arriving' || mark.move !== move) return;
        rememberChecks(path);
        withClient(path, removeMark);
      }),
  };
}

/** @returns Whether an earlier move left something. @throws AppError `refused` if something else is there. */
function makeRoom(path: string, database: string): boolean {
  if (isThere(path)) {
    const mark = readMarkOf(path);
    if (mark?.state !== 'arriving' || mark.database !== database)
      throw new AppError(
        'refused',
        `There is a database at ${path} already. Name a file that does not exist yet.`,
      );
  }
  const left = [path, draftOf(path)].filter(isThere);
  // Another move may be filling it.
  for (const file of [path, draftOf(path)]) withExclusiveAccess(file, () => remove(file), 'move');
  return left.length > 0;
}

const draftOf = (path: string) => `${path}.moving`;

function remove(file: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(file + ending, { force: true });
}

function openDraft(path: string): Omit<OpenTarget, 'beginsAnew'> {
  const client = openDatabase(draftOf(path)).$client;
  // One file, which a link can put in its place.
  client.pragma('journal_mode = DELETE');
  client.pragma('locking_mode = EXCLUSIVE');
  client.pragma('cache_size = -131072');
  // Checked at the end, for all rows at once.
  client.pragma('foreign_keys = OFF');
  const createIndexes = dropIndexes(client);
  client.exec('begin exclusive');
  client.exec('delete from scheduler_watch');
  return {
    write: (table, rows) => explainedLater(path, () => writeRows(client, table, rows)),
    read: (table) => explainedRows(path, readRows(client, table)),
    sums: async (table) => explained(path, () => sumsOf(client, table)),
    complete: async (latestIds) =>
      explained(path, () => {
        createIndexes();
        raiseAllSequences(client, { latestIds, gap: 0 });
      }),
    keep: async (mark) => explained(path, () => keep(client, path, mark)),
    close: async () => {
      client.close();
      remove(draftOf(path));
    },
  };
}

/** To make an index of all rows takes a fraction of the time of adding each row to it. */
function dropIndexes(client: Client): () => void {
  const indexes = client
    .prepare<[], { name: string; sql: string }>(
      "select name, sql from sqlite_master where type = 'index' and sql is not null",
    )
    .all();
  for (const { name } of indexes) client.exec(`drop index "${name}"`);
  return () => {
    for (const { sql } of indexes) client.exec(sql);
  };
}

function keep(client: Client, path: string, mark: MoveMark): void {
  const dangling = client.pragma('foreign_key_check') as { table: string }[];
  if (dangling.length > 0)
    throw new Error(`Rows of ${dangling[0]?.table} refer to rows that did not arrive.`);
  writeMark(client, mark);
  client.exec('commit');
  try {
    // An empty file is no database.
    if (!isThere(path)) rmSync(path, { force: true });
    putInPlace(path);
    flushToDisk(dirname(path));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    throw new AppError(
      'refused',
      `There is a database at ${path} now. Name a file that does not exist yet.`,
      error,
    );
  }
}

/** What file systems without links, as of USB sticks and some network drives, say to one. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/** Unlike a rename, a link never replaces what somebody put there meanwhile. */
function putInPlace(path: string): void {
  try {
    linkSync(draftOf(path), path);
  } catch (error) {
    if (!NO_LINKS.includes(codeOf(error) ?? '') || isThere(path)) throw error;
    renameSync(draftOf(path), path);
  }
}

/** Without the file beside it, the database would be taken for a restored copy. */
function rememberChecks(path: string): void {
  const row = withClient(path, (client) =>
    client
      .prepare<[], { database: string; checks: number; latestAt: number }>(
        'select "database", checks, max(coalesce(checked_at, 0), since) as latestAt from scheduler_watch',
      )
      .get(),
  );
  if (row !== undefined) restoreMarkerFor(path).write(row);
}

function withClient<Value>(path: string, work: (client: Client) => Value): Value {
  const client = new Database(path, { fileMustExist: true });
  try {
    return work(client);
  } finally {
    client.close();
  }
}
