import { createInterface } from 'node:readline';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { aComparison, aJudgedSide } from '../support/comparisons.ts';

// A process other than the server, like `verdicts import`: changes a comparison for each line of input, and prints the
// time
// after the commit.
const [path = '', publishedAt = ''] = process.argv.slice(2);
const { comparisonStore } = openSqliteStores(path);
process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const comparison = aComparison({
    slug: 'kiln-vs-loom',
    tools: [{ ...aJudgedSide('Kiln', 4), tagline: `Change ${line}` }, 'Loom'],
    publishedAt: Number(publishedAt),
  });
  const begun = Date.now();
  await comparisonStore.saveComparison(comparison, begun);
  process.stdout.write(`${begun}\n`);
}
