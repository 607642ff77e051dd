import { REQUEST_TIMEOUT_MS, underTimeLimit } from '../delivery/hand-over-batch.ts';
import { type Attempts, keyStillHolds } from '../delivery/retry-policy.ts';
import { abortedAfter, STOP_TIMEOUT_MS } from '../shared/aborted-after.ts';
import type { EmailOutcome } from '../shared/email-outcome.ts';
import { type JobDeps, repeatedly } from '../shared/repeatedly.ts';
import type { Transport } from '../transport/transport.ts';
import type { ComposedLetter } from './compose-letter.ts';
import { letterOutcome, pauseAfter } from './settle-letter.ts';

/** How long a mail is leased, in milliseconds: for its turn, and then for its request. */
const LEASE = 2 * REQUEST_TIMEOUT_MS;

/** A mail that is leased, to be handed over. */
export interface LeasedMail {
  id: number;
  /** This one included. Those that were refused whole do not count. */
  attempts: number;
  firstAttemptAt: number;
  leaseExpiresAt: number;
}

/** Where single mails of one kind come from, and what becomes of them is recorded. */
export interface MailQueue<Leased extends LeasedMail> {
  /** What one of them is called, such as "Letter". */
  kind: string;
  /** How often it is looked for them, in milliseconds. */
  lookInterval: number;
  claim(claim: { now: number; leaseExpiresAt: number }): Promise<Leased | null>;
  compose(leased: Leased): Promise<ComposedLetter>;
  settle(leased: Leased, outcome: EmailOutcome): Promise<void>;
}

export interface SendMailsDeps extends JobDeps {
  transport: Transport;
  /** Told that a mail was given up or has to wait; without it, `onError` is. @param cause The same for all that fail alike. */
  onTrouble?: (message: string, cause: string) => void;
  /** Told of each mail that was accepted. */
  onSubmitted?: () => void;
}

/**
 * Hands over single mails, one after the other, until `signal` is aborted. A mail whose outcome is uncertain is
 * repeated with the same bytes under the same key while the provider remembers it; after that it is dropped, because
 * nobody should get it twice.
 */
export async function sendMails<Leased extends LeasedMail>(
  queue: MailQueue<Leased>,
  deps: SendMailsDeps,
): Promise<void> {
  const { clock, signal } = deps;
  const stop = abortedAfter(signal, STOP_TIMEOUT_MS);
  const sendAll = async () => {
    while (!signal.aborted) {
      const now = clock.now();
      const leased = await queue.claim({ now, leaseExpiresAt: now + LEASE });
      if (leased === null) return;
      const pausedUntil = await sendMail(leased, queue, { ...deps, stop: stop.signal });
      if (pausedUntil !== null) await clock.sleep(Math.max(0, pausedUntil - clock.now()), signal);
    }
  };
  await repeatedly(queue.lookInterval, sendAll, deps);
  stop.dispose();
}

/** Returns until when no other mail needs to be tried; null where the next one may. */
async function sendMail<Leased extends LeasedMail>(
  leased: Leased,
  { kind, ...queue }: MailQueue<Leased>,
  {
    transport,
    clock,
    signal,
    stop,
    onError,
    onTrouble = onError,
    onSubmitted,
  }: SendMailsDeps & { stop: AbortSignal },
): Promise<number | null> {
  const attempts: Attempts = {
    count: leased.attempts,
    firstAt: leased.firstAttemptAt,
    remembersKeysFor: transport.remembersKeysFor,
  };
  const settle = async (outcome: EmailOutcome) => {
    await queue.settle(leased, outcome);
    if (outcome.kind === 'submitted') onSubmitted?.();
    if (outcome.kind === 'dropped')
      onTrouble(`${kind} ${leased.id} was given up: ${outcome.reason}`, outcome.reason);
  };
  const { mail, idempotencyKey } = await queue.compose(leased);
  const turn = await transport.awaitTurn(signal);
  const now = clock.now();
  const isLate = now > leased.leaseExpiresAt - REQUEST_TIMEOUT_MS;
  if (turn === null || isLate) {
    await settle({ kind: 'again', at: now, reason: 'Its turn did not come.', refused: attempts.count === 1 });
    return null;
  }
  if (attempts.count > 1 && !keyStillHolds(attempts, now)) {
    const reason = `The provider no longer remembers whether it took the ${kind.toLowerCase()}.`;
    await settle({ kind: 'dropped', reason });
    return null;
  }
  const answer = await underTimeLimit(stop, (limit) =>
    transport.handOverMail(mail, { idempotencyKey, turn, signal: limit }),
  );
  await settle(letterOutcome(answer, { attempts, now: clock.now() }));
  if (answer.kind === 'pause') onTrouble(`${kind}s wait: ${answer.reason}`, answer.reason);
  return pauseAfter(answer, clock.now());
}
