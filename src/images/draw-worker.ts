import { parentPort, workerData } from 'node:worker_threads';
import type { DrawAnswers, DrawTask } from './draw-tasks.ts';

// The entry point of the thread that `draw-in-worker.ts` starts: one task, one answer.

async function perform(task: DrawTask): Promise<DrawAnswers[DrawTask['kind']]> {
  if (task.kind === 'logo') {
    const { drawLogo } = await import('./logo/draw-logo.ts');
    return drawLogo(task.bytes);
  }
  const { drawIssue } = await import('./issue/draw-issue.ts');
  return drawIssue(task.content);
}

parentPort?.postMessage(await perform(workerData));
