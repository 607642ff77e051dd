import { toIso } from '../shared/clock.ts';
import type { IssueStatus } from './issue-states.ts';
import { ifItWentOut, RESTORED_REASON } from './restored-reason.ts';

/** What sending an issue means from where it stands. */
export type SendDecision =
  | { kind: 'freeze' }
  | { kind: 'deliver' }
  /** Its pause is over: it goes on by itself. */
  | { kind: 'go-on'; pausedUntil: number }
  /** It goes on by itself, but not yet. */
  | { kind: 'wait'; until: number; reason: string; advice: string }
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
  /** The instant at which it is due. */
  scheduledAt: number;
  /** Its time came before the database was restored from a copy, and nobody decided about it since. */
  predatesRestore: boolean;
  review: 'auto' | 'required';
  now: number;
}

/**
 * Decides what a wish to send an issue leads to. A slot that the program skipped is looked at again, because more may
 * have been published; one that an editor skipped stays skipped until the editor takes it back.
 */
export function decideSend(situation: SendSituation): SendDecision {
  const { slot, status, reason } = situation;
  if (status === 'skipped' && situation.byEditor)
    return {
      kind: 'done',
      reason: `${because('An editor skipped this slot', reason)} Take it back: verdicts issue resume ${slot}`,
    };
  switch (status) {
    case 'draft':
    case 'skipped':
      return decideOpen(situation);
    case 'approved':
    case 'sending':
      return { kind: 'deliver' };
    case 'sent':
      return { kind: 'done', reason: 'This slot is done: its issue was sent.' };
    case 'held':
      return {
        kind: 'refused',
        reason: because('The issue is held', reason),
        advice: waysOn(situation).join('. '),
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

function decideOpen(situation: SendSituation): SendDecision {
  const { slot, review, predatesRestore } = situation;
  if (predatesRestore) {
    const reason = RESTORED_REASON.held;
    return { kind: 'refused', reason, advice: waysOn({ ...situation, reason }).join('. ') };
  }
  if (review === 'auto') return { kind: 'freeze' };
  return {
    kind: 'refused',
    reason: 'The issue is not approved.',
    advice: `Look at it, then run: ${approveAndSend(slot)}`,
  };
}

function decidePaused(situation: SendSituation): SendDecision {
  const { slot, reason, pausedUntil, now } = situation;
  if (pausedUntil === null)
    return {
      kind: 'refused',
      reason: because('The issue is paused', reason),
      advice: waysOn(situation).join('. '),
    };
  if (pausedUntil <= now) return { kind: 'go-on', pausedUntil };
  return {
    kind: 'wait',
    until: pausedUntil,
    reason: because(`The issue is paused until ${toIso(pausedUntil)}`, reason),
    advice: `It then continues by itself where verdicts serve runs, or with: ${sendCommand(slot)}`,
  };
}

/**
 * What a person may do with an issue that waits for one, a sentence without its period each. Sending an issue ahead of its
 * time leaves out what is still to be published, so where its time is ahead, waiting for that comes first.
 */
export function waysOn(
  issue: Pick<SendSituation, 'slot' | 'status' | 'reason' | 'scheduledAt' | 'now'>,
): string[] {
  const { slot, status, scheduledAt, now } = issue;
  if (status === 'paused')
    return [
      `To let it continue, run: verdicts issue resume ${slot} && ${sendCommand(slot)}`,
      ...ifItWentOut(issue),
    ];
  const isAhead = status === 'held' && scheduledAt > now;
  return [
    ...(isAhead ? [`To make it a draft again until its time, run: verdicts issue resume ${slot}`] : []),
    `To send it${isAhead ? ' now' : ''}, run: ${approveAndSend(slot)}`,
    ...ifItWentOut(issue),
  ];
}

function approveAndSend(slot: string): string {
  return `verdicts issue approve ${slot} && ${sendCommand(slot)}`;
}

/** Why nothing is sent, with the command that helps; null where it is sent. */
export function refusalInWords(decision: SendDecision): string | null {
  if ('advice' in decision) return `${decision.reason} ${decision.advice}`;
  return 'reason' in decision ? decision.reason : null;
}

/** Why a paused issue waits, before what else stands in its way; and what to do if it went out already. */
export function withStanding(
  issue: Pick<SendSituation, 'slot' | 'status' | 'reason' | 'pausedUntil'>,
  obstacles: readonly string[],
): string[] {
  const { status, reason, pausedUntil } = issue;
  if (status !== 'paused' || obstacles.length === 0) return [...obstacles];
  const until = pausedUntil === null ? '' : ` until ${toIso(pausedUntil)}`;
  return [because(`The issue is paused${until}`, reason), ...obstacles, ...ifItWentOut(issue)];
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
