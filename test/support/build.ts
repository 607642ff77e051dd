import { spawnSync } from 'node:child_process';
import { projectPath } from '../../src/shared/project-path.ts';

/**
 * Builds the program once for all tests that run it as a process: they run what `npm run build` makes. Type errors do
 * not stop the build; `npm run types` reports them. With `PROGRAM_IS_BUILT`, what is there is run, so that nobody writes
 * it while others read it.
 */
export function setup(): void {
  if (process.env.PROGRAM_IS_BUILT === '1') return;
  const config = projectPath('esbuild.config.ts');
  const built = spawnSync(process.execPath, ['--import', 'tsx', config], {
    cwd: projectPath(),
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(`The program cannot be built:\n${built.stderr}`);
  process.env.PROGRAM_IS_BUILT = '1';
}
