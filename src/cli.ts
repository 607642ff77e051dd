#!/usr/bin/env node
import module from 'node:module';
import { nodeVersionProblem } from './shared/node-version.ts';
import { projectPath, refuseIncomplete } from './shared/project-path.ts';

// Nothing else may be imported above: an old Node.js crashes on what the program loads.
const refusal = nodeVersionProblem(process.versions) ?? refuseIncomplete();
if (refusal === null) {
  // React's development build renders the same bytes, at a third of the speed.
  process.env.NODE_ENV ??= 'production';
  // Beside the packages, because a folder that all users of the machine may write to is no place for code.
  module.enableCompileCache(projectPath('node_modules', '.cache', 'compiled'));
  const { runVerdicts } = await import('./program.ts');
  process.exitCode = await runVerdicts(process.argv);
} else {
  if (process.argv.includes('--json'))
    process.stdout.write(
      `${JSON.stringify({ error: { code: 'configuration', message: refusal } }, null, 2)}\n`,
    );
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 2;
}
