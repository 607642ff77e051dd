import { setMaxListeners } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { type App, composeApp } from '../../src/app/compose-app.ts';
import { createHttpApp } from '../../src/http/create-http-app.ts';
import { listen } from '../../src/http/listen.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { createSignUpChecks } from '../../src/http/sign-up-checks/sign-up-checks.ts';
import { createSignUpTally } from '../../src/http/sign-up-tally.ts';
import { createAttemptLimit } from '../../src/http/studio/access/limit-attempts.ts';
import { createStudioKey, type StudioKey } from '../../src/http/studio/access/studio-key.ts';
import { FIXED_TEMPLATES } from '../../src/http/studio/preview/templates.ts';
import { resumeSending } from '../../src/issue-actions/resume-sending.ts';
import { createEventTally } from '../../src/provider-events/event-tally.ts';
import { createHealthMonitor, type HealthMonitor } from '../../src/serve/health-monitor.ts';
import type { Log } from '../../src/serve/log.ts';
import { emailJob } from '../../src/serve/serve-emails.ts';
import { scheduleJob } from '../../src/serve/serve-schedule.ts';
import { subscriberJobs } from '../../src/serve/serve-subscribers.ts';
import { loadConfig } from '../../src/settings/config.ts';
import { openDatabase } from '../../src/sqlite/open-database.ts';
import { createSignUpKeys } from '../../src/subscribers/sign-ups/sign-up-keys.ts';
import { createSignUpWriter } from '../../src/subscribers/sign-ups/sign-up-writer.ts';
import type { Transport } from '../../src/transport/transport.ts';
import { type TestClock, testClock } from '../support/clock.ts';
import { DAY } from '../support/comparisons.ts';
import { sqlOn } from '../support/database/tables.ts';
import { setAge } from '../support/scheduler.ts';

/** The longest real time in milliseconds before a sleeping job looks at the clock again. */
const LONGEST_NAP = 20;

/** A clock that only the test moves. Sleeping jobs poll it. */
function steppedClock(start: string): TestClock {
  return {
    ...testClock(start),
    sleep: (milliseconds, signal) =>
      setTimeout(Math.min(milliseconds, LONGEST_NAP), undefined, { signal }).catch(() => undefined),
  };
}

interface ProgramGiven {
  /** The clock's first time. */
  start: string;
  settings?: Record<string, string>;
  /** Messages that are handed over together. */
  beforeBatch?: (messages: number) => Promise<void>;
}

/**
 * The whole program in this process, put together as `serve` does: its pages, its jobs, a database and an outbox of
 * its own.
 */
export async function openProgram({ start, settings = {}, beforeBatch = async () => {} }: ProgramGiven) {
  const folder = mkdtempSync(join(tmpdir(), 'verdicts-program-'));
  const clock = steppedClock(start);
  const config = loadConfig({
    DATABASE_URL: `file:${join(folder, 'verdicts.db')}`,
    TRANSPORT: 'outbox',
    OUTBOX_DIR: join(folder, 'outbox'),
    SIGNING_SECRET: 's'.repeat(32),
    ...settings,
  });
  await setAgeOf(config.databasePath, clock.now() - 4 * DAY);
  const app = await composeApp(config, { clock });
  const transport = inTurns(await app.openTransport(), beforeBatch);
  const failures: unknown[] = [];
  const log: Log = (event, facts) => {
    if (event.endsWith('-failed')) failures.push([event, facts]);
  };
  const stop = new AbortController();
  const { signal } = stop;
  // Each sleeping job listens to it.
  setMaxListeners(0, signal);
  const studioKey = createStudioKey();
  const monitor = createHealthMonitor(app, log);
  const http = httpOf(app, {
    transport,
    monitor,
    stopping: signal,
    studioKey,
    onError: (error) => failures.push(error),
  });
  const server = await listen(http, { host: '127.0.0.1', port: 0 });
  const jobs = Promise.all([
    resumeSending({
      ...app,
      ...config,
      deliveryStore: app.deliveryStore,
      transport,
      signal,
      onError: (...told) => failures.push(told),
    }),
    ...[
      scheduleJob(app, { log, monitor }),
      emailJob({ ...app, transport, log }),
      ...subscriberJobs({ ...app, log }),
    ].map((job) => job(signal)),
  ]);
  return {
    ...app,
    clock,
    failures,
    origin: `http://127.0.0.1:${server.port}`,
    /** The URL at which an editor enters the studio, once. */
    studioUrl: () => `http://127.0.0.1:${server.port}/studio?key=${studioKey.current()}`,
    /** All messages of the Maildir, as a mail client reads them. */
    messages: () => {
      const place = join(config.outboxDir, 'new');
      return Promise.all(readdirSync(place).map((name) => PostalMime.parse(readFileSync(join(place, name)))));
    },
    stop: async () => {
      stop.abort();
      await Promise.all([jobs, server.stop()]);
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type Program = Awaited<ReturnType<typeof openProgram>>;

/** Set up after the previous week's slot: the program takes no slot older than its database, whose age is real time. */
async function setAgeOf(databasePath: string, madeAt: number): Promise<void> {
  const db = openDatabase(databasePath);
  await setAge({ sql: sqlOn(db) }, madeAt);
  db.$client.close();
}

function inTurns(transport: Transport, beforeBatch: (messages: number) => Promise<void>): Transport {
  return {
    ...transport,
    handOver: async (request, ...given) => {
      await beforeBatch(request.recipients.length);
      return transport.handOver(request, ...given);
    },
  };
}

function httpOf(
  app: App,
  {
    monitor,
    ...given
  }: {
    monitor: HealthMonitor;
    transport: Transport;
    stopping: AbortSignal;
    studioKey: StudioKey;
    onError: (error: unknown) => void;
  },
) {
  const { config, clock, signingSecrets } = app;
  const tally = createEventTally();
  const signUpKeys = createSignUpKeys(signingSecrets);
  const signUpTally = createSignUpTally({ clock, onHidden: () => {} });
  return createHttpApp({
    ...app,
    studio: {
      ...app,
      ...given,
      templates: FIXED_TEMPLATES,
      limitAttempts: createAttemptLimit(app),
      onEvent: () => undefined,
    },
    apiToken: config.apiToken,
    signUpWriter: createSignUpWriter({ ...app, signUpKeys, onObstacle: () => {} }),
    signUpTally,
    signUpChecks: createSignUpChecks({
      checks: config.signUpChecks,
      secrets: signingSecrets,
      clock,
      spendOnce: app.rateLimitStore.spendOnce,
    }),
    trustedProxies: config.trustedProxies,
    signUpKeys,
    newsletter: config.newsletter,
    timezone: config.schedule.zone,
    allowedOrigins: config.allowedOrigins,
    receive: null,
    tally,
    metrics: createMetrics({
      ...app,
      transportName: config.transportName,
      tally,
      health: monitor.health,
      signUpTally,
    }),
    readiness: monitor.readiness,
    onError: given.onError,
  });
}
