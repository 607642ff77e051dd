import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import { setup } from '../support/build.ts';
import { isGood, killedRun } from './killed-run.ts';
import { isGood as isGoodShaken, shakenRun } from './shaken-run.ts';

/**
 * `npm run soak [-- <seeds> [<first seed>]]`: that many runs on SQLite (a hundred by default), each with 2,000 subscribers
 * and 50 kills. With `--postgres`: on PostgreSQL, with 30,000 subscribers or `--readers`, and the network cut for 30 seconds
 * or `--cut`. A seed that failed fails again: give it as the first one.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    postgres: { type: 'boolean', default: false },
    readers: { type: 'string', default: '30000' },
    cut: { type: 'string', default: '30' },
  },
});
const count = Number(positionals[0] ?? 100);
const first = Number(positionals[1] ?? randomInt(2 ** 31));
const [readers, cut] = [Number(values.readers), Number(values.cut)];
if (![count, first, readers, cut].every(Number.isInteger) || count < 1)
  throw new Error('Give a number of seeds, and if you like the first one.');

async function runOne(seed: number): Promise<{ good: boolean }> {
  if (values.postgres) {
    const run = { seed, readers, cutMs: cut * 1_000 };
    const result = await shakenRun(run);
    return { good: isGoodShaken(result, run), ...result };
  }
  const run = { seed, readers: 2_000, kills: 50 };
  const result = await killedRun(run);
  return { good: isGood(result, run), ...result };
}

setup();
const inTurn = pLimit(availableParallelism());
const results = await Promise.all(
  Array.from({ length: count }, (_, index) =>
    inTurn(async () => {
      const result = await runOne(first + index);
      process.stdout.write(`${JSON.stringify(result)}\n`);
      return result.good;
    }),
  ),
);
process.exitCode = results.includes(false) ? 1 : 0;
