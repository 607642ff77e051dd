import { createHash } from 'node:crypto';
import type { DeliveryStore } from '../../../delivery/delivery-store.ts';
import type { IssueStatus } from '../../../issues/issue-status-rules.ts';
import type { IssueRecord, IssueStore } from '../../../issues/issue-store.ts';
import { type Schedule, scheduledInstant } from '../../../schedule/schedule.ts';
import { parseSlot } from '../../../schedule/slot.ts';

/** What determines which actions an issue allows. */
export interface IssueSituation {
  slot: string;
  status: IssueStatus;
  /** Null if the slot has no issue yet: it counts as a draft. */
  issue: IssueRecord | null;
  review: 'auto' | 'required';
  /** Uncertain deliveries of a paused issue, which need a person's decision. */
  undecided: number;
}

export interface SituationDeps {
  issueStore: Pick<IssueStore, 'findIssue'>;
  deliveryStore: Pick<DeliveryStore, 'progress'>;
  config: { review: 'auto' | 'required' };
}

/** The slot in a URL; null if no issue can have it. */
export function readSlot(text: string): string | null {
  const reading = parseSlot(text);
  return reading.ok && reading.year >= 2000 ? reading.slot : null;
}

export async function readSituation(
  slot: string,
  { issueStore, deliveryStore, config: { review } }: SituationDeps,
): Promise<IssueSituation> {
  const issue = await issueStore.findIssue(slot);
  const status = issue?.status ?? 'draft';
  const undecided = status === 'paused' ? await countUndecided(slot, deliveryStore) : 0;
  return { slot, status, issue, review, undecided };
}

/** When an issue goes out, or went out: the time it was approved for, or else the schedule's. */
export function slotTime({ slot, issue }: IssueSituation, schedule: Schedule): number {
  return issue !== null && issue.frozenAt !== null ? issue.scheduledAt : scheduledInstant(schedule, slot);
}

async function countUndecided(slot: string, deliveryStore: SituationDeps['deliveryStore']): Promise<number> {
  const { batches, deliveries } = await deliveryStore.progress(slot);
  return batches.uncertain === 0 ? 0 : deliveries.uncertain;
}

/**
 * Identifies the state of an issue that an editor sees, as an ETag does: its form carries it, so that acting on an
 * outdated state is refused. Delivery counts are left out, because they change all the time.
 */
export function situationTag({ status, issue, undecided }: IssueSituation): string {
  const { revision = 0, reason = null, pausedUntil = null, frozenAt = null } = issue ?? {};
  const facts = JSON.stringify([status, revision, reason, pausedUntil, frozenAt, undecided]);
  return `${status}.${createHash('sha256').update(facts).digest('base64url').slice(0, 16)}`;
}

/** Completes the sentence "The issue is … now". */
const STATUS_WORDS: Readonly<Record<IssueStatus, string>> = {
  draft: 'a draft',
  approved: 'approved',
  sending: 'being sent',
  sent: 'sent',
  skipped: 'skipped',
  held: 'on hold',
  paused: 'paused',
  cancelled: 'stopped for good',
};

/** What has changed since the editor loaded the page, in words; null if nothing has. */
export function changeSince(seen: string | undefined, situation: IssueSituation): string | null {
  if (seen === situationTag(situation)) return null;
  const [before] = seen?.split('.') ?? [];
  const { status } = situation;
  if (before === undefined || before === '') return 'Something was missing. Try again.';
  return before === status
    ? 'The issue changed while this page was open. Look at it again, then decide.'
    : `The issue is ${STATUS_WORDS[status]} now: it changed while this page was open.`;
}
