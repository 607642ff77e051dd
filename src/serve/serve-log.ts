import type { DeliveryStore } from '../delivery/delivery-store.ts';
import { sendingPace } from '../delivery/sending-pace.ts';
import type { IssueRecord, IssueStore } from '../issues/issue-store.ts';
import type { EventTally } from '../provider-events/event-tally.ts';
import { type Clock, toIso } from '../shared/clock.ts';
import { tellSeldom } from '../shared/tell-seldom.ts';
import type { SignUpWriterDeps } from '../subscribers/sign-ups/sign-up-writer.ts';
import { errorFacts, type Log } from './log.ts';
import { tellFailures } from './tell-failures.ts';

/** Runs until `signal` is aborted, then finishes what is in flight. */
export type BackgroundJob = (signal: AbortSignal) => Promise<void>;

const LOG_INTERVAL_MS = 30_000;

interface TellDeps {
  clock: Clock;
  log: Log;
}

/** Logs how many events arrived, if any did. */
export function tellEvents({ tally, clock, log }: TellDeps & { tally: EventTally }): BackgroundJob {
  let told = JSON.stringify(tally);
  let before = { kept: 0, repeated: 0, refused: {} as Record<string, number> };
  return everyInterval({ clock, log }, async () => {
    if (JSON.stringify(tally) === told) return;
    told = JSON.stringify(tally);
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
export function tellIssues({
  issueStore,
  deliveryStore,
  clock,
  log,
}: TellDeps & {
  issueStore: Pick<IssueStore, 'listIssues'>;
  deliveryStore: Pick<DeliveryStore, 'progress'>;
}): BackgroundJob {
  const goingOutSince = clock.now();
  const told = new Map<string, string>();
  const tell = async (issue: IssueRecord) => {
    const { slot, finishedAt } = issue;
    const ended = issue.status === 'sending' || issue.status === 'paused' ? null : `ended at ${finishedAt}`;
    if (ended !== null && told.get(slot) === ended) return;
    const facts = factsOf(issue, await deliveryStore.progress(slot), clock.now());
    const state = JSON.stringify(facts);
    if (told.get(slot) !== state) log('issue', facts);
    if (issue.status === 'paused' && told.get(slot) !== state) log('sending-stopped', stopOf(issue));
    told.set(slot, ended ?? state);
  };
  return everyInterval({ clock, log }, async () => {
    for (const issue of await issueStore.listIssues({ goingOutSince })) await tell(issue);
  });
}

function stopOf({ slot, status, reason, pausedUntil }: IssueRecord) {
  return { slot, status, reason, until: pausedUntil === null ? null : toIso(pausedUntil) };
}

function factsOf(
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

export function tellCrowds(log: Log): SignUpWriterDeps['onObstacle'] {
  return ({ kind, by: limit, wish }, count) => {
    const what = wish === 'links' ? 'link-requests' : 'sign-ups';
    if (kind === 'refuse') log(`${what}-refused`, { limit, refused: count });
    else log(`${what}-need-proof`, { limit, asked: count });
  };
}

/** Logs pages whose forms are refused: their readers cannot fix it, but an operator can. */
export function tellStrangers({ log, clock }: TellDeps): (origin: string) => void {
  // All origins share one limit, as anyone can make up any number of them.
  return tellSeldom<string>(clock, {
    tell: (origin, refused) => log('form-refused', { origin, refused }),
    kindOf: () => 'any',
  });
}

/** Logs API requests with a wrong token: the site has an old one, or someone is guessing. */
export function tellWrongTokens({ log, clock }: TellDeps): () => void {
  const tell = tellSeldom<null>(clock, {
    tell: (_, refused) => log('api-token-refused', { refused }),
    kindOf: () => 'any',
  });
  return () => tell(null);
}

/** Runs a last time when the program stops. A failure is logged and does not end the job. */
function everyInterval({ clock, log }: TellDeps, tell: () => Promise<void>): BackgroundJob {
  const telling = tellFailures('not-told', { clock, log });
  return async (signal) => {
    while (!signal.aborted) {
      await clock.sleep(LOG_INTERVAL_MS, signal);
      await tell().then(telling.worked, (error) => telling.failed(errorFacts(error)));
    }
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
