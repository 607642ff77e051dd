import { selectComparisons } from '../digest/select-comparisons.ts';
import { type DefaultSlotDeps, nextOpenFiring } from './find-default-slot.ts';
import type { IssueActionDeps } from './issue-action-deps.ts';

export interface ReopenRefilledDeps {
  issueStore: Pick<IssueActionDeps['issueStore'], 'findIssue' | 'changeStatus'>;
  comparisonStore: DefaultSlotDeps['comparisonStore'];
  clock: DefaultSlotDeps['clock'];
  config: Pick<DefaultSlotDeps['config'], 'schedule' | 'selection'>;
}

/**
 * Makes the coming issue a draft again if `send` skipped it ahead of its time for want of comparisons, and it now has
 * enough. What an editor skipped stays skipped.
 */
export async function reopenRefilled(deps: ReopenRefilledDeps): Promise<void> {
  const { issueStore, comparisonStore, clock, config } = deps;
  const now = clock.now();
  const next = await nextOpenFiring(now, deps);
  if (next === undefined) return;
  const { slot, instant } = next;
  const issue = await issueStore.findIssue(slot);
  if (issue?.status !== 'skipped' || issue.byEditor) return;
  const open = await comparisonStore.openComparisons(slot);
  if (!selectComparisons({ open, cutOff: now, ...config.selection }).enough) return;
  await issueStore.changeStatus({
    slot,
    scheduledAt: instant,
    from: 'skipped',
    to: 'draft',
    reason: null,
    at: now,
  });
}
