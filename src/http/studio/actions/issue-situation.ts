import { createHash } from 'node:crypto';
import type { DeliveryStore } from '../../../delivery/delivery-store.ts';
import { type IssueStatus, statusInWords } from '../../../issues/issue-states.ts';
import type { IssueRecord, IssueStore } from '../../../issues/issue-store.ts';
import { type Schedule, scheduledInstant } from '../../../schedule/schedule.ts';
import { parseSlot } from '../../../schedule/slot.ts';

/** All that says what an editor can do with the issue of a slot. */
export interface IssueSituation {
  slot: string;
  status: IssueStatus;
  /** Null where the slot has no issue yet: it counts as a draft. */
  issue: IssueRecord | null;
  review: 'auto' | 'required';
  /** Deliveries that wait for a person's decision, because nobody knows what became of them. */
  undecided: number;
}

export interface SituationDeps {
  issueStore: Pick<IssueStore, 'findIssue'>;
  deliveryStore: Pick<DeliveryStore, 'progress'>;
  config: { review: 'auto' | 'required' };
}

/** The slot that an address names; null where there can be no issue of it. */
export function readSlot(text: string): string | null {
  const reading = parseSlot(text);
  return reading.ok && reading.year >= 2000 ? reading.slot : null;
}

/** Reads where the issue of a slot stands. */
export async function readSituation(
  slot: string,
  { issueStore, deliveryStore, config: { review } }: SituationDeps,
): Promise<IssueSituation> {
  const issue = await issueStore.findIssue(slot);
  const status = issue?.status ?? 'draft';
  const undecided = status === 'paused' ? await countUndecided(slot, deliveryStore) : 0;
  return { slot, status, issue, review, undecided };
}

/** When an issue goes out, or went out: what it was approved for, else what the schedule says today. */
export function slotTime({ slot, issue }: IssueSituation, schedule: Schedule): number {
  return issue !== null && issue.frozenAt !== null ? issue.scheduledAt : scheduledInstant(schedule, slot);
}

async function countUndecided(slot: string, store: SituationDeps['deliveryStore']): Promise<number> {
  const { batches, deliveries } = await store.progress(slot);
  return batches.uncertain === 0 ? 0 : deliveries.uncertain;
}

/**
 * Stands for what an editor sees of an issue before acting on it. A form carries it, so that whoever acts on what is no
 * longer so is told. The counts of an issue that is going out are no part of it: they move all the time.
 */
export function situationTag({ status, issue, undecided }: IssueSituation): string {
  const { revision = 0, reason = null, pausedUntil = null, frozenAt = null } = issue ?? {};
  const facts = JSON.stringify([status, revision, reason, pausedUntil, frozenAt, undecided]);
  return `${status}.${createHash('sha256').update(facts).digest('base64url').slice(0, 16)}`;
}

/** What changed since an editor looked, in words; null where nothing did. */
export function changeSince(seen: string | undefined, situation: IssueSituation): string | null {
  if (seen === situationTag(situation)) return null;
  const [before] = seen?.split('.') ?? [];
  const { status } = situation;
  if (before === undefined || before === '') return 'The form was not complete.';
  return before === status
    ? 'Somebody changed the issue while you looked at it.'
    : `The issue became ${statusInWords(status)} while you looked at it.`;
}
