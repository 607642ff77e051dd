import type { FrozenIssue } from '../../../src/issues/frozen-issue.ts';
import type { Stores } from '../../support/issues.ts';
import { aNewSubscriber, approveIssue, IMPORTED } from '../../support/issues.ts';

const STEP = 5_000;

/** Fills a store with confirmed subscribers and an approved issue for them. */
export async function prepareAudience(
  stores: Stores,
  count: number,
  issue: Partial<FrozenIssue> = {},
): Promise<void> {
  for (let from = 0; from < count; from += STEP) {
    const list = Array.from({ length: Math.min(STEP, count - from) }, (_, index) =>
      aNewSubscriber({ email: `reader${String(from + index).padStart(8, '0')}@verdicts.test` }),
    );
    await stores.subscriberStore.importSubscribers(list, IMPORTED);
  }
  await approveIssue(stores, issue);
}
