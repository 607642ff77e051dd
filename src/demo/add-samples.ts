import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ComparisonStore } from '../comparisons/comparison-store.ts';
import { importComparisons } from '../comparisons/import-comparisons.ts';
import { slotDays } from '../schedule/slot.ts';
import type { Clock } from '../shared/clock.ts';
import { WEEK_MS } from '../shared/durations.ts';
import { AppError } from '../shared/errors.ts';
import { sourcePath } from '../shared/project-path.ts';
import { importSubscribers } from '../subscribers/lists/import-subscribers.ts';
import type { SubscriberStore } from '../subscribers/subscriber-store.ts';

const COMPARISONS = sourcePath('demo', 'comparisons.json');
const SUBSCRIBERS = sourcePath('demo', 'subscribers.csv');

/** The week of the latest `publishedAt` in the samples. */
const LATEST_SAMPLE_SLOT = '2026-W47';

export interface SampleDeps {
  comparisonStore: Pick<ComparisonStore, 'saveComparison' | 'listComparisons'>;
  subscriberStore: SubscriberStore;
  clock: Clock;
  signingSecrets: readonly string[];
}

/**
 * The latest samples are published in the week before `slot`. Does nothing if they are already there.
 *
 * @throws AppError `refused` if the database holds anything else: the demo must not send to real subscribers or use
 * up real comparisons.
 */
export async function addSamples(
  slot: string,
  deps: SampleDeps,
): Promise<{ comparisons: number; subscribers: number }> {
  const { comparisonStore, subscriberStore, clock, signingSecrets } = deps;
  const samples = await readFile(COMPARISONS, 'utf8');
  const isForeign = await hasOtherData(samples, deps);
  if (isForeign) {
    throw new AppError(
      'refused',
      'The database holds comparisons or subscribers of your own, which the demo would use up. Give it a database of its own: DATABASE_URL=file:data/demo.db npm run demo',
    );
  }
  if ((await comparisonStore.listComparisons()).length > 0) return { comparisons: 0, subscribers: 0 };
  const read = async () => shiftDates(samples, slot);
  const comparisons = await importComparisons(
    { sources: [{ name: COMPARISONS, read }] },
    { comparisonStore, clock },
  );
  const subscribers = await importSubscribers({
    input: createReadStream(SUBSCRIBERS),
    source: 'import:samples',
    subscriberStore,
    now: clock.now(),
    secrets: signingSecrets,
  });
  return { comparisons: comparisons.added, subscribers: subscribers.added };
}

async function hasOtherData(
  samples: string,
  { comparisonStore, subscriberStore }: SampleDeps,
): Promise<boolean> {
  const list = await readFile(SUBSCRIBERS, 'utf8');
  const known = await subscriberStore.page({ after: 0, limit: list.split('\n').length });
  const comparisons = await comparisonStore.listComparisons();
  return (
    known.some(({ email }) => !list.includes(`\n${email},`)) ||
    comparisons.some(({ slug }) => !samples.includes(`"slug": "${slug}"`))
  );
}

/** Shifts every publication by whole weeks. */
function shiftDates(json: string, slot: string): string {
  const distance = mondayOf(slot) - WEEK_MS - mondayOf(LATEST_SAMPLE_SLOT);
  return json.replace(/("publishedAt": ")([^"]+)/g, (_, name: string, instant: string) => {
    return name + new Date(Date.parse(instant) + distance).toISOString();
  });
}

function mondayOf(slot: string): number {
  return Date.parse(slotDays(slot)[0] ?? '');
}
