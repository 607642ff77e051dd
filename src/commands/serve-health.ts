import { isDeepStrictEqual } from 'node:util';
import type { App } from '../compose-app.ts';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import { scheduledInstant } from '../schedule/schedule.ts';
import {
  createOutageWatch,
  createServeHealth,
  type Outage,
  outageInWords,
  type ServeHealth,
  scheduleProblem,
} from '../serve-health.ts';
import type { BatchAnswer } from '../transport/transport.ts';
import type { BackgroundJob } from './serve-log.ts';
import { slotOrCurrent } from './slot-option.ts';

/** How long the answer of one probe of the database holds, in milliseconds. */
const PROBE_HOLDS_MS = 5_000;

/** How often the database is looked through for damage, in milliseconds. */
const INTEGRITY_INTERVAL_MS = 24 * 60 * 60_000;

/** When it is tried again if it could not be looked through, in milliseconds. */
const INTEGRITY_RETRY_MS = 5 * 60_000;

/** How often the log says how many requests had to be made again, in milliseconds. */
const TELL_INTERVAL_MS = 30_000;

type HealthApp = Pick<
  App,
  'config' | 'clock' | 'issueStore' | 'scheduleStore' | 'checkWritable' | 'checkIntegrity'
>;

export interface HealthMonitor {
  health: ServeHealth;
  /** Why the program cannot do its work now; null where it can. */
  readiness(): Promise<string | null>;
  onScheduleChecked(at: number): Promise<void>;
  onScheduleFailed(message: string): void;
  onAnswer(slot: string, answer: BatchAnswer): void;
  /** What runs beside: it looks for damage, and tells the log about requests that were made again. */
  jobs: BackgroundJob[];
}

/** Watches over the jobs of `serve`, and reports outages that are over to the log and the editor. */
export function createHealthMonitor(app: HealthApp, log: Log): HealthMonitor {
  const { clock } = app;
  const health = createServeHealth(clock);
  const schedule = createOutageWatch(clock);
  const sending = createOutageWatch(clock);
  const report = (slot: string, outage: Outage | null) =>
    outage === null ? Promise.resolve() : reportOutage(slot, outage, { app, log });
  return {
    health,
    readiness: createReadiness(app, health),
    onScheduleChecked: async (at) => {
      health.schedule = { checkedAt: at, problem: null };
      await report(slotOrCurrent(undefined, app), schedule.worked());
    },
    onScheduleFailed: (message) => {
      health.schedule = { ...health.schedule, problem: message };
      schedule.failed(`The schedule could not be checked. ${message}`);
    },
    onAnswer: (slot, answer) => {
      if (answer.kind === 'answered') {
        health.acceptedAt = clock.now();
        report(slot, sending.worked()).catch((error) =>
          log('not-told', { code: null, message: messageOf(error) }),
        );
        return;
      }
      health.retries.set(answer.kind, (health.retries.get(answer.kind) ?? 0) + 1);
      if (answer.kind === 'retry' || answer.kind === 'uncertain') sending.failed(reasonOf(answer));
    },
    jobs: [checkIntegrity(app, { health, log }), tellRetries(app, { health, log })],
  };
}

function reasonOf({ reason }: Extract<BatchAnswer, { kind: 'retry' | 'uncertain' }>): string {
  return `Messages could not be handed over. ${reason}`;
}

function createReadiness(app: HealthApp, health: ServeHealth): HealthMonitor['readiness'] {
  let probe: { at: number; problem: string | null } | null = null;
  return async () => {
    const now = app.clock.now();
    const known = scheduleProblem(health, now) ?? health.databaseProblem;
    if (known !== null) return known;
    if (probe === null || Math.abs(now - probe.at) >= PROBE_HOLDS_MS)
      probe = { at: now, problem: await probeOf(app) };
    return probe.problem;
  };
}

async function probeOf({ checkWritable }: HealthApp): Promise<string | null> {
  return checkWritable().then(
    () => null,
    (error) => `The database cannot be written: ${messageOf(error)}`,
  );
}

async function reportOutage(
  slot: string,
  outage: Outage,
  { app, log }: { app: HealthApp; log: Log },
): Promise<void> {
  const { config, clock, scheduleStore, issueStore } = app;
  const reason = outageInWords(outage);
  log('recovered', { slot, reason });
  if (config.editor === null) return;
  const subject = (await issueStore.findIssue(slot))?.subject ?? null;
  const scheduledAt = scheduledInstant(config.schedule, slot);
  const facts = { slot, scheduledAt, reason, subject, items: [], audience: null, deliveries: null };
  await scheduleStore.addNotice({
    event: 'recovered',
    facts,
    at: clock.now(),
    occasion: String(outage.since),
  });
}

function checkIntegrity(app: HealthApp, { health, log }: { health: ServeHealth; log: Log }): BackgroundJob {
  return async (signal) => {
    while (!signal.aborted) {
      const wait = await look(signal).catch((error) => {
        // What was found before still holds.
        if (!signal.aborted) log('not-told', { code: null, message: messageOf(error) });
        return INTEGRITY_RETRY_MS;
      });
      await app.clock.sleep(wait, signal);
    }
  };

  async function look(signal: AbortSignal): Promise<number> {
    const found = await app.checkIntegrity(signal);
    health.databaseProblem = found === null ? null : `The database is damaged: ${found}`;
    if (found !== null) log('database-damaged', { code: null, message: found });
    return INTEGRITY_INTERVAL_MS;
  }
}

function tellRetries(
  { clock }: HealthApp,
  { health, log }: { health: ServeHealth; log: Log },
): BackgroundJob {
  let told = {};
  return async (signal) => {
    while (!signal.aborted) {
      await clock.sleep(TELL_INTERVAL_MS, signal);
      const causes = Object.fromEntries(health.retries);
      if (!isDeepStrictEqual(causes, told)) log('retries', { causes });
      told = causes;
    }
  };
}
