import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isMissing } from '../needs.ts';

/** The folder of PostgreSQL's programs; null if it is not installed. */
export const BIN = findPrograms();

/** Whether tests on PostgreSQL are skipped, because it is not installed. */
export const withoutPostgres = isMissing({
  tool: 'PostgreSQL',
  present: BIN !== null,
  install: 'apt-get install -y postgresql',
});

/** Debian keeps them out of the PATH, by version. */
function findPrograms(): string | null {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = versions.map((version) => join(root, version, 'bin'));
  const onPath = (process.env.PATH ?? '').split(':');
  return [...folders, ...onPath].find((folder) => existsSync(join(folder, 'initdb'))) ?? null;
}
