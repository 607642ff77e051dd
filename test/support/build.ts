import { spawnSync } from 'node:child_process';
import { projectPath } from '../../src/project-path.ts';

/**
 * Builds the program once for all tests that run it as a process: what they run is what production runs. Type errors
 * do not keep it from being built; telling them is `npm run types`' part.
 */
export function setup(): void {
  const compiler = projectPath('node_modules', 'typescript', 'bin', 'tsc');
  spawnSync(process.execPath, [compiler, '-p', projectPath('tsconfig.build.json')], { stdio: 'ignore' });
}
