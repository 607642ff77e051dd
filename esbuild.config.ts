import { cpSync } from 'node:fs';
import { build } from 'esbuild';
import { removeEarlierBuild } from './src/build/remove-earlier-build.ts';
import { writeThirdParties } from './src/build/write-third-parties.ts';

/** Where to build to: the tests compare two builds. */
const folder = process.argv[2] ?? 'dist';

// One file loads in half the time of the six hundred that the program and its libraries have.
const { metafile } = await build({
  entryPoints: ['src/cli.ts'],
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
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
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

writeThirdParties(metafile, { root: process.cwd(), folder });
removeEarlierBuild(metafile, `${folder}/src`);
