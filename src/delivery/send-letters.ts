import { abortedAfter, STOP_TIME_LIMIT } from '../aborted-after.ts';
import type { Newsletter } from '../newsletter.ts';
import { type JobDeps, repeatedly } from '../repeatedly.ts';
import type { Letter, LetterOutcome, SignUpStore } from '../store/sign-up-store.ts';
import type { Transport } from '../transport/transport.ts';
import { composeLetter } from './compose-letter.ts';
import { REQUEST_TIME_LIMIT, underTimeLimit } from './hand-over-batch.ts';
import { type Attempts, keyStillHolds } from './retry-policy.ts';
import { letterOutcome, pauseAfter } from './settle-letter.ts';

/** How often it is looked for letters, in milliseconds: somebody sits there and waits for one. */
const LOOK_INTERVAL = 500;

/** How long a letter is leased, in milliseconds: for its turn, and then for its request. */
const LEASE = 2 * REQUEST_TIME_LIMIT;

export interface SendLettersDeps extends JobDeps {
  store: Pick<SignUpStore, 'claimLetter' | 'settleLetter'>;
  transport: Transport;
  newsletter: Newsletter;
}

/**
 * Hands over the letters to single subscribers, one after the other, until `signal` is aborted. A letter whose outcome
 * is uncertain is repeated with the same bytes under the same key while the provider remembers it; after that it is
 * dropped, because whoever waits for one can ask again, and nobody should get it twice.
 */
export async function sendLetters(deps: SendLettersDeps): Promise<void> {
  const { store, clock, signal } = deps;
  const stop = abortedAfter(signal, STOP_TIME_LIMIT);
  const sendAll = async () => {
    while (!signal.aborted) {
      const now = clock.now();
      const letter = await store.claimLetter({ now, leaseExpiresAt: now + LEASE });
      if (letter === null) return;
      const pausedUntil = await sendLetter(letter, { ...deps, stop: stop.signal });
      if (pausedUntil !== null) await clock.sleep(Math.max(0, pausedUntil - clock.now()), signal);
    }
  };
  await repeatedly(LOOK_INTERVAL, sendAll, deps);
  stop.dispose();
}

/** Returns until when no other letter needs to be tried; null where the next one may. */
async function sendLetter(
  letter: Letter,
  deps: SendLettersDeps & { stop: AbortSignal },
): Promise<number | null> {
  const { store, transport, newsletter, clock, signal } = deps;
  const attempts: Attempts = {
    count: letter.attempts,
    firstAt: letter.firstAttemptAt,
    remembersKeysFor: transport.remembersKeysFor,
  };
  const settle = async (outcome: LetterOutcome) => {
    await store.settleLetter({ letter, outcome });
    if (outcome.kind === 'dropped') deps.onError(`Letter ${letter.id} was given up: ${outcome.reason}`);
  };
  const { mail, idempotencyKey } = await composeLetter(letter, newsletter);
  const turn = await transport.awaitTurn(signal);
  const now = clock.now();
  const isLate = now > letter.leaseExpiresAt - REQUEST_TIME_LIMIT;
  if (turn === null || isLate) {
    await settle({ kind: 'again', at: now, reason: 'Its turn did not come.', refused: attempts.count === 1 });
    return null;
  }
  if (attempts.count > 1 && !keyStillHolds(attempts, now)) {
    const reason = 'The provider no longer remembers whether it took the letter.';
    await settle({ kind: 'dropped', reason });
    return null;
  }
  const answer = await underTimeLimit(deps.stop, (limit) =>
    transport.handOverMail(mail, { idempotencyKey, turn, signal: limit }),
  );
  await settle(letterOutcome(answer, { attempts, now: clock.now() }));
  if (answer.kind === 'pause') deps.onError(`Letters wait: ${answer.reason}`);
  return pauseAfter(answer, clock.now());
}
