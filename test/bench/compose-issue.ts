import { join } from 'node:path';
import { draftIssue } from '../../src/render/draft-issue.ts';
import { parseSchedule } from '../../src/schedule/schedule.ts';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { TUESDAY } from '../support/comparisons.ts';
import { SLOT } from '../support/issues.ts';
import { longestComparisons } from '../support/samples/longest-comparisons.ts';
import { inFolder, measured, peakRssMiB, print } from './support/measure.ts';

process.env.NODE_ENV ??= 'production';
const COMPARISONS = 10_000;

await inFolder(async (folder) => {
  const stores = openSqliteStores(join(folder, 'verdicts.db'));
  for (const comparison of longestComparisons(COMPARISONS))
    await stores.comparisonStore.saveComparison(comparison, TUESDAY);
  const schedule = parseSchedule({ pattern: '0 9 * * 2', zone: 'UTC' });
  if (!schedule.ok) throw new Error('The schedule is the default one.');
  const newsletter = {
    name: 'Digest',
    from: { name: null, email: 'd@verdicts.test' },
    replyTo: null,
    postalAddress: '1 Street',
    publicUrl: 'https://verdicts.test',
  };
  const deps = {
    ...stores,
    config: {
      schedule: schedule.schedule,
      review: 'auto' as const,
      newsletter,
      selection: { minItems: 1, maxItems: 8, lookbackDays: 366 },
      transportName: 'outbox' as const,
      obstacles: [],
    },
  };
  const compose = async () => {
    const draft = await draftIssue({ slot: SLOT, now: TUESDAY }, deps);
    if (draft.selection.items.length !== 8)
      throw new Error(`${draft.selection.items.length} comparisons were selected.`);
  };
  const first = await measured(compose);
  const again = await measured(compose);
  await stores.close();
  print({
    name: 'compose-issue',
    comparisons: COMPARISONS,
    firstSeconds: first.seconds,
    secondsOnceWarm: again.seconds,
    longestStallMs: again.longestStallMs,
    peakRssMiB: peakRssMiB(),
  });
});
