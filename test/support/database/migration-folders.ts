import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectPath } from '../../../src/shared/project-path.ts';

interface Journal {
  entries: { idx: number; version: string; when: number; tag: string; breakpoints: boolean }[];
}

const DRIZZLE = projectPath('drizzle');
const JOURNAL: Journal = JSON.parse(readFileSync(join(DRIZZLE, 'meta', '_journal.json'), 'utf8'));

/** The names of all migrations, in order. */
export const MIGRATIONS: readonly string[] = JOURNAL.entries.map(({ tag }) => tag);

/** Makes a folder with the migrations up to number `last` only. */
export function migrationsUpTo(last: number, folder: string): string {
  return writeFolder(folder, JOURNAL.entries.slice(0, last + 1));
}

/** Makes a folder with all migrations, and another one with these statements. */
export function migrationsAndOneMore(statements: readonly string[], folder: string): string {
  const latest = JOURNAL.entries.at(-1) as Journal['entries'][number];
  const more = { ...latest, idx: latest.idx + 1, when: latest.when + 1, tag: 'one-more' };
  writeFolder(folder, [...JOURNAL.entries, more]);
  writeFileSync(join(folder, 'one-more.sql'), statements.join('--> statement-breakpoint\n'));
  return folder;
}

function writeFolder(folder: string, entries: Journal['entries']): string {
  mkdirSync(join(folder, 'meta'), { recursive: true });
  for (const { tag } of entries.filter(({ tag }) => MIGRATIONS.includes(tag)))
    cpSync(join(DRIZZLE, `${tag}.sql`), join(folder, `${tag}.sql`));
  writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify({ ...JOURNAL, entries }));
  return folder;
}
