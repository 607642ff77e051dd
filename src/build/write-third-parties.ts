import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { bundledPackages } from './bundled-packages.ts';
import { licenceList, refuseOtherLicences } from './licence-list.ts';
import { makeSbom } from './sbom.ts';

/** Written beside the built program. */
export const LICENCE_FILE = 'THIRD-PARTY-LICENSES.txt';
export const SBOM_FILE = 'sbom.cdx.json';

/**
 * @param read Files of packages that were copied, below `node_modules`.
 * @throws Error if a licence is not allowed, or `node_modules` does not match the lock file.
 */
export function writeThirdParties(
  metafile: Metafile,
  { root, folder, read = [] }: { root: string; folder: string; read?: readonly string[] },
): void {
  const packages = bundledPackages(metafile, root, read);
  refuseOtherLicences(packages);
  const sbom = makeSbom({ packages, name: 'weekly-ai-tool-verdicts', root }, [sqliteComponent(root)]);
  writeFileSync(join(folder, LICENCE_FILE), licenceList(packages));
  writeFileSync(join(folder, SBOM_FILE), sbom);
}

/** SQLite is compiled into its driver, so npm does not list it; vulnerability scanners need its version. */
function sqliteComponent(root: string) {
  const header = readFileSync(join(root, 'node_modules/better-sqlite3/deps/sqlite3/sqlite3.h'), 'utf8');
  const version = /^#define SQLITE_VERSION\s+"([\d.]+)"/m.exec(header)?.[1];
  if (version === undefined)
    throw new Error('better-sqlite3 no longer says which SQLite it has: see src/build/.');
  return {
    'bom-ref': `sqlite@${version}`,
    type: 'library',
    name: 'sqlite',
    version,
    scope: 'required',
    purl: `pkg:generic/sqlite@${version}`,
    licenses: [{ license: { id: 'blessing' } }],
  };
}
