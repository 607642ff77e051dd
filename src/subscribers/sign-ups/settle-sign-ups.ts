import { setImmediate } from 'node:timers/promises';
import { MINUTE_MS } from '../../shared/durations.ts';
import { type JobDeps, repeatedly } from '../../shared/jobs/repeatedly.ts';
import type { SignUpKeys, SignUpStore } from './sign-up-store.ts';

/** How often sign-ups are polled, in milliseconds: someone is waiting for the email. */
const POLL_INTERVAL_MS = 500;

/** Sign-ups per transaction: few enough that nobody waits for it. */
const CHUNK_SIZE = 100;

/** While all wait for room, they are looked at less often: an erasure may free room early, and sign-ups expire. */
const WAITING_INTERVAL_MS = MINUTE_MS;

export interface SettleSignUpsDeps extends JobDeps {
  subscriberStore: Pick<SignUpStore, 'settleSignUps' | 'findLatestSignUp'>;
  signUpKeys: SignUpKeys;
  /** Called once when sign-ups start to wait for room within `EMAIL_LIMITS`, with the instant they wait for. */
  onWaiting: (until: number) => void;
}

export async function settleSignUps(deps: SettleSignUpsDeps): Promise<void> {
  const { subscriberStore, signUpKeys, clock, signal, onWaiting } = deps;
  let waiting = false;
  const settleAll = async () => {
    let pausesUntil: number | null = null;
    for (let settled = CHUNK_SIZE; settled === CHUNK_SIZE && !signal.aborted; await setImmediate()) {
      const now = clock.now();
      const { waitsUntil, ...step } = await subscriberStore.settleSignUps({
        limit: CHUNK_SIZE,
        now,
        signUpKeys,
      });
      if (waitsUntil !== null && !waiting) onWaiting(waitsUntil);
      waiting = waitsUntil !== null;
      settled = step.settled;
      if (settled === 0 && waitsUntil !== null) pausesUntil = Math.min(waitsUntil, now + WAITING_INTERVAL_MS);
    }
    return pausesUntil;
  };
  let seen: number | null = null;
  let pausesUntil: number | null = null;
  const poll = async () => {
    const latest = await subscriberStore.findLatestSignUp();
    // A later one is looked at now, whichever process kept it: its network may have room.
    if (latest === seen && pausesUntil !== null && clock.now() < pausesUntil) return;
    pausesUntil = await settleAll();
    seen = latest;
  };
  await repeatedly(POLL_INTERVAL_MS, poll, deps);
}
