import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { projectPath } from '../../src/shared/project-path.ts';

/** Each benchmark runs in a process of its own, so that its memory can be measured. */
const BENCHMARKS: Readonly<Record<string, readonly [file: string, ...parameters: string[]]>> = {
  'render-issue': ['render-issue.ts'],
  'compose-issue': ['compose-issue.ts'],
  'import-subscribers': ['import-subscribers.ts'],
  'freeze-audience': ['freeze-audience.ts'],
  'hand-over': ['hand-over.ts'],
  'hand-over-by-four': ['hand-over.ts', 'by-four'],
  'through-resend-at-once': ['through-resend.ts', 'at-once'],
  'through-resend-ten-a-second': ['through-resend.ts', 'ten-a-second'],
  'apply-events': ['apply-events.ts'],
  'sign-ups-alone': ['sign-ups.ts', 'alone'],
  'sign-ups-beside-a-send': ['sign-ups.ts', 'beside-a-send'],
  'preview-refresh': ['preview-refresh.ts'],
  'studio-pages': ['studio-pages.ts'],
  'move-database': ['move-database.ts'],
  'hostile-pages': ['hostile-pages.ts'],
};

/** Those that measure a database, by which one it is. */
const ON_EITHER: ReadonlySet<string> = new Set([
  'import-subscribers',
  'freeze-audience',
  'hand-over',
  'hand-over-by-four',
  'apply-events',
  'sign-ups-alone',
  'sign-ups-beside-a-send',
  'studio-pages',
]);

const STORES: Readonly<Record<string, readonly string[]>> = {
  sqlite: ['sqlite'],
  postgres: ['postgres'],
  both: ['sqlite', 'postgres'],
};

/** As `npm start` does: Node.js 24 gives new objects four times the memory that 22 does. */
const SERVE_FLAGS = ['--max-semi-space-size=16'];

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { store: { type: 'string', default: 'sqlite' } },
});
const stores = STORES[values.store];
if (stores === undefined) throw new Error('--store is sqlite, postgres or both.');
const unknown = wanted.filter((name) => BENCHMARKS[name] === undefined);
if (unknown.length > 0) throw new Error(`There is no benchmark ${unknown.join(', ')}.`);
const isWanted = (name: string) =>
  wanted.length > 0 ? wanted.includes(name) : ON_EITHER.has(name) || stores.includes('sqlite');
const runs = Object.keys(BENCHMARKS)
  .filter(isWanted)
  .flatMap((name) => (ON_EITHER.has(name) ? stores : ['sqlite']).map((store) => ({ name, store })));
const results = runs.map(({ name, store }) => {
  const [file = '', ...parameters] = BENCHMARKS[name] ?? [];
  const program = projectPath('test', 'bench', file);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...SERVE_FLAGS, '--import', 'tsx', program, ...parameters],
    { encoding: 'utf8', env: { ...process.env, BENCH_STORE: store } },
  );
  if (status !== 0) throw new Error(`${name} (${store}) failed:\n${stderr}`);
  return JSON.parse(stdout);
});
process.stdout.write(`${JSON.stringify({ node: process.version, results }, null, 2)}\n`);
