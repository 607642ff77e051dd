import { readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Metafile } from 'esbuild';

/** The bill of materials does not list their packages. Subfolders are copied again each time, and stay. */
export function removeEarlierBuild(metafile: Metafile, folder: string): void {
  const written = new Set(Object.keys(metafile.outputs).map((path) => resolve(path)));
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (/\.js(?:\.map)?$/.test(name) && !written.has(resolve(path))) rmSync(path);
  }
}
