import { withTimeLimit } from '../delivery/hand-over-batch.ts';
import { type Attempts, isKeyRemembered } from '../delivery/retry-policy.ts';
import type { TokenSigner } from '../links/tokens.ts';
import type { Clock } from '../shared/clock.ts';
import { abortedAfter, STOP_TIMEOUT_MS } from '../shared/jobs/aborted-after.ts';
import { repeatedly } from '../shared/jobs/repeatedly.ts';
import { REQUEST_TIMEOUT_MS } from '../transport/request-timeout.ts';
import type { Transport } from '../transport/transport.ts';
import { type ComposeDeps, composeEmail } from './compose-email.ts';
import { type EmailOutcome, emailOutcome, queuePauseEnd } from './email-outcome.ts';
import type { EmailRequest, OutgoingEmail, OutgoingEmailStore } from './outgoing-email-store.ts';

/** Short, because someone is waiting for a link. */
const POLL_INTERVAL_MS = 500;

/** Long enough for its turn, and then for its request. */
const LEASE_MS = 2 * REQUEST_TIMEOUT_MS;

export interface EmailReports {
  onError: (reason: string) => void;
  onWorked?: () => void;
  /** Defaults to `onError`. @param cause The same for all that fail alike. */
  onProblem?: (message: string, cause: string) => void;
  onSubmitted?: () => void;
}

export interface SendEmailsDeps {
  outgoingEmailStore: OutgoingEmailStore;
  transport: Transport;
  /** Those in force. Without an editor, notices stay in the queue. */
  settings(): EmailSettings;
  lookStore: ComposeDeps['lookStore'];
  signer: TokenSigner;
  clock: Clock;
  signal: AbortSignal;
  /** About emails to subscribers. */
  reports: EmailReports;
  /** About notices to the editor. */
  noticeReports: EmailReports;
}

type EmailSettings = Pick<ComposeDeps, 'newsletter' | 'notices'>;

/**
 * Sends queued emails until `signal` is aborted. An uncertain one is retried with the same bytes and key, whatever
 * changed since, then dropped, so that no one gets it twice. A dropped one costs little: its recipient can ask again.
 */
export async function sendEmails(deps: SendEmailsDeps): Promise<void> {
  const { outgoingEmailStore, clock, signal, settings, reports: own, noticeReports } = deps;
  const stop = abortedAfter(signal, STOP_TIMEOUT_MS);
  const all = () => (settings().notices === null ? [own] : [own, noticeReports]);
  const reportsAbout = ({ kind }: OutgoingEmail) => (kind === 'notice' ? noticeReports : own);
  let concerned = all();
  let noticesPausedUntil = 0;
  const sendAll = async () => {
    while (!signal.aborted) {
      concerned = all();
      const now = clock.now();
      const inForce = settings();
      const claim = {
        now,
        leaseExpiresAt: now + LEASE_MS,
        notices: inForce.notices !== null && now >= noticesPausedUntil,
      };
      const email = await outgoingEmailStore.claimEmail(claim);
      if (email === null) return;
      const reports = reportsAbout(email);
      concerned = [reports];
      const pausedUntil = await sendEmail(email, { settings: inForce, reports, stop: stop.signal }, deps);
      // A provider may refuse the editor's address alone, and then no subscriber's email waits.
      if (email.kind === 'notice') noticesPausedUntil = pausedUntil ?? 0;
      else if (pausedUntil !== null) await clock.sleep(Math.max(0, pausedUntil - clock.now()), signal);
    }
  };
  await repeatedly(POLL_INTERVAL_MS, sendAll, {
    clock,
    signal,
    onError: (reason) => {
      for (const { onError } of concerned) onError(reason);
    },
    onWorked: () => {
      for (const { onWorked } of all()) onWorked?.();
    },
  });
  stop.dispose();
}

/** Returns when the next email of its kind may be tried; null for at once. */
async function sendEmail(
  email: OutgoingEmail,
  { settings, reports, stop }: { settings: EmailSettings; reports: EmailReports; stop: AbortSignal },
  deps: SendEmailsDeps,
): Promise<number | null> {
  const { outgoingEmailStore, transport, clock, signal } = deps;
  const { onError, onProblem = onError, onSubmitted } = reports;
  const word = email.kind === 'notice' ? 'Notice' : 'Letter';
  const attempts: Attempts = {
    count: email.attempts,
    firstAt: email.firstAttemptAt,
    keyLifetimeMs: transport.keyLifetimeMs,
  };
  const settle = async (outcome: EmailOutcome) => {
    await outgoingEmailStore.settleEmail({ email, outcome });
    if (outcome.kind === 'submitted') onSubmitted?.();
    if (outcome.kind === 'dropped')
      onProblem(`${word} ${email.number} was given up: ${outcome.reason}`, outcome.reason);
  };
  const request = email.request ?? (await composeRequest(email, settings, deps));
  const turn = await transport.awaitTurn(signal);
  const now = clock.now();
  const isLate = now > email.leaseExpiresAt - REQUEST_TIMEOUT_MS;
  if (turn === null || isLate) {
    await settle({
      kind: 'again',
      at: now,
      reason: 'Sending stopped before its turn.',
      refused: attempts.count === 1,
    });
    return null;
  }
  const obstacle = reasonNotToRetry(request, { attempts, now, transport });
  if (obstacle !== null) {
    await settle({ kind: 'dropped', reason: obstacle });
    return null;
  }
  // After the turn, so that whoever was erased meanwhile gets nothing.
  if (email.request === null && !(await outgoingEmailStore.fixRequest({ email, request }))) return null;
  const answer = await withTimeLimit(stop, (limit) =>
    transport.handOverMessage(request, { turn, signal: limit }),
  );
  await settle(emailOutcome(answer, { attempts, now: clock.now() }));
  if (answer.kind === 'pause') onProblem(`${word}s wait: ${answer.reason}`, answer.reason);
  return queuePauseEnd(answer, clock.now());
}

async function composeRequest(
  email: OutgoingEmail,
  settings: EmailSettings,
  { lookStore, signer, transport }: SendEmailsDeps,
): Promise<EmailRequest> {
  const { message, idempotencyKey } = await composeEmail(email, { ...settings, lookStore, signer });
  return { transport: transport.name, idempotencyKey, body: await transport.composeMessage(message) };
}

function reasonNotToRetry(
  request: EmailRequest,
  { attempts, now, transport }: { attempts: Attempts; now: number; transport: Transport },
): string | null {
  if (request.transport !== transport.name)
    return `It may have gone out already, through the transport ${request.transport}.`;
  if (attempts.count > 1 && !isKeyRemembered(attempts, now))
    return 'The provider no longer remembers whether it accepted it.';
  return null;
}
