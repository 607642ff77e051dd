import { formatTime, formatWeek } from '../shared/format.ts';
import type { IssueStatus } from './issue-status-rules.ts';
import { adviceIfSent, RESTORED_REASON } from './restored-reason.ts';

export type SendDecision =
  | { kind: 'freeze' }
  | { kind: 'deliver' }
  | { kind: 'go-on'; pausedUntil: number }
  | { kind: 'wait'; until: number; reason: string; advice: string }
  | { kind: 'done'; reason: string }
  /** A person has to act first; `advice` gives the command. */
  | { kind: 'refused'; reason: string; advice: string };

export interface SendSituation {
  slot: string;
  status: IssueStatus;
  reason: string | null;
  byEditor: boolean;
  /** When a paused issue resumes automatically; null if it waits for a person. */
  pausedUntil: number | null;
  scheduledAt: number;
  /** It was due before the database was restored, and no one has decided about it since. */
  predatesRestore: boolean;
  review: 'auto' | 'required';
  now: number;
  /** Of the times in words. */
  zone: string;
}

/** Reconsiders a slot that the program skipped, because more may have been published; not one an editor skipped. */
export function decideSend(situation: SendSituation): SendDecision {
  const { slot, status, reason } = situation;
  if (status === 'skipped' && situation.byEditor)
    return {
      kind: 'done',
      reason: `${because(`An editor skipped ${formatWeek(slot)}`, reason)} Take it back: verdicts issue resume ${slot}`,
    };
  switch (status) {
    case 'draft':
    case 'skipped':
      return decideUnapproved(situation);
    case 'approved':
    case 'sending':
      return { kind: 'deliver' };
    case 'sent':
      return { kind: 'done', reason: `${formatWeek(slot)} is done: it was sent.` };
    case 'held':
      return {
        kind: 'refused',
        reason: because(`${formatWeek(slot)} is on hold`, reason),
        advice: possibleSteps(situation).join('. '),
      };
    case 'paused':
      return decidePaused(situation);
    case 'cancelled':
      return {
        kind: 'refused',
        reason: because(`${formatWeek(slot)} was cancelled`, reason),
        advice: 'A cancelled issue cannot be sent.',
      };
  }
}

function decideUnapproved(situation: SendSituation): SendDecision {
  const { slot, review, predatesRestore } = situation;
  if (predatesRestore) {
    const reason = RESTORED_REASON.held;
    return { kind: 'refused', reason, advice: possibleSteps({ ...situation, reason }).join('. ') };
  }
  if (review === 'auto') return { kind: 'freeze' };
  return {
    kind: 'refused',
    reason: `${formatWeek(slot)} needs an approval.`,
    advice: `Look at it, then run: ${approveAndSend(slot)}`,
  };
}

function decidePaused(situation: SendSituation): SendDecision {
  const { slot, reason, pausedUntil, now, zone } = situation;
  if (pausedUntil === null)
    return {
      kind: 'refused',
      reason: because(`${formatWeek(slot)} is paused`, reason),
      advice: possibleSteps(situation).join('. '),
    };
  if (pausedUntil <= now) return { kind: 'go-on', pausedUntil };
  return {
    kind: 'wait',
    until: pausedUntil,
    reason: because(`${formatWeek(slot)} is paused until ${formatTime(pausedUntil, zone)}`, reason),
    advice: `If verdicts serve is running, it then continues by itself. Otherwise, run: ${sendCommand(slot)}`,
  };
}

/** Sentences without full stops. Sending early leaves out what is still to be published, so waiting comes first. */
export function possibleSteps(
  issue: Pick<SendSituation, 'slot' | 'status' | 'reason' | 'scheduledAt' | 'now'>,
): string[] {
  const { slot, status, scheduledAt, now } = issue;
  if (status === 'paused')
    return [
      `To let it continue, run: verdicts issue resume ${slot} && ${sendCommand(slot)}`,
      ...adviceIfSent(issue),
    ];
  const isAhead = status === 'held' && scheduledAt > now;
  return [
    ...(isAhead
      ? [`To make it a draft again, which waits for its time, run: verdicts issue resume ${slot}`]
      : []),
    `To send it${isAhead ? ' now' : ''}, run: ${approveAndSend(slot)}`,
    ...adviceIfSent(issue),
  ];
}

function approveAndSend(slot: string): string {
  return `verdicts issue approve ${slot} && ${sendCommand(slot)}`;
}

/** Null if the issue is sent. */
export function formatRefusal(decision: SendDecision): string | null {
  if ('advice' in decision) return `${decision.reason} ${decision.advice}`;
  return 'reason' in decision ? decision.reason : null;
}

/** Puts the reason for a pause ahead of other obstacles to sending. */
export function withPauseReason(
  issue: Pick<SendSituation, 'slot' | 'status' | 'reason' | 'pausedUntil' | 'zone'>,
  obstacles: readonly string[],
): string[] {
  const { slot, status, reason, pausedUntil, zone } = issue;
  if (status !== 'paused' || obstacles.length === 0) return [...obstacles];
  const until = pausedUntil === null ? '' : ` until ${formatTime(pausedUntil, zone)}`;
  return [because(`${formatWeek(slot)} is paused${until}`, reason), ...obstacles, ...adviceIfSent(issue)];
}

export function sendCommand(slot: string): string {
  return `verdicts send --slot ${slot}`;
}

/** A sentence with an optional reason, which may end in a full stop of its own. */
export function because(what: string, reason: string | null): string {
  const sentence = reason === null ? what : `${what}: ${reason}`;
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}
