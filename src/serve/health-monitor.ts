import { isDeepStrictEqual } from 'node:util';
import type { App } from '../app/compose-app.ts';
import type { IssueRecord } from '../issues/issue-store.ts';
import { scheduledInstant } from '../schedule/schedule.ts';
import { slotOf } from '../schedule/slot.ts';
import type { Clock } from '../shared/clock.ts';
import { DAY_MS, MINUTE_MS } from '../shared/durations.ts';
import { messageOf } from '../shared/errors.ts';
import type { EndedFailure } from '../shared/jobs/failure-reporter.ts';
import {
  adjustToClock,
  createServeHealth,
  type ServeHealth,
  scheduleProblem,
} from '../shared/jobs/serve-health.ts';
import { waitAtMost } from '../shared/wait-at-most.ts';
import type { BatchAnswer } from '../transport/transport.ts';
import { databaseWatch } from './database-watch.ts';
import { errorFacts, type Log } from './log.ts';
import type { BackgroundJob } from './log-jobs.ts';
import {
  createOutageWatch,
  describeOutage,
  type Outage,
  type OutageWatch,
  REPORTED_OUTAGE_MS,
} from './outage-watch.ts';

/** How long a probe of the database stays valid. */
const PROBE_HOLDS_MS = 5_000;

/** Proxies and Kubernetes wait five seconds for `/readyz`, as documented. Longer than another process may write at a time. */
const PROBE_WAIT_MS = 4_000;

/** How often the database is checked for damage. */
const INTEGRITY_INTERVAL_MS = DAY_MS;

/** After a check that failed to run. */
const INTEGRITY_RETRY_MS = 5 * MINUTE_MS;

const LOG_INTERVAL_MS = 30_000;

export interface HealthMonitor {
  health: ServeHealth;
  /** Why the program cannot do its work right now, or could not start again; null if it can. */
  readiness(): Promise<string | null>;
  onScheduleChecked(at: number): Promise<void>;
  onScheduleFailed(message: string): void;
  /** @param firstMadeAt When the request was first made, possibly before this process started. */
  onAnswer(slot: string, answer: BatchAnswer, firstMadeAt?: number): void;
  onSendingFailed(slot: string, message: string): void;
  /** Called when an issue is no longer being sent. */
  onSendingEnded(issue: Pick<IssueRecord, 'slot' | 'status'>): void;
  onRecovered(ended: EndedFailure): void;
  /** Checks for damage, watches the file, and logs retries. */
  jobs: BackgroundJob[];
}

/** Monitors the jobs of `serve`, and reports past outages to the log and the editor. */
export function createHealthMonitor(app: App, log: Log): HealthMonitor {
  const { clock } = app;
  const health = createServeHealth(clock);
  const schedule = createOutageWatch(clock, SCHEDULE_FAILED);
  const sending = watchPerSlot(clock);
  const thisWeek = () => slotOf(clock.now(), app.config.schedule.zone);
  const report = async (slot: string, outage: Outage | null) => {
    if (outage !== null) await reportOutage(slot, outage, { app, log });
  };
  const reportSoon = (slot: string, outage: Outage | null) => {
    report(slot, outage).catch((error) => log('not-told', errorFacts(error)));
  };
  return {
    health,
    readiness: createReadiness(app, health),
    onScheduleChecked: async (at) => {
      health.schedule = { checkedAt: at, problem: null };
      await report(thisWeek(), schedule.worked());
    },
    onScheduleFailed: (message) => {
      health.schedule = { ...health.schedule, problem: message };
      schedule.failed(`${SCHEDULE_FAILED} ${message}`);
    },
    onAnswer: (slot, answer, firstMadeAt) => {
      if (answer.kind === 'answered') {
        health.acceptedAt = clock.now();
        reportSoon(slot, sending(slot).worked(firstMadeAt));
        return;
      }
      const { cause = answer.kind } = answer;
      health.retries.set(cause, (health.retries.get(cause) ?? 0) + 1);
      if (answer.kind === 'retry' || answer.kind === 'uncertain')
        sending(slot).failed(`${SENDING_FAILED} ${answer.reason}`, firstMadeAt);
    },
    onSendingFailed: (slot, message) => sending(slot).failed(`${SENDING_FAILED} ${message}`),
    onSendingEnded: ({ slot, status }) => {
      if (status === 'sent') reportSoon(slot, sending(slot).worked());
      else if (status !== 'sending') sending(slot).forget();
    },
    onRecovered: ({ since, until, message }) => {
      if (until - since >= REPORTED_OUTAGE_MS) reportSoon(thisWeek(), { since, until, reason: message });
    },
    jobs: [
      checkIntegrity(app, { health, log }),
      databaseWatch(app, { health, log }),
      logRetries(app, { health, log }),
    ],
  };
}

const SCHEDULE_FAILED = 'The schedule could not be checked.';
const SENDING_FAILED = 'Messages could not be handed over.';

/** One issue's failure says nothing about another that is sent at the same time. */
function watchPerSlot(clock: Clock): (slot: string) => OutageWatch {
  const watches = new Map<string, OutageWatch>();
  return (slot) => {
    const watch = watches.get(slot) ?? createOutageWatch(clock, SENDING_FAILED);
    watches.set(slot, watch);
    return watch;
  };
}

function createReadiness(app: App, health: ServeHealth): HealthMonitor['readiness'] {
  let probe: { at: number; problem: string | null } | null = null;
  return async () => {
    const now = app.clock.now();
    adjustToClock(health, now);
    const known = scheduleProblem(health, now) ?? health.databaseProblem ?? app.config.contradiction;
    if (known !== null) return known;
    if (probe === null || Math.abs(now - probe.at) >= PROBE_HOLDS_MS)
      probe = { at: now, problem: await probeDatabase(app) };
    return probe.problem;
  };
}

async function probeDatabase({ checkWritable }: App): Promise<string | null> {
  return waitAtMost(PROBE_WAIT_MS, checkWritable()).then(
    (hasAnswered) => (hasAnswered ? null : 'The database does not answer.'),
    (error) => `The database cannot be written: ${messageOf(error)}`,
  );
}

async function reportOutage(
  slot: string,
  outage: Outage,
  { app, log }: { app: App; log: Log },
): Promise<void> {
  const { config, clock, noticeStore, issueStore } = app;
  const reason = describeOutage(outage, config.schedule.zone);
  log('recovered', { slot, reason });
  const subject = (await issueStore.findIssue(slot))?.subject ?? null;
  const scheduledAt = scheduledInstant(config.schedule, slot);
  const facts = { slot, scheduledAt, reason, subject, items: [], audience: null, deliveries: null };
  await noticeStore.addNotice({
    event: 'recovered',
    facts,
    at: clock.now(),
    occasion: String(outage.since),
  });
}

function checkIntegrity(app: App, { health, log }: { health: ServeHealth; log: Log }): BackgroundJob {
  return async (signal) => {
    while (!signal.aborted) {
      const wait = await runCheck(signal).catch((error) => {
        // An earlier finding still holds.
        if (!signal.aborted) log('not-told', errorFacts(error));
        return INTEGRITY_RETRY_MS;
      });
      await app.clock.sleep(wait, signal);
    }
  };

  async function runCheck(signal: AbortSignal): Promise<number> {
    const found = await app.checkIntegrity(signal);
    health.databaseProblem = found === null ? null : `The database is damaged: ${found}`;
    if (found !== null) log('database-damaged', { code: null, message: found });
    return INTEGRITY_INTERVAL_MS;
  }
}

function logRetries({ clock }: App, { health, log }: { health: ServeHealth; log: Log }): BackgroundJob {
  let logged = {};
  return async (signal) => {
    while (!signal.aborted) {
      await clock.sleep(LOG_INTERVAL_MS, signal);
      const causes = Object.fromEntries(health.retries);
      if (!isDeepStrictEqual(causes, logged)) log('retries', { causes });
      logged = causes;
    }
  };
}
