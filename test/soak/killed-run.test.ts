import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { isGood, killedRun } from './killed-run.ts';

test('despite random kills and a provider with random faults, every subscriber gets the issue once', async () => {
  const run = { seed: randomInt(2 ** 31), readers: 700, kills: 10 };
  const result = await killedRun(run);
  expect(isGood(result, run), `npm run soak -- 1 ${run.seed}: ${JSON.stringify(result)}`).toBe(true);
});
