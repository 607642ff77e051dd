import type { DeliveryStore } from '../delivery/delivery-store.ts';
import { requireIssue } from '../delivery/send-issue.ts';
import type { IssueStatus } from '../issues/issue-status-rules.ts';
import type { IssueRecord, IssueStore } from '../issues/issue-store.ts';
import type { TransportName } from '../issues/newsletter.ts';
import { formatObstacle, transportObstacles } from '../issues/problems/issue-obstacles.ts';
import { withPauseReason } from '../issues/send-decision.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { Clock } from '../shared/clock.ts';
import { AppError } from '../shared/errors.ts';

/** The decisions about uncertain deliveries, and what each costs. */
export const UNCERTAIN_DECISIONS = {
  resend: 'hand them over again: nobody is left out, but anyone who already has the issue gets it twice',
  accept: 'leave them as they are: nobody gets it twice, but anyone who missed it never gets it',
} as const;
export type UncertainDecision = keyof typeof UNCERTAIN_DECISIONS;

export interface ResumeDeps {
  issueStore: IssueStore;
  deliveryStore: DeliveryStore;
  clock: Clock;
  config: { transportName: TransportName; schedule: Pick<Schedule, 'zone'> };
}

/**
 * Accepting uncertain deliveries can leave nothing to do, and the issue is then sent.
 * @throws AppError `refused` if a decision is missing, the issue is no longer paused, or the transport changed. Nothing
 *   is changed then.
 */
export async function resumeIssue(
  slot: string,
  how: UncertainDecision | null,
  { issueStore, deliveryStore, clock, config }: ResumeDeps,
): Promise<IssueRecord> {
  const at = clock.now();
  const issue = await requireIssue(slot, issueStore);
  const { scheduledAt, status, transport } = issue;
  if (status !== 'paused') throw new AppError('refused', `The issue of ${slot} is ${status}, not paused.`);
  const { batches, deliveries } = await deliveryStore.progress(slot);
  const endsIt = how === 'accept' && deliveries.pending === 0;
  const obstacles = endsIt ? [] : transportObstacles({ slot, status, transport }, config.transportName);
  if (obstacles.length > 0)
    throw new AppError(
      'refused',
      withPauseReason({ ...issue, zone: config.schedule.zone }, obstacles.map(formatObstacle)).join('\n'),
    );
  const settled = how === null ? 0 : await deliveryStore.settleUncertain({ slot, how, at });
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
  const left = await deliveryStore.progress(slot);
  if (settled > 0 && left.nextTurnAt === null) await change('sent', 'sending');
  return requireIssue(slot, issueStore);
}

function needsDecision(slot: string, count: number): AppError {
  const ways = Object.entries(UNCERTAIN_DECISIONS).map(
    ([how, words]) => `  verdicts issue resume ${slot} --${how}-uncertain   ${words}`,
  );
  return new AppError(
    'refused',
    `We do not know whether ${count} deliveries of ${slot} were accepted. Look for them at the provider, then decide:\n${ways.join('\n')}`,
  );
}
