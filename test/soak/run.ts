import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import { setup } from '../support/build.ts';
import { isGood, killedRun } from './killed-run.ts';

/**
 * `npm run soak [-- <seeds> [<first seed>]]`: that many runs (a hundred by default), each with 2,000 subscribers and
 * 50
 * kills. A seed that failed fails again: give it as the first one.
 */
const count = Number(process.argv[2] ?? 100);
const first = Number(process.argv[3] ?? randomInt(2 ** 31));
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(first))
  throw new Error('Give a number of seeds, and if you like the first one.');

setup();
const inTurn = pLimit(availableParallelism());
const bad = await Promise.all(
  Array.from({ length: count }, (_, index) =>
    inTurn(async () => {
      const run = { seed: first + index, readers: 2_000, kills: 50 };
      const result = await killedRun(run);
      const good = isGood(result, run);
      process.stdout.write(`${JSON.stringify({ good, ...result })}\n`);
      return !good;
    }),
  ),
);
process.exitCode = bad.includes(true) ? 1 : 0;
