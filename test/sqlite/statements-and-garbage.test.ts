import { expect, test } from 'vitest';
import { startNode } from '../support/processes.ts';

/**
 * Prepares statements and drops them, so that the garbage collector frees them while no JavaScript runs. Node.js 24.21
 * with better-sqlite3 12 aborts within 100 ms (nodejs/node#65446).
 */
const PREPARING = `
  import Database from ${JSON.stringify(import.meta.resolve('better-sqlite3'))};
  const db = new Database(':memory:');
  let rounds = 0;
  const timer = setInterval(() => {
    for (let index = 0; index < 2_000; index += 1) db.prepare('select ' + index);
    rounds += 1;
    if (rounds < 200) return;
    clearInterval(timer);
    process.stdout.write('survived');
  }, 5);
`;

test('statements that the garbage collector frees do not end the process', async () => {
  const { status, signal, stdout, stderr } = await startNode(['--input-type=module', '-e', PREPARING])
    .finished;
  expect({ status, signal, stdout }, stderr).toEqual({ status: 0, signal: null, stdout: 'survived' });
});
