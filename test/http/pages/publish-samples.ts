import { readFile } from 'node:fs/promises';
import type { PublishedComparison } from '../../../src/comparisons/comparison-store.ts';
import { readComparisons } from '../../../src/comparisons/read-comparisons.ts';
import { freezeIssue } from '../../../src/render/freeze-issue.ts';
import { parseSchedule, scheduledInstant } from '../../../src/schedule/schedule.ts';
import { sourcePath } from '../../../src/shared/project-path.ts';
import { HOUR } from '../../support/comparisons.ts';
import { SITE } from '../../support/http/http-app.ts';
import { SLOT } from '../../support/issues.ts';
import type { Pages } from './open-pages.ts';

/** The sample comparisons, as if published shortly before an issue. */
export async function sampleComparisons(before: number): Promise<PublishedComparison[]> {
  const content = await readFile(sourcePath('demo', 'comparisons.json'), 'utf8');
  return readComparisons({ name: 'comparisons.json', content }).comparisons.map(({ comparison }, index) => ({
    ...comparison,
    publishedAt: new Date(before - (index + 1) * HOUR).toISOString(),
  }));
}

interface Composed {
  slot?: string;
  zone?: string;
  pattern?: string;
  comparisons?: readonly PublishedComparison[];
  /** By default, when the issue is due. */
  frozenAt?: number;
  sendingAt?: number;
  /** As `send` and "Send now" freeze it. */
  sendsNow?: boolean;
}

/** Composes, freezes and begins to send a slot's issue, as the program does. */
export async function publishComposed(
  { comparisonStore, issueStore, lookStore, change }: Pages,
  {
    slot = SLOT,
    zone = 'UTC',
    pattern = '0 9 * * 2',
    comparisons,
    frozenAt,
    sendingAt,
    sendsNow = false,
  }: Composed = {},
): Promise<void> {
  const parsed = parseSchedule({ pattern, zone });
  if (!parsed.ok) throw new Error('The schedule is the default one.');
  const { schedule } = parsed;
  const at = scheduledInstant(schedule, slot);
  const now = frozenAt ?? at;
  const before = Math.min(now, at);
  for (const comparison of comparisons ?? (await sampleComparisons(before)))
    await comparisonStore.saveComparison(comparison, before - HOUR);
  const config = {
    schedule,
    review: 'auto',
    selection: { minItems: 1, maxItems: 8, lookbackDays: 14 },
    newsletter: SITE.newsletter,
    transportName: 'outbox',
    obstacles: [],
  } as const;
  const { kind } = await freezeIssue(
    { slot, now, sendsNow },
    { comparisonStore, issueStore, lookStore, config },
  );
  if (kind !== 'frozen') throw new Error(`The sample issue was not frozen: ${kind}.`);
  await change(slot, 'sending', sendingAt ?? now);
}
