import { readComparisons } from '../../src/comparisons/read-comparisons.ts';
import { hostilePages } from '../support/samples/hostile-pages.ts';
import { peakRssMiB, print, rounded } from './support/measure.ts';

const LENGTH = 1_000_000;

/** CPU time, because a busy machine makes any page slow. */
function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return rounded((user + system) / 1e6);
}

const times = hostilePages(LENGTH).map(({ what, name, content }) => ({
  what,
  cpuSeconds: cpuSeconds(() => {
    const { comparisons, rejected } = readComparisons({ name, content });
    if (comparisons.length + rejected.length === 0) throw new Error(`Nothing came of ${what}.`);
  }),
}));
const slowest = times.toSorted((one, other) => other.cpuSeconds - one.cpuSeconds);
print({
  name: 'hostile-pages',
  pages: times.length,
  characters: LENGTH,
  slowest: slowest.slice(0, 5),
  overTwoSeconds: slowest.filter(({ cpuSeconds: seconds }) => seconds > 2).length,
  peakRssMiB: peakRssMiB(),
});
