import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { projectPath } from '../shared/project-path.ts';
import type { DrawAnswers, DrawTask } from './draw-tasks.ts';

/** Many times what the largest picture takes. A picture made to take forever is given up then. */
const MAX_DRAWING_MS = 20_000;

/** For JavaScript; WebAssembly has memory of its own. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 256 };

/**
 * Draws in a thread of its own: requests are answered meanwhile, and its memory, code and fonts are gone afterwards.
 *
 * @returns `too-long` if it takes more than 20 seconds.
 * @throws Whatever the drawing threw.
 */
export async function drawInWorker<Kind extends DrawTask['kind']>(
  task: Extract<DrawTask, { kind: Kind }>,
  maxMs = MAX_DRAWING_MS,
): Promise<DrawAnswers[Kind] | 'too-long'> {
  const isSource = import.meta.url.endsWith('.ts');
  const worker = new Worker(new URL(isSource ? './draw-worker.ts' : './draw-worker.js', import.meta.url), {
    workerData: task,
    execArgv: isSource ? ['--import', loader()] : [],
    resourceLimits: RESOURCE_LIMITS,
  });
  try {
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, maxMs, 'too-long');
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (status) => reject(new Error(`The drawing ended with status ${status}.`)));
      worker.once('exit', () => clearTimeout(timer));
    });
  } finally {
    await worker.terminate();
  }
}

/** Sources need what the program itself was started with; its name is found from here, whatever folder this runs in. */
function loader(): string {
  return pathToFileURL(projectPath('node_modules', 'tsx', 'dist', 'loader.mjs')).href;
}
