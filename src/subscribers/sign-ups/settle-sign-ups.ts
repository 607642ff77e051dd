import { setImmediate } from 'node:timers/promises';
import { type JobDeps, repeatedly } from '../../shared/jobs/repeatedly.ts';
import type { SignUpKeys, SignUpStore } from './sign-up-store.ts';

/** How often sign-ups are polled, in milliseconds: someone is waiting for the email. */
const POLL_INTERVAL_MS = 500;

/** Sign-ups per transaction: few enough that no request waits 50 ms. */
const CHUNK_SIZE = 100;

export interface SettleSignUpsDeps extends JobDeps {
  store: Pick<SignUpStore, 'settleSignUps'>;
  signUpKeys: SignUpKeys;
  /** Called once when sign-ups start to wait for room within `EMAIL_LIMITS`, with the instant they wait for. */
  onWaiting: (until: number) => void;
}

export async function settleSignUps(deps: SettleSignUpsDeps): Promise<void> {
  const { store, signUpKeys, clock, signal, onWaiting } = deps;
  let waiting = false;
  const settleAll = async () => {
    for (let settled = CHUNK_SIZE; settled === CHUNK_SIZE && !signal.aborted; await setImmediate()) {
      const step = await store.settleSignUps({ limit: CHUNK_SIZE, now: clock.now(), signUpKeys });
      if (step.waitsUntil !== null && !waiting) onWaiting(step.waitsUntil);
      waiting = step.waitsUntil !== null;
      settled = step.settled;
    }
  };
  await repeatedly(POLL_INTERVAL_MS, settleAll, deps);
}
