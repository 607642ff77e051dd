import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import { setup } from '../support/build.ts';
import { isGood, killedRun } from './killed-run.ts';
import { isGood as isGoodShaken, shakenRun } from './shaken-run.ts';

/**
 * `npm run soak [-- <seeds> [<first seed>]]`: that many runs on SQLite (a hundred by default), each with 2,000 subscribers
 * and 50 kills. `npm run soak -- --postgres <seeds> [--first <seed>]`: that many on PostgreSQL, each with 30,000 subscribers
 * or `--readers`, and the network cut for 30 seconds or `--cut`. A seed that failed fails again: give it as the first one.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    postgres: { type: 'string' },
    first: { type: 'string' },
    readers: { type: 'string', default: '30000' },
    cut: { type: 'string', default: '30' },
  },
});
const { postgres = '0', first = positionals[1] ?? String(randomInt(2 ** 31)) } = values;
const counts = { sqlite: positionals[0] ?? (postgres === '0' ? '100' : '0'), postgres };
const given = [counts.sqlite, counts.postgres, first, values.readers, values.cut].map(Number);
const [onSqlite = 0, onPostgres = 0, firstSeed = 0, readers = 0, cut = 0] = given;
if (!given.every(Number.isInteger) || onSqlite + onPostgres < 1)
  throw new Error('Give a number of seeds, and if you like the first one.');

async function kill(seed: number): Promise<{ good: boolean }> {
  const run = { seed, readers: 2_000, kills: 50 };
  const result = await killedRun(run);
  return { good: isGood(result, run), ...result };
}

async function shake(seed: number): Promise<{ good: boolean }> {
  const run = { seed, readers, cutMs: cut * 1_000 };
  const result = await shakenRun(run);
  return { good: isGoodShaken(result, run), ...result };
}

function seeds(count: number): number[] {
  return Array.from({ length: count }, (_, index) => firstSeed + index);
}

async function report(run: Promise<{ good: boolean }>): Promise<boolean> {
  const result = await run;
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return result.good;
}

setup();
// Each on its own: a shaken run mostly waits.
const [killing, shaking] = [pLimit(availableParallelism()), pLimit(availableParallelism())];
const results = await Promise.all([
  ...seeds(onSqlite).map((seed) => killing(() => report(kill(seed)))),
  ...seeds(onPostgres).map((seed) => shaking(() => report(shake(seed)))),
]);
process.exitCode = results.includes(false) ? 1 : 0;
