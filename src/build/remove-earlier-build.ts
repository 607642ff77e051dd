import { readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Metafile } from 'esbuild';

/**
 * Removes the bundled code that earlier builds left in a folder: the bill of materials says nothing of the packages in it.
 * What lies in folders of that folder is copied each time, and stays.
 */
export function removeEarlierBuild(metafile: Metafile, folder: string): void {
  const written = new Set(Object.keys(metafile.outputs).map((path) => resolve(path)));
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (/\.js(?:\.map)?$/.test(name) && !written.has(resolve(path))) rmSync(path);
  }
}
