import { toIso } from '../clock.ts';
import type { IssueStatus } from './issue-states.ts';

/** What sending an issue means from where it stands. */
export type SendDecision =
  | { kind: 'freeze' }
  | { kind: 'deliver' }
  /** Its pause is over: it goes on by itself. */
  | { kind: 'go-on'; pausedUntil: number }
  /** It goes on by itself, but not yet. */
  | { kind: 'wait'; until: number; reason: string }
  /** Nothing is left to do, and that is fine. */
  | { kind: 'done'; reason: string }
  /** A person has to do something first; `advice` says by which command, for whoever uses commands. */
  | { kind: 'refused'; reason: string; advice: string };

export interface SendSituation {
  slot: string;
  status: IssueStatus;
  /** Why it is skipped, held, paused or cancelled. */
  reason: string | null;
  /** An editor brought it to its status. */
  byEditor: boolean;
  /** Until when a paused issue waits by itself; null where it waits for a person. */
  pausedUntil: number | null;
  review: 'auto' | 'required';
  now: number;
}

/**
 * Decides what a wish to send an issue leads to. A slot that the program skipped is looked at anew, as more may have been
 * published; one that an editor skipped stays so.
 */
export function decideSend(situation: SendSituation): SendDecision {
  const { slot, status, reason, review } = situation;
  if (status === 'skipped' && situation.byEditor)
    return { kind: 'done', reason: because('An editor skipped this slot', reason) };
  switch (status) {
    case 'draft':
    case 'skipped':
      return review === 'auto'
        ? { kind: 'freeze' }
        : {
            kind: 'refused',
            reason: 'The issue is not approved.',
            advice: `Look at it, then run: verdicts issue approve ${slot} && ${sendCommand(slot)}`,
          };
    case 'approved':
    case 'sending':
      return { kind: 'deliver' };
    case 'sent':
      return { kind: 'done', reason: 'This slot is done: its issue was sent.' };
    case 'held':
      return {
        kind: 'refused',
        reason: because('The issue is held', reason),
        advice: `To let it go, run: verdicts issue approve ${slot} && ${sendCommand(slot)}`,
      };
    case 'paused':
      return decidePaused(situation);
    case 'cancelled':
      return {
        kind: 'refused',
        reason: because('The issue was cancelled', reason),
        advice: 'A cancelled issue cannot be sent.',
      };
  }
}

function decidePaused({ slot, reason, pausedUntil, now }: SendSituation): SendDecision {
  if (pausedUntil === null)
    return {
      kind: 'refused',
      reason: because('The issue is paused', reason),
      advice: `To let it continue, run: verdicts issue resume ${slot} && ${sendCommand(slot)}`,
    };
  if (pausedUntil <= now) return { kind: 'go-on', pausedUntil };
  const until = toIso(pausedUntil);
  return {
    kind: 'wait',
    until: pausedUntil,
    reason: `${because(`The issue is paused until ${until}`, reason)} It then continues by itself where verdicts serve runs, or with: ${sendCommand(slot)}`,
  };
}

/** Why nothing is sent, with the command that helps; null where it is sent. */
export function refusalInWords(decision: SendDecision): string | null {
  if (decision.kind === 'refused') return `${decision.reason} ${decision.advice}`;
  return 'reason' in decision ? decision.reason : null;
}

/** The command that sends, or goes on sending, the issue of this slot and of no other. */
export function sendCommand(slot: string): string {
  return `verdicts send --slot ${slot}`;
}

/** A sentence with the reason that was given, if any, which may end in a period of its own. */
export function because(what: string, reason: string | null): string {
  const sentence = reason === null ? what : `${what}: ${reason}`;
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}
