import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectPath } from '../../../src/shared/project-path.ts';

interface Journal {
  entries: { idx: number; version: string; when: number; tag: string; breakpoints: boolean }[];
}

const DRIZZLE = projectPath('drizzle');
const UPGRADE = join(DRIZZLE, 'upgrade');

const readJournal = (folder: string): Journal =>
  JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8'));

const JOURNAL = readJournal(DRIZZLE);
const STEPS = readJournal(UPGRADE);
const NONE = { ...JOURNAL, entries: [] };

/** Every state that a database can be in: after each step towards the first migration, then after each later one. */
export const MIGRATIONS: readonly string[] = [...STEPS.entries, ...JOURNAL.entries.slice(1)].map(
  ({ tag }) => tag,
);

/** Of a migration by its place in that list: steps have their own numbers, and later ones count on from the last step. */
export function migrationNumber(place: number): number {
  const last = STEPS.entries.length - 1;
  const numberOf = (index: number) => Number.parseInt(STEPS.entries[index]?.tag ?? '', 10);
  const known = Math.min(place, MIGRATIONS.length - 1);
  return known <= last ? numberOf(known) : numberOf(last) + known - last;
}

/** The times of the last step and of the first migration, which lead to the same schema. */
export const SQUASHED_AT = { step: STEPS.entries.at(-1)?.when, first: JOURNAL.entries[0]?.when };

/** Makes a folder with the migrations up to number `last` only. */
export function migrationsUpTo(last: number, folder: string): string {
  const steps = STEPS.entries.slice(0, last + 1);
  const later = JOURNAL.entries.slice(1, 1 + Math.max(0, last + 1 - STEPS.entries.length));
  copyFiles(steps, { from: UPGRADE, to: folder });
  copyFiles(later, { from: DRIZZLE, to: folder });
  writeJournal(folder, { ...JOURNAL, entries: [...steps, ...later] });
  writeJournal(join(folder, 'upgrade'), NONE);
  return folder;
}

/** Makes a folder with all migrations, and another one with these statements. */
export function migrationsAndOneMore(statements: readonly string[], folder: string): string {
  const latest = JOURNAL.entries.at(-1) as Journal['entries'][number];
  const more = { ...latest, idx: latest.idx + 1, when: latest.when + 1, tag: 'one-more' };
  cpSync(DRIZZLE, folder, { recursive: true });
  writeJournal(folder, { ...JOURNAL, entries: [...JOURNAL.entries, more] });
  writeFileSync(join(folder, 'one-more.sql'), statements.join('--> statement-breakpoint\n'));
  return folder;
}

function copyFiles(entries: Journal['entries'], { from, to }: { from: string; to: string }): void {
  for (const { tag } of entries) cpSync(join(from, `${tag}.sql`), join(to, `${tag}.sql`));
}

function writeJournal(folder: string, journal: Journal): void {
  mkdirSync(join(folder, 'meta'), { recursive: true });
  writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify(journal));
}
