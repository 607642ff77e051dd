import { spawnSync } from 'node:child_process';
import { projectPath } from '../../src/shared/project-path.ts';

/** Each benchmark runs in a process of its own, so that its memory can be measured. */
const BENCHMARKS: Readonly<Record<string, readonly [file: string, ...parameters: string[]]>> = {
  'render-issue': ['render-issue.ts'],
  'compose-issue': ['compose-issue.ts'],
  'import-subscribers': ['import-subscribers.ts'],
  'freeze-audience': ['freeze-audience.ts'],
  'hand-over': ['hand-over.ts'],
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

/** As `npm start` does: Node.js 24 gives new objects four times the memory that 22 does. */
const SERVE_FLAGS = ['--max-semi-space-size=16'];

const wanted = process.argv.slice(2);
const names = Object.keys(BENCHMARKS).filter((name) => wanted.length === 0 || wanted.includes(name));
const results = names.map((name) => {
  const [file = '', ...parameters] = BENCHMARKS[name] ?? [];
  const program = projectPath('test', 'bench', file);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...SERVE_FLAGS, '--import', 'tsx', program, ...parameters],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${name} failed:\n${stderr}`);
  return JSON.parse(stdout);
});
process.stdout.write(`${JSON.stringify({ node: process.version, results }, null, 2)}\n`);
