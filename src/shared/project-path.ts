import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Files that identify the project's folder, and that every command needs. */
const MARKS = ['package.json', join('drizzle', 'meta', '_journal.json')];

const HERE = dirname(fileURLToPath(import.meta.url));

/** `src/` of the sources, or of the built program, where the bundler puts the files beside it. */
const SRC = import.meta.url.endsWith('.ts') ? dirname(HERE) : HERE;

/**
 * The absolute path of a file that ships with the project, for the sources as for `dist/`.
 *
 * @throws Error if the program was copied without its files; {@link refuseIncomplete} reports that first.
 */
export function projectPath(...segments: string[]): string {
  const folder = projectFolder(HERE);
  if (folder === null) throw new Error(incomplete(HERE));
  return join(folder, ...segments);
}

/** The absolute path of a file in `src/`, which the build copies beside the built program. */
export function sourcePath(...segments: string[]): string {
  return join(SRC, ...segments);
}

/**
 * What to do if the program was copied without its files.
 *
 * @param from Where the upward search for the project folder starts.
 * @returns One sentence, or null if nothing is missing.
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
