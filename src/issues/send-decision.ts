import type { IssueStatus } from './issue-states.ts';

/** What sending an issue means from where it stands. */
export type SendDecision =
  | { kind: 'freeze' }
  | { kind: 'deliver' }
  /** Nothing is left to do, and that is fine. */
  | { kind: 'done'; reason: string }
  /** A person has to do something first. */
  | { kind: 'refused'; reason: string };

export interface SendSituation {
  slot: string;
  status: IssueStatus;
  /** Why it is held, paused or cancelled. */
  reason: string | null;
  review: 'auto' | 'required';
}

/** Decides what a wish to send an issue leads to. A skipped slot is looked at anew: more may have been published. */
export function decideSend({ slot, status, reason, review }: SendSituation): SendDecision {
  const because = reason === null ? '' : `: ${reason}`;
  switch (status) {
    case 'draft':
    case 'skipped':
      return review === 'auto'
        ? { kind: 'freeze' }
        : {
            kind: 'refused',
            reason: `The issue is not approved. Look at it, then run: verdicts issue approve ${slot}`,
          };
    case 'approved':
    case 'sending':
      return { kind: 'deliver' };
    case 'sent':
      return { kind: 'done', reason: 'This slot is done: its issue was sent.' };
    case 'held':
      return {
        kind: 'refused',
        reason: `The issue is held${because}. To let it go, run: verdicts issue approve ${slot}`,
      };
    case 'paused':
      return {
        kind: 'refused',
        reason: `The issue is paused${because}. To go on, run: verdicts issue resume ${slot}`,
      };
    case 'cancelled':
      return {
        kind: 'refused',
        reason: `The issue was cancelled${because}. A cancelled issue cannot be sent.`,
      };
  }
}
