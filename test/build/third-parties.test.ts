import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { build, type Metafile } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bundledPackages } from '../../src/build/bundled-packages.ts';
import { licenceList, refuseOtherLicences } from '../../src/build/licence-list.ts';
import { makeSbom } from '../../src/build/sbom.ts';
import { LICENCE_FILE, SBOM_FILE, writeThirdParties } from '../../src/build/write-third-parties.ts';
import { projectPath } from '../../src/shared/project-path.ts';

const read = (...path: string[]) => readFileSync(projectPath(...path), 'utf8');

interface Component {
  name: string;
  version: string;
  hashes?: { alg: string; content: string }[];
  licenses: { license: { id: string } }[];
}

/** Code of an earlier build, which this build's lists do not cover. */
const LEFT_BEHIND = ['chunk-EARLIER1.js', 'chunk-EARLIER1.js.map', 'serve-EARLIER2.js'];

describe('the build’s lists of third-party packages', () => {
  const licences = read('dist', LICENCE_FILE);
  const sbom = JSON.parse(read('dist', SBOM_FILE));
  const components: Component[] = sbom.components;

  /** Packages with code in the program, by the comments that esbuild puts before each file. */
  function packagesInProgram(): Set<string> {
    const folders = new Set<string>();
    const files = new Set(['cli.js', 'draw-worker.js']);
    for (const file of files) {
      const code = read('dist', 'src', file);
      for (const [, other = ''] of code.matchAll(/(?:from |import ?\(?)"\.\/([\w-]+\.js)"/g))
        files.add(other);
      for (const [, folder = ''] of code.matchAll(/^\s*\/\/ (node_modules\/.*)\/[^/]+$/gm)) {
        folders.add(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(folder)?.[0] ?? '');
      }
    }
    return folders;
  }

  test('each package with code in the build is in both lists, with its version and its licence', () => {
    const folders = packagesInProgram();
    expect(folders.size).toBeGreaterThan(50);
    for (const folder of folders) {
      const { name, version, license } = JSON.parse(read(folder, 'package.json'));
      expect(licences).toContain(`\n${name} ${version}: ${license}\n`);
      expect(components).toContainEqual(
        expect.objectContaining({ name, version, licenses: [{ license: { id: license } }] }),
      );
    }
  });

  test('the fonts and the drawing library are in both lists, with where the library’s source is', () => {
    const names = ['@expo-google-fonts/noto-sans', '@resvg/resvg-wasm'];
    expect(components.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    expect(licences).toContain('SIL OPEN FONT LICENSE');
    expect(licences).toContain('Its source: https://github.com/yisibl/resvg-js');
  });

  test('the driver that stays a package, what is compiled into it, and SQLite itself are in both lists', () => {
    const names = components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['better-sqlite3', 'node-addon-api', 'sqlite']));
    const client = new Database(':memory:');
    const version = client.prepare('select sqlite_version()').pluck().get();
    client.close();
    expect(components).toContainEqual(expect.objectContaining({ name: 'sqlite', version }));
    expect(licences).toMatch(/^better-sqlite3 [\d.]+: MIT$/m);
  });

  test('a package that only development needs is in neither list', () => {
    const names = components.map(({ name }) => name);
    for (const name of ['esbuild', 'vitest', 'socket.io', 'chokidar', '@babel/parser', 'tsx', 'next'])
      expect(names).not.toContain(name);
    expect(licences).not.toMatch(/^(?:esbuild|vitest|socket\.io|chokidar) /m);
  });

  test('the bill of materials is CycloneDX, with a checksum for every package that was downloaded', () => {
    expect(sbom).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      metadata: { component: { name: 'weekly-ai-tool-verdicts', type: 'application' } },
    });
    for (const { name, hashes } of components.filter(({ name }) => name !== 'sqlite'))
      expect(hashes, name).toEqual([{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }]);
    const refs = new Set([...sbom.components, sbom.metadata.component].map((one) => one['bom-ref']));
    for (const { ref, dependsOn } of sbom.dependencies)
      expect([ref, ...dependsOn].filter((one) => !refs.has(one))).toEqual([]);
  });

  test('a second build produces the same lists, byte by byte, with nothing about the machine', () => {
    const folder = mkdtempSync(join(tmpdir(), 'built-'));
    mkdirSync(join(folder, 'src'));
    for (const left of LEFT_BEHIND) writeFileSync(join(folder, 'src', left), 'of a package of last year');
    const build = ['--import', 'tsx', projectPath('esbuild.config.ts'), folder];
    expect(spawnSync(process.execPath, build, { cwd: projectPath() }).status).toBe(0);
    expect(readFileSync(join(folder, SBOM_FILE), 'utf8')).toBe(read('dist', SBOM_FILE));
    expect(readFileSync(join(folder, LICENCE_FILE), 'utf8')).toBe(licences);
    const names = readdirSync(join(folder, 'src'));
    expect(names).toContain('cli.js');
    expect(names.filter((name) => LEFT_BEHIND.includes(name))).toEqual([]);
    rmSync(folder, { recursive: true });
    for (const text of [licences, JSON.stringify(sbom)]) expect(text).not.toContain(projectPath());
    expect(JSON.stringify(sbom)).not.toMatch(/timestamp|serialNumber|registry/);
  });
});

describe('a build with a package whose licence has not been allowed', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'licences-'));
    writeFileSync(join(root, 'main.js'), "import { one } from 'stranger'; console.log(one);");
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  async function bundleWith(about: object, files: Record<string, string> = {}): Promise<Metafile> {
    const folder = join(root, 'node_modules', 'stranger');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'stranger', version: '2.0.0', ...about }),
    );
    for (const [name, text] of Object.entries({ 'index.js': 'export const one = 1;', ...files }))
      writeFileSync(join(folder, name), text);
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: ['main.js'],
      outdir: 'out',
      bundle: true,
      format: 'esm',
      metafile: true,
      write: false,
    });
    return metafile;
  }

  test.each([
    ['GPL-3.0-only', { license: 'GPL-3.0-only' }, 'stranger 2.0.0 (GPL-3.0-only)'],
    ['AGPL', { license: 'AGPL-3.0-or-later' }, 'stranger 2.0.0 (AGPL-3.0-or-later)'],
    ['none stated', {}, 'stranger 2.0.0 (none stated)'],
    ['all rights reserved', { license: 'UNLICENSED' }, 'stranger 2.0.0 (UNLICENSED)'],
    ['a file to be read', { license: 'SEE LICENSE IN LICENSE' }, 'stranger 2.0.0 (SEE LICENSE IN LICENSE)'],
    ['an old list', { licenses: [{ type: 'MIT' }] }, 'stranger 2.0.0 (none stated)'],
  ])(
    'the build fails and names a package with a licence that has not been allowed: %s',
    async (_name, about, named) => {
      const metafile = await bundleWith(about);
      expect(() => writeThirdParties(metafile, { root, folder: root })).toThrow(named);
    },
  );

  test('the build fails if node_modules has what the lock file does not', async () => {
    cpSync(projectPath('package.json'), join(root, 'package.json'));
    cpSync(projectPath('package-lock.json'), join(root, 'package-lock.json'));
    const metafile = await bundleWith({ license: 'MIT' });
    const packages = bundledPackages(metafile, root);
    expect(() => makeSbom({ packages, name: 'other', root })).toThrow(/stranger@2\.0\.0\. Run npm ci/);
  });

  test('the build succeeds if the licence is allowed, with every text and notice that the package brings', async () => {
    const files = { LICENSE: 'The licence.', NOTICE: 'The notice.' };
    const metafile = await bundleWith({ license: 'MIT', author: 'Ada <ada@verdicts.test>' }, files);
    const packages = bundledPackages(metafile, root);
    expect(() => refuseOtherLicences(packages)).not.toThrow();
    expect(licenceList(packages)).toContain('stranger 2.0.0: MIT\nAda\n\nThe licence.\n\nThe notice.\n');
  });

  test('the build’s lists leave out a package whose code was dropped by the bundler', async () => {
    writeFileSync(join(root, 'main.js'), "import { one } from 'stranger';");
    const metafile = await bundleWith({ license: 'GPL-3.0-only', sideEffects: false });
    expect(bundledPackages(metafile, root)).toEqual([]);
  });
});
