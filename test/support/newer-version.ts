import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectPath } from '../../src/shared/project-path.ts';

/** The built program in a folder of its own, as the next version that changes PostgreSQL's tables. */
export interface NewerVersion {
  program: string;
  remove(): void;
}

/** @param sql Of its one more migration. */
export function makeNewerVersion(sql: string): NewerVersion {
  const folder = mkdtempSync(join(tmpdir(), 'verdicts-newer-'));
  for (const name of ['dist/src', 'drizzle', 'package.json'])
    cpSync(projectPath(name), join(folder, name), { recursive: true });
  symlinkSync(projectPath('node_modules'), join(folder, 'node_modules'));
  const migrations = join(folder, 'drizzle', 'postgres');
  const path = join(migrations, 'meta', '_journal.json');
  const journal = JSON.parse(readFileSync(path, 'utf8'));
  const latest = journal.entries.at(-1);
  const more = { ...latest, idx: latest.idx + 1, when: latest.when + 1, tag: 'one_more' };
  writeFileSync(path, JSON.stringify({ ...journal, entries: [...journal.entries, more] }));
  writeFileSync(join(migrations, 'one_more.sql'), sql);
  return {
    program: join(folder, 'dist', 'src', 'cli.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
