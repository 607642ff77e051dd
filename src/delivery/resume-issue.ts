import { AppError } from '../errors.ts';
import type { IssueStatus } from '../issues/issue-states.ts';
import type { DeliveryStore } from '../store/delivery-store.ts';
import type { IssueRecord, IssueStore } from '../store/issue-store.ts';
import { findIssue } from './send-issue.ts';

/** The two decisions about deliveries of which nobody knows what became, and what each of them costs. */
export const UNCERTAIN_DECISIONS = {
  resend: 'hand them over again: nobody is left out, but whoever has the issue already gets it twice',
  accept: 'leave them as they are: nobody gets it twice, but whoever has it not never gets it',
} as const;
export type UncertainDecision = keyof typeof UNCERTAIN_DECISIONS;

export interface ResumeDeps {
  issueStore: IssueStore;
  store: DeliveryStore;
  at: number;
}

/**
 * Lets a paused issue go on. One that waits for nothing but a decision about uncertain deliveries needs that decision;
 * accepting them may leave nothing to do, and the issue is then sent.
 *
 * @throws AppError `refused` where the decision is missing, or the issue is no longer paused.
 */
export async function resumeIssue(
  slot: string,
  how: UncertainDecision | null,
  { issueStore, store, at }: ResumeDeps,
): Promise<IssueRecord> {
  const { scheduledAt, status } = await findIssue(slot, issueStore);
  if (status !== 'paused') throw new AppError('refused', `The issue of ${slot} is ${status}, not paused.`);
  const { batches, deliveries } = await store.progress(slot);
  const settled = how === null ? 0 : await store.settleUncertain({ slot, how, at });
  if (how === null && batches.uncertain > 0 && deliveries.pending === 0)
    throw needsDecision(slot, deliveries.uncertain);
  const change = async (to: IssueStatus, from: IssueStatus) => {
    const notice = to === 'sent' ? { notice: { event: to } as const } : {};
    const { changed } = await issueStore.changeStatus({
      slot,
      scheduledAt,
      from,
      to,
      reason: null,
      at,
      ...notice,
    });
    if (!changed) throw new AppError('refused', `The issue of ${slot} changed meanwhile. Look at it again.`);
  };
  await change('sending', 'paused');
  const left = await store.progress(slot);
  if (settled > 0 && left.nextTurnAt === null) await change('sent', 'sending');
  return findIssue(slot, issueStore);
}

function needsDecision(slot: string, count: number): AppError {
  const ways = Object.entries(UNCERTAIN_DECISIONS).map(
    ([how, words]) => `  verdicts issue resume ${slot} --${how}-uncertain   ${words}`,
  );
  return new AppError(
    'refused',
    `Nobody knows what became of ${count} deliveries of ${slot}. Look for them at the provider, then decide:\n${ways.join('\n')}`,
  );
}
