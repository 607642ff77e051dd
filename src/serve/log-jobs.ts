import type { DeliveryStore } from '../delivery/delivery-store.ts';
import { sendingPace } from '../delivery/sending-pace.ts';
import { GOING_OUT_STATUSES } from '../issues/issue-status-rules.ts';
import type { IssueRecord, IssueStore } from '../issues/issue-store.ts';
import type { EventTally } from '../provider-events/event-tally.ts';
import { type Clock, toIso } from '../shared/clock.ts';
import { throttleReports } from '../shared/jobs/throttle-reports.ts';
import type { SignUpWriterDeps } from '../subscribers/sign-ups/sign-up-writer.ts';
import { errorFacts, type Log } from './log.ts';
import { logFailures } from './log-failures.ts';

/** Runs until `signal` is aborted, then finishes what is in flight. */
export type BackgroundJob = (signal: AbortSignal) => Promise<void>;

const LOG_INTERVAL_MS = 30_000;

interface LogDeps {
  clock: Clock;
  log: Log;
}

/** Logs how many events arrived, if any did. */
export function logEvents({ tally, clock, log }: LogDeps & { tally: EventTally }): BackgroundJob {
  let logged = JSON.stringify(tally);
  let before = { kept: 0, repeated: 0, refused: {} as Record<string, number> };
  return everyInterval({ clock, log }, async () => {
    if (JSON.stringify(tally) === logged) return;
    logged = JSON.stringify(tally);
    const kept = sum(Object.values(tally.kept));
    const refused = Object.entries(tally.refused)
      .map(([reason, count]) => [reason, count - (before.refused[reason] ?? 0)] as const)
      .filter(([, count]) => count > 0);
    const { repeated } = tally;
    log('provider-events', {
      kept: kept - before.kept,
      repeated: repeated - before.repeated,
      refused: Object.fromEntries(refused),
    });
    before = { kept, repeated, refused: { ...tally.refused } };
  });
}

/** Logs the progress of issues, and once how each ended, even if it took less than an interval. */
export function logIssues({
  issueStore,
  deliveryStore,
  clock,
  log,
}: LogDeps & {
  issueStore: Pick<IssueStore, 'listIssues'>;
  deliveryStore: Pick<DeliveryStore, 'progress'>;
}): BackgroundJob {
  const goingOutSince = clock.now();
  const logged = new Map<string, string>();
  const logIssue = async (issue: IssueRecord) => {
    const { slot, finishedAt } = issue;
    const ended = GOING_OUT_STATUSES.includes(issue.status) ? null : `ended at ${finishedAt}`;
    if (ended !== null && logged.get(slot) === ended) return;
    const facts = issueFacts(issue, await deliveryStore.progress(slot), clock.now());
    const state = JSON.stringify(facts);
    if (logged.get(slot) !== state) log('issue', facts);
    if (issue.status === 'paused' && logged.get(slot) !== state) log('sending-stopped', stopFacts(issue));
    logged.set(slot, ended ?? state);
  };
  return everyInterval({ clock, log }, async () => {
    for (const issue of await issueStore.listIssues({ goingOutSince })) await logIssue(issue);
  });
}

function stopFacts({ slot, status, reason, pausedUntil }: IssueRecord) {
  return { slot, status, reason, until: pausedUntil === null ? null : toIso(pausedUntil) };
}

function issueFacts(
  { slot, pausedUntil }: IssueRecord,
  progress: Awaited<ReturnType<DeliveryStore['progress']>>,
  now: number,
) {
  const { status, deliveries, outcomes } = progress;
  const pause = status === 'paused' && pausedUntil !== null ? { until: pausedUntil, reason: '' } : null;
  const { perSecond, remainingSeconds, waitsFor } = sendingPace(progress, { now, pause });
  const waitsUntil = waitsFor === null ? null : toIso(waitsFor.until);
  const moves = status === 'sending';
  return {
    slot,
    status,
    deliveries,
    outcomes,
    perSecond: moves ? perSecond : 0,
    remainingSeconds: moves ? remainingSeconds : null,
    waitsUntil,
  };
}

export function logSignUpLimits(log: Log): SignUpWriterDeps['onObstacle'] {
  return ({ kind, by: limit, requestKind }, count) => {
    const what = requestKind === 'links' ? 'link-requests' : 'sign-ups';
    if (kind === 'refuse') log(`${what}-refused`, { limit, refused: count });
    else log(`${what}-need-proof`, { limit, asked: count });
  };
}

/** Logs pages whose forms are refused: their readers cannot fix it, but an operator can. */
export function logForeignOrigins({ log, clock }: LogDeps): (origin: string) => void {
  // All origins share one limit, as anyone can make up any number of them.
  return throttleReports<string>(clock, {
    report: (origin, refused) => log('form-refused', { origin, refused }),
    kindOf: () => 'any',
  });
}

/** Logs API requests with a wrong token: the site has an old one, or someone is guessing. */
export function logWrongTokens({ log, clock }: LogDeps): () => void {
  const report = throttleReports<null>(clock, {
    report: (_, refused) => log('api-token-refused', { refused }),
    kindOf: () => 'any',
  });
  return () => report(null);
}

/** Runs a last time when the program stops. A failure is logged and does not end the job. */
function everyInterval({ clock, log }: LogDeps, write: () => Promise<void>): BackgroundJob {
  const failureLog = logFailures('not-told', { clock, log });
  return async (signal) => {
    while (!signal.aborted) {
      await clock.sleep(LOG_INTERVAL_MS, signal);
      await write().then(failureLog.worked, (error) => failureLog.failed(errorFacts(error)));
    }
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
