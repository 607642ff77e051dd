import { type Attempts, nextAttemptAt } from '../delivery/retry-policy.ts';
import { MINUTE_MS } from '../shared/durations.ts';
import type { MessageAnswer } from '../transport/transport.ts';

/** How an attempt to send an email to one person ended. */
export type EmailOutcome =
  | { kind: 'submitted' }
  /** `refused`: nothing was accepted, so the next attempt counts as the first. */
  | { kind: 'again'; at: number; reason: string; refused: boolean }
  | { kind: 'dropped'; reason: string };

/** How often to retry after a refusal that needs a person. */
const MAX_PAUSE_MS = 5 * MINUTE_MS;

export function emailOutcome(
  answer: MessageAnswer,
  { attempts, now }: { attempts: Attempts; now: number },
): EmailOutcome {
  const isFirst = attempts.count === 1;
  switch (answer.kind) {
    case 'answered': {
      const [outcome] = answer.outcomes;
      if (outcome === undefined) throw new Error('A transport must answer for its mail.');
      if (outcome.kind === 'accepted') return { kind: 'submitted' };
      return { kind: 'dropped', reason: `${outcome.code}: ${outcome.message}` };
    }
    case 'retry':
      return { kind: 'again', at: answer.at, reason: answer.reason, refused: isFirst };
    case 'pause':
      return {
        kind: 'again',
        at: pauseEnd(answer, now),
        reason: answer.reason,
        refused: isFirst && !answer.maybePartial,
      };
    case 'hold':
      return { kind: 'dropped', reason: answer.reason };
    case 'uncertain': {
      const at = nextAttemptAt(attempts, now, answer.notBefore);
      return at === null
        ? { kind: 'dropped', reason: answer.reason }
        : { kind: 'again', at, reason: answer.reason, refused: false };
    }
  }
}

/** Until when a refusal pauses emails of its kind; null if it does not. */
export function queuePauseEnd(answer: MessageAnswer, now: number): number | null {
  return answer.kind === 'pause' ? pauseEnd(answer, now) : null;
}

function pauseEnd({ until }: { until: number | null }, now: number): number {
  return Math.min(until ?? Number.POSITIVE_INFINITY, now + MAX_PAUSE_MS);
}
