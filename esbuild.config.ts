import { cpSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { removeEarlierBuild } from './src/build/remove-earlier-build.ts';
import { writeThirdParties } from './src/build/write-third-parties.ts';
import { PACKAGE_FILES } from './src/images/package-files.ts';

/** Where to build to: the tests compare two builds. */
const folder = process.argv[2] ?? 'dist';

// One file loads in half the time of the six hundred that the program and its libraries have.
const { metafile } = await build({
  // A thread starts with a file of its own.
  entryPoints: { cli: 'src/cli.ts', 'draw-worker': 'src/images/draw-worker.ts' },
  outdir: `${folder}/src`,
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node22.14',
  format: 'esm',
  mainFields: ['module', 'main'],
  sourcemap: true,
  metafile: true,
  logLevel: 'warning',
  // It loads its own compiled part by its place in node_modules.
  external: ['better-sqlite3'],
  // Libraries in CommonJS ask for Node's modules by `require`, which ES modules do not have.
  // Under another name, because a file may import `createRequire` itself.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
});

// What the program reads and does not import: `sourcePath` finds it beside the built program.
const READ = [
  'http/pages/sign-up/embed.js',
  'http/studio/assets',
  'demo/comparisons.json',
  'demo/subscribers.csv',
];
for (const path of READ) cpSync(`src/${path}`, `${folder}/src/${path}`, { recursive: true });

// What it reads of other packages, which `packageFile` finds there.
const read = Object.values(PACKAGE_FILES);
for (const path of read) cpSync(join('node_modules', path), `${folder}/src/images/${basename(path)}`);

writeThirdParties(metafile, { root: process.cwd(), folder, read });
removeEarlierBuild(metafile, `${folder}/src`);

// Builds for `npm start` and the like have a folder of their own, and say nothing.
if (process.argv[2] === undefined)
  process.stdout.write(`The program is in ${folder}/: node ${folder}/src/cli.js\n`);
