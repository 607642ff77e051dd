import { withTimeLimit } from '../delivery/hand-over-batch.ts';
import { type Attempts, isKeyRemembered } from '../delivery/retry-policy.ts';
import { abortedAfter, STOP_TIMEOUT_MS } from '../shared/aborted-after.ts';
import type { EmailOutcome } from '../shared/email-outcome.ts';
import { type JobDeps, repeatedly } from '../shared/repeatedly.ts';
import { REQUEST_TIMEOUT_MS } from '../transport/request-timeout.ts';
import type { Transport } from '../transport/transport.ts';
import type { ComposedEmail } from './compose-email.ts';
import { emailOutcome, queuePauseEnd } from './settle-email.ts';

/** Long enough for its turn, and then for its request. */
const LEASE_MS = 2 * REQUEST_TIMEOUT_MS;

export interface LeasedMessage {
  id: number;
  /** Including this one; attempts that were refused do not count. */
  attempts: number;
  firstAttemptAt: number;
  leaseExpiresAt: number;
}

export interface MessageQueue<Leased extends LeasedMessage> {
  kind: string;
  pollIntervalMs: number;
  claim(claim: { now: number; leaseExpiresAt: number }): Promise<Leased | null>;
  compose(leased: Leased): Promise<ComposedEmail>;
  settle(leased: Leased, outcome: EmailOutcome): Promise<void>;
}

export interface SendQueueDeps extends JobDeps {
  transport: Transport;
  /** Defaults to `onError`. @param cause The same for all that fail alike. */
  onTrouble?: (message: string, cause: string) => void;
  onSubmitted?: () => void;
}

/** An uncertain one is retried with the same bytes and key, then dropped, so that no one gets it twice. */
export async function sendQueue<Leased extends LeasedMessage>(
  queue: MessageQueue<Leased>,
  deps: SendQueueDeps,
): Promise<void> {
  const { clock, signal } = deps;
  const stop = abortedAfter(signal, STOP_TIMEOUT_MS);
  const sendAll = async () => {
    while (!signal.aborted) {
      const now = clock.now();
      const leased = await queue.claim({ now, leaseExpiresAt: now + LEASE_MS });
      if (leased === null) return;
      const pausedUntil = await sendMessage(leased, queue, { ...deps, stop: stop.signal });
      if (pausedUntil !== null) await clock.sleep(Math.max(0, pausedUntil - clock.now()), signal);
    }
  };
  await repeatedly(queue.pollIntervalMs, sendAll, deps);
  stop.dispose();
}

/** Returns when the next message may be tried; null for at once. */
async function sendMessage<Leased extends LeasedMessage>(
  leased: Leased,
  { kind, ...queue }: MessageQueue<Leased>,
  {
    transport,
    clock,
    signal,
    stop,
    onError,
    onTrouble = onError,
    onSubmitted,
  }: SendQueueDeps & { stop: AbortSignal },
): Promise<number | null> {
  const attempts: Attempts = {
    count: leased.attempts,
    firstAt: leased.firstAttemptAt,
    keyLifetimeMs: transport.keyLifetimeMs,
  };
  const settle = async (outcome: EmailOutcome) => {
    await queue.settle(leased, outcome);
    if (outcome.kind === 'submitted') onSubmitted?.();
    if (outcome.kind === 'dropped')
      onTrouble(`${kind} ${leased.id} was given up: ${outcome.reason}`, outcome.reason);
  };
  const { message, idempotencyKey } = await queue.compose(leased);
  const turn = await transport.awaitTurn(signal);
  const now = clock.now();
  const isLate = now > leased.leaseExpiresAt - REQUEST_TIMEOUT_MS;
  if (turn === null || isLate) {
    await settle({ kind: 'again', at: now, reason: 'Its turn did not come.', refused: attempts.count === 1 });
    return null;
  }
  if (attempts.count > 1 && !isKeyRemembered(attempts, now)) {
    const reason = `The provider no longer remembers whether it took the ${kind.toLowerCase()}.`;
    await settle({ kind: 'dropped', reason });
    return null;
  }
  const answer = await withTimeLimit(stop, (limit) =>
    transport.handOverMessage(message, { idempotencyKey, turn, signal: limit }),
  );
  await settle(emailOutcome(answer, { attempts, now: clock.now() }));
  if (answer.kind === 'pause') onTrouble(`${kind}s wait: ${answer.reason}`, answer.reason);
  return queuePauseEnd(answer, clock.now());
}
