import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What tells the project's folder from every other, and what no command does without. */
const MARKS = ['package.json', join('drizzle', 'meta', '_journal.json')];

const HERE = dirname(fileURLToPath(import.meta.url));

/** The folder `src/`, of the sources or of the built program, whose files the bundler puts there. */
const SRC = import.meta.url.endsWith('.ts') ? dirname(HERE) : HERE;

/**
 * The absolute path of a file that the project ships, whether the program runs from its sources or from `dist/`.
 *
 * @throws Error where the program was copied without what it needs; {@link refuseIncomplete} says so first.
 */
export function projectPath(...segments: string[]): string {
  const folder = projectFolder(HERE);
  if (folder === null) throw new Error(incomplete(HERE));
  return join(folder, ...segments);
}

/** The absolute path of a file that stands in `src/`, and that the build copies beside the built program. */
export function sourcePath(...segments: string[]): string {
  return join(SRC, ...segments);
}

/**
 * Says what to do where the program was copied without the files that it needs.
 *
 * @param from The folder from which on they are looked for, upwards.
 * @returns One sentence, or null where nothing is missing.
 */
export function refuseIncomplete(from = HERE): string | null {
  return projectFolder(from) === null ? incomplete(from) : null;
}

function projectFolder(from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    if (MARKS.every((mark) => existsSync(join(folder, mark)))) return folder;
    if (folder === dirname(folder)) return null;
  }
}

function incomplete(from: string): string {
  return `The program is incomplete: neither ${from} nor any folder above it has package.json and drizzle/ in it. Copy package.json, drizzle/ and node_modules/ as well, beside dist/.`;
}
