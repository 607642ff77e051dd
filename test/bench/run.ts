import { spawnSync } from 'node:child_process';
import { projectPath } from '../../src/project-path.ts';

/** Each benchmark runs in a process of its own, so that its memory is its own. */
const BENCHMARKS = ['render-issue', 'compose-issue', 'import-subscribers', 'freeze-audience', 'hand-over'];

const wanted = process.argv.slice(2);
const results = BENCHMARKS.filter((name) => wanted.length === 0 || wanted.includes(name)).map((name) => {
  const file = projectPath('test', 'bench', `${name}.ts`);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', file], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${name} failed:\n${stderr}`);
  return JSON.parse(stdout);
});
process.stdout.write(`${JSON.stringify({ node: process.version, results }, null, 2)}\n`);
