import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** A package that is bundled, or shipped beside the bundle. */
export interface ThirdParty {
  name: string;
  version: string;
  /** SPDX identifier from its package.json; null if there is none. */
  licence: string | null;
  author: string | null;
  /** The URL of its repository; null if it names none. */
  source: string | null;
  /** The texts of its licence and notices. */
  texts: readonly string[];
}

const PACKAGE_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
const LICENCE_FILE = /^(?:licen[sc]e|copying|notice|third-party-notices)/i;

/** What a package looks for, and does without. */
const LEFT_OUT: readonly string[] = ['pg-native'];

/**
 * Bundled packages, those that files were copied from, and external ones with their dependencies; each version appears
 * once.
 *
 * @param root The folder that the metafile's paths are relative to.
 * @param read Files that were copied, below `node_modules`.
 */
export function bundledPackages(
  metafile: Metafile,
  root: string,
  read: readonly string[] = [],
): ThirdParty[] {
  const outputs = Object.values(metafile.outputs);
  const inside = outputs.flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) =>
      bytesInOutput > 0 ? (PACKAGE_FOLDER.exec(path)?.[0] ?? []) : [],
    ),
  );
  const beside = outputs.flatMap(({ imports }) =>
    imports.flatMap(({ path, external }) =>
      external === true && !isBuiltin(path) && !LEFT_OUT.includes(path) ? path : [],
    ),
  );
  const copied = read.flatMap((path) => PACKAGE_FOLDER.exec(join('node_modules', path))?.[0] ?? []);
  const folders = [
    ...inside,
    ...copied,
    ...beside.flatMap((name) => withDependencies(name, root, 'node_modules')),
  ];
  const packages = [...new Set(folders)].map((folder) => readPackage(join(root, folder)));
  const byVersion = new Map(packages.map((one) => [`${one.name}@${one.version}`, one]));
  return [...byVersion].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value);
}

/** The folders of an external package and its dependencies. */
function withDependencies(name: string, root: string, above: string): string[] {
  const nested = join(above, 'node_modules', name);
  const folder = existsSync(join(root, nested)) ? nested : join('node_modules', name);
  const { dependencies = {} } = readJson(join(root, folder, 'package.json'));
  return [folder, ...Object.keys(dependencies).flatMap((other) => withDependencies(other, root, folder))];
}

function readPackage(folder: string): ThirdParty {
  const { name, version, license, author, repository } = readJson(join(folder, 'package.json'));
  const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
  return {
    name,
    version,
    licence: typeof license === 'string' ? license : null,
    source: sourceUrl(typeof repository === 'string' ? repository : repository?.url),
    author: typeof author === 'string' ? author : (author?.name ?? null),
    texts: files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim()),
  };
}

/** "git@host:path.git" and "git+https://host/path.git" as a page that people can open. */
function sourceUrl(repository: string | undefined): string | null {
  if (repository === undefined) return null;
  return repository
    .replace(/^git@([^:]+):/, 'https://$1/')
    .replace(/^git\+/, '')
    .replace(/\.git$/, '');
}

interface PackageJson {
  name: string;
  version: string;
  license?: unknown;
  author?: string | { name?: string };
  repository?: string | { url?: string };
  dependencies?: Readonly<Record<string, string>>;
}

function readJson(path: string): PackageJson {
  return JSON.parse(readFileSync(path, 'utf8'));
}
