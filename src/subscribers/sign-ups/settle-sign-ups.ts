import { setImmediate } from 'node:timers/promises';
import { type JobDeps, repeatedly } from '../../shared/repeatedly.ts';
import type { LetterTerms, SignUpStore } from './sign-up-store.ts';

/** How often it is looked for sign-ups, in milliseconds: somebody sits there and waits for the letter. */
const POLL_INTERVAL_MS = 500;

/** Sign-ups that are settled in one transaction: few enough that no request waits 50 ms for it. */
const CHUNK_SIZE = 100;

export interface SettleSignUpsDeps extends JobDeps {
  store: Pick<SignUpStore, 'settleSignUps'>;
  terms: LetterTerms;
  /** Told that sign-ups wait for room within `LETTER_LIMITS`, and until when; once each time that it begins. */
  onWaiting: (until: number) => void;
}

/** Does what follows from the sign-ups that were kept, after they were answered, until `signal` is aborted. */
export async function settleSignUps(deps: SettleSignUpsDeps): Promise<void> {
  const { store, terms, clock, signal, onWaiting } = deps;
  let waiting = false;
  const settleAll = async () => {
    for (let settled = CHUNK_SIZE; settled === CHUNK_SIZE && !signal.aborted; await setImmediate()) {
      const step = await store.settleSignUps({ limit: CHUNK_SIZE, now: clock.now(), terms });
      if (step.waitsUntil !== null && !waiting) onWaiting(step.waitsUntil);
      waiting = step.waitsUntil !== null;
      settled = step.settled;
    }
  };
  await repeatedly(POLL_INTERVAL_MS, settleAll, deps);
}
