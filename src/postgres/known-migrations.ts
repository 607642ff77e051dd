import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator';

/** A migration of this version. */
export interface KnownMigration {
  madeAt: number;
  statements: string[];
  /** The newest migration that a version must know to start on these tables: this one, or an earlier one. */
  needs: number;
}

/** A line of a migration that leaves what earlier versions use as it was. */
const EARLIER_MAY_START = /^-- Versions that know (\S+) may still start\.$/m;

/**
 * Reads migrations as written by drizzle-kit, oldest first.
 *
 * @throws Error if one names a migration that does not exist.
 */
export function readKnownMigrations(folder: string): KnownMigration[] {
  const journal: { entries: { tag: string; when: number }[] } = JSON.parse(
    readFileSync(join(folder, 'meta', '_journal.json'), 'utf8'),
  );
  const madeAt = new Map(journal.entries.map(({ tag, when }) => [tag, when]));
  const needsOf = ({ sql, folderMillis }: MigrationMeta) => {
    const tag = EARLIER_MAY_START.exec(sql.join('\n'))?.[1];
    if (tag === undefined) return folderMillis;
    const needs = madeAt.get(tag);
    if (needs === undefined) throw new Error(`There is no migration ${tag}.`);
    return needs;
  };
  return readMigrationFiles({ migrationsFolder: folder }).map((one) => ({
    madeAt: one.folderMillis,
    statements: one.sql,
    needs: needsOf(one),
  }));
}
