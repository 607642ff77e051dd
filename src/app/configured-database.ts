import { type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PartialConfig } from '../settings/partial-config.ts';
import { AppError, codeOf, messageOf } from '../shared/errors.ts';
import { postgresName } from '../shared/postgres-url.ts';
import { openSqliteStores } from '../sqlite/open-stores.ts';
import type { Stores } from './stores.ts';

/** The database that `DATABASE_URL` names, before it is opened: nothing here changes it. */
export interface ConfiguredDatabase {
  /** How people know it. */
  name: string;
  /** Where this machine keeps what goes with the database. */
  folder: string;
  /** Where the signing secret is kept if `SIGNING_SECRET` is not set; null if it must be set. */
  secretFile: string | null;
  /** Whether it has our tables. @throws AppError `storage` if it cannot be asked. */
  exists(): Promise<boolean>;
  /** What is said if it does not exist. */
  absence: string;
  /** Why there can be none, and what to do; null if there can. */
  problem(): string | null;
  /** Creates it if it is missing, and brings it up to date. @throws AppError `storage` */
  open(): Promise<Stores>;
}

export function databaseOf({
  databasePath: path,
  postgresUrl,
}: Pick<PartialConfig, 'databasePath' | 'postgresUrl'>): ConfiguredDatabase {
  const folder = dirname(path);
  if (postgresUrl !== null) return databaseOnServer(postgresUrl, folder);
  return {
    ...{ name: path, folder, absence: `There is no database at ${path}` },
    secretFile: secretBeside(path),
    exists: async () => isDatabase(path),
    problem: () => pathProblem(path),
    open: async () => openSqliteStores(path),
  };
}

/** Several machines may use it, so what they share cannot be kept on one. What it takes is loaded only for it. */
function databaseOnServer(url: string, folder: string): ConfiguredDatabase {
  const name = postgresName(url);
  return {
    ...{ name, folder, absence: `There is no database of this program at ${name}` },
    secretFile: null,
    exists: async () => (await import('../postgres/has-tables.ts')).hasTables(url),
    problem: () => null,
    open: async () => (await import('../postgres/open-stores.ts')).openPostgresStores(url),
  };
}

/** An empty database that is gone when it is closed. */
export function databaseInMemory(): ConfiguredDatabase {
  const path = ':memory:';
  return {
    ...{ name: path, folder: '.', secretFile: null, absence: '' },
    exists: async () => true,
    problem: () => null,
    open: async () => openSqliteStores(path),
  };
}

export function secretBeside(databasePath: string): string {
  return join(dirname(databasePath), 'signing-secret');
}

/** An empty file is not a database yet. */
function isDatabase(path: string): boolean {
  const about = statOrNull(path);
  return about !== null && !(about.isFile() && about.size === 0);
}

function pathProblem(path: string): string | null {
  try {
    if (statOrNull(path)?.isDirectory())
      return `${path} is a folder, and DATABASE_URL must name a file, such as file:${join(path, 'verdicts.db')}`;
    const above = nearestParent(path);
    if (statSync(above).isDirectory()) return null;
    return `There can be no database at ${path}: ${above} is a file where a folder is needed. Set DATABASE_URL to another file.`;
  } catch (error) {
    return `There can be no database at ${path}: ${messageOf(error)}. Check the permissions of its folder, or set DATABASE_URL to another file.`;
  }
}

/** The nearest existing parent, which may be a file. */
function nearestParent(path: string): string {
  const above = dirname(path);
  return statOrNull(above) === null && above !== path ? nearestParent(above) : above;
}

/** Null if nothing exists. Node 22 throws for a path below a file, even with `throwIfNoEntry: false`. */
function statOrNull(path: string): Stats | null {
  try {
    return statSync(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return null;
    throw error;
  }
}

/** @returns Whether it exists. @throws AppError `storage` if none can be there, `not-found` if it may not be created. */
export async function checkForDatabase(
  database: ConfiguredDatabase,
  { mayCreate = true }: { mayCreate?: boolean },
): Promise<boolean> {
  const problem = database.problem();
  if (problem !== null) throw new AppError('storage', problem);
  const exists = await database.exists();
  if (exists || mayCreate) return exists;
  throw new AppError(
    'not-found',
    `${database.absence}, and this command does not create one. If yours is elsewhere, set DATABASE_URL. To start a new one, import something: verdicts import <file>`,
  );
}
