import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ComparisonStore } from '../comparisons/comparison-store.ts';
import { importComparisons } from '../comparisons/import-comparisons.ts';
import type { Clock } from '../shared/clock.ts';
import { DAY_MS } from '../shared/durations.ts';
import { AppError } from '../shared/errors.ts';
import { importSubscribers } from '../subscribers/lists/import-subscribers.ts';
import type { SubscriberStore } from '../subscribers/subscriber-store.ts';
import { SAMPLE_COMPARISONS, SAMPLE_SOURCE, SAMPLE_SUBSCRIBERS } from './shipped-samples.ts';

export interface SampleDeps {
  comparisonStore: Pick<ComparisonStore, 'saveComparison' | 'listComparisons'>;
  subscriberStore: SubscriberStore;
  clock: Clock;
  signingSecrets: readonly string[];
}

/**
 * The latest sample is published in the 24 hours before now, so that all are eligible. Does nothing if they are
 * already there.
 *
 * @throws AppError `refused` if the database holds anything else: the demo must not send to real subscribers or use
 * up real comparisons.
 */
export async function addSamples(deps: SampleDeps): Promise<{ comparisons: number; subscribers: number }> {
  const { comparisonStore, subscriberStore, clock, signingSecrets } = deps;
  const samples = await readFile(SAMPLE_COMPARISONS, 'utf8');
  const isForeign = await hasOtherData(samples, deps);
  if (isForeign) {
    throw new AppError(
      'refused',
      'This database has comparisons or subscribers of your own, and the demo would use them up. Give the demo its own database: DATABASE_URL=file:data/demo.db npm run demo',
    );
  }
  if ((await comparisonStore.listComparisons()).length > 0) return { comparisons: 0, subscribers: 0 };
  const read = async () => shiftDates(samples, clock.now());
  const comparisons = await importComparisons(
    { sources: [{ name: SAMPLE_COMPARISONS, read }] },
    { comparisonStore, clock },
  );
  const subscribers = await importSubscribers({
    input: createReadStream(SAMPLE_SUBSCRIBERS),
    source: SAMPLE_SOURCE,
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
  const list = await readFile(SAMPLE_SUBSCRIBERS, 'utf8');
  const known = await subscriberStore.page({ after: 0, limit: list.split('\n').length });
  const comparisons = await comparisonStore.listComparisons();
  return (
    known.some(({ email }) => !list.includes(`\n${email},`)) ||
    comparisons.some(({ slug }) => !samples.includes(`"slug": "${slug}"`))
  );
}

const PUBLISHED_AT = /("publishedAt": ")([^"]+)/g;

/** Shifts every publication by the same number of days, so that the latest is at most a day before `now`. */
function shiftDates(json: string, now: number): string {
  const latest = Math.max(
    ...[...json.matchAll(PUBLISHED_AT)].map(([, , instant = '']) => Date.parse(instant)),
  );
  const distance = Math.floor((now - latest) / DAY_MS) * DAY_MS;
  return json.replace(PUBLISHED_AT, (_, name: string, instant: string) => {
    return name + new Date(Date.parse(instant) + distance).toISOString();
  });
}
