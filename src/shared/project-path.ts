import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Files that identify the project's folder, and that every command needs. */
const PROJECT_FILES = ['package.json', join('drizzle', 'meta', '_journal.json')];

const MODULE_FOLDER = dirname(fileURLToPath(import.meta.url));

/** `src/` of the sources, or of the built program, where the bundler puts the files beside it. */
const SRC_FOLDER = import.meta.url.endsWith('.ts') ? dirname(MODULE_FOLDER) : MODULE_FOLDER;

/** For the sources as for `dist/`. @throws Error if files are missing; {@link refuseIncomplete} reports that first. */
export function projectPath(...segments: string[]): string {
  const folder = projectFolder(MODULE_FOLDER);
  if (folder === null) throw new Error(incompleteMessage(MODULE_FOLDER));
  return join(folder, ...segments);
}

/** The absolute path of a file in `src/`, which the build copies beside the built program. */
export function sourcePath(...segments: string[]): string {
  return join(SRC_FOLDER, ...segments);
}

/** One sentence, or null if nothing is missing. Searches upwards from `from`. */
export function refuseIncomplete(from = MODULE_FOLDER): string | null {
  return projectFolder(from) === null ? incompleteMessage(from) : null;
}

function projectFolder(from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    if (PROJECT_FILES.every((mark) => existsSync(join(folder, mark)))) return folder;
    if (folder === dirname(folder)) return null;
  }
}

function incompleteMessage(from: string): string {
  return `The program is incomplete: neither ${from} nor any folder above it has package.json and drizzle/ in it. Copy package.json, drizzle/ and node_modules/ as well, beside dist/.`;
}
