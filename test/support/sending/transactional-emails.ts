import type { Newsletter } from '../../../src/issues/newsletter.ts';
import { createTokenSigner, type TokenSigner } from '../../../src/links/tokens.ts';
import type { Clock } from '../../../src/shared/clock.ts';
import type { SignUpStore } from '../../../src/subscribers/sign-ups/sign-up-store.ts';
import type { ComposeDeps } from '../../../src/transactional/compose-email.ts';
import type { OutgoingEmailStore } from '../../../src/transactional/outgoing-email-store.ts';
import { sendEmails } from '../../../src/transactional/send-emails.ts';
import type { Transport } from '../../../src/transport/transport.ts';
import { lookStoreOf } from '../looks.ts';
import { aSignUp, knownSignUpKeys, SECRET } from '../sign-ups.ts';

export const NEWSLETTER: Newsletter = {
  name: 'Weekly Verdicts',
  from: { name: 'Weekly Verdicts', email: 'digest@verdicts.test' },
  replyTo: { name: null, email: 'editors@verdicts.test' },
  postalAddress: '1 Street, Town',
  publicUrl: 'https://verdicts.test',
};

/** Signs addresses up and settles them. Returns their tokens, in order. */
export async function writeEmails(store: SignUpStore, emails: readonly string[], now: number) {
  const { signUpKeys, tokens } = knownSignUpKeys();
  await store.storeSignUps(emails.map((email) => aSignUp({ email, at: now })));
  await store.settleSignUps({ limit: emails.length, now, signUpKeys });
  return tokens.map(({ token }) => token);
}

/** Runs a job of the program until the clock has moved this far. Returns what it reported. */
export async function runFor(
  milliseconds: number,
  clock: Clock,
  job: (deps: { clock: Clock; signal: AbortSignal; onError: (reason: string) => void }) => Promise<void>,
): Promise<string[]> {
  const stop = new AbortController();
  const end = clock.now() + milliseconds;
  const told: string[] = [];
  const sleep: Clock['sleep'] = async (wait, signal) => {
    await clock.sleep(wait, signal);
    if (clock.now() >= end) stop.abort();
  };
  await job({
    clock: { now: clock.now, sleep },
    signal: stop.signal,
    onError: (reason) => told.push(reason),
  });
  return told;
}

/** Sends emails until the clock has moved this far. Returns what was reported. */
export function sendFor(
  milliseconds: number,
  deps: {
    outgoingEmailStore: OutgoingEmailStore;
    transport: Transport;
    clock: Clock;
    signer?: TokenSigner;
    lookStore?: ComposeDeps['lookStore'];
    notices?: ComposeDeps['notices'];
  },
  newsletter: Newsletter = NEWSLETTER,
): Promise<string[]> {
  return runFor(milliseconds, deps.clock, ({ onError, ...job }) => {
    const reports = { onError };
    const { notices = null, ...rest } = deps;
    const signer = createTokenSigner([SECRET]);
    return sendEmails({
      signer,
      lookStore: lookStoreOf(),
      ...rest,
      ...job,
      settings: () => ({ newsletter, notices }),
      reports,
      noticeReports: reports,
    });
  });
}
