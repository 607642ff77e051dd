import { setMaxListeners } from 'node:events';
import type { Command } from 'commander';
import type { App } from '../app/compose-app.ts';
import { type CommandContext, withApp } from '../commands/run-program.ts';
import { stopOnSignals } from '../commands/stop-on-signals.ts';
import { createHttpApp } from '../http/create-http-app.ts';
import { listen } from '../http/listen.ts';
import { createMetrics } from '../http/metrics.ts';
import type { ConnectionLimit } from '../http/server-limits/limit-connections.ts';
import { createSignUpChecks } from '../http/sign-up-checks/sign-up-checks.ts';
import { createSignUpTally } from '../http/sign-up-tally.ts';
import { keepSending } from '../issue-actions/keep-sending.ts';
import { createEventTally, type EventTally } from '../provider-events/event-tally.ts';
import { createReceiver } from '../provider-events/receive-event.ts';
import { tellSeldom } from '../shared/tell-seldom.ts';
import { createLetterTerms } from '../subscribers/sign-ups/letter-terms.ts';
import { createSignUpWriter } from '../subscribers/sign-ups/sign-up-writer.ts';
import type { Transport } from '../transport/transport.ts';
import { createLog, errorFacts, type Log } from './log.ts';
import { logFailures, logSendingFailures } from './log-failures.ts';
import {
  type BackgroundJob,
  logEvents,
  logForeignOrigins,
  logIssues,
  logSignUpLimits,
  logWrongTokens,
} from './log-jobs.ts';
import { createHealthMonitor, type HealthMonitor } from './serve-health.ts';
import { scheduleJobs } from './serve-schedule.ts';
import { createStudioLauncher, type StudioLauncher, studioParts } from './serve-studio.ts';
import { subscriberJobs } from './serve-subscribers.ts';

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('run the HTTP server, the scheduler and the sender in one process, until SIGTERM or SIGINT')
    .option('--open', 'open the studio in the browser, and print its URL')
    .addHelpText('after', '\nExample:\n  PORT=8080 verdicts serve')
    .action(withApp(runServe, { mayCreate: true, isServer: true }));
}

/** Writes only to standard error. */
async function runServe({ app, output }: CommandContext, { open = false }: { open?: boolean }) {
  const log = createLog(app);
  const stop = stopOnSignals({ note: () => log('stopping', {}) });
  try {
    const tally = createEventTally();
    const monitor = createHealthMonitor(app, log);
    const launcher = createStudioLauncher(app, { open, note: output.note });
    const start = async () => {
      const transport = await app.openTransport();
      return { transport, server: await serverJob(app, { transport, tally, log, monitor, launcher }) };
    };
    const { transport, server } = await start().finally(() => logSettings(app, log));
    const jobs = [
      server,
      senderJob(app, { transport, log, monitor }),
      ...scheduleJobs(app, { transport, log, monitor }),
      ...monitor.jobs,
      ...subscriberJobs({
        clock: app.clock,
        signingSecrets: app.signingSecrets,
        signer: app.signer,
        subscriberStore: app.subscriberStore,
        rateLimitStore: app.rateLimitStore,
        newsletter: app.config.newsletter,
        transport,
        log,
        onRecovered: monitor.onRecovered,
      }),
      logIssues({ issueStore: app.issueStore, deliveryStore: app.deliveryStore, clock: app.clock, log }),
      logEvents({ tally, clock: app.clock, log }),
    ];
    await runJobs(jobs, stop.signal);
  } finally {
    stop.dispose();
  }
  log('stopped', {});
  return true;
}

/** Other commands print warnings first. Here the first line must be the one that tells programs where to connect. */
function logSettings({ config, createdDatabase }: App, log: Log): void {
  if (createdDatabase !== null) log('database-created', { path: createdDatabase });
  for (const message of config.given.warnings) log('settings-doubtful', { message });
}

/** Runs all jobs until `signal` is aborted. If one fails, stops the others and throws its error. */
async function runJobs(jobs: readonly BackgroundJob[], signal: AbortSignal): Promise<void> {
  const failure = new AbortController();
  const halt = AbortSignal.any([signal, failure.signal]);
  // Every job listens to it, some more than once; Node warns above ten.
  setMaxListeners(0, halt);
  const runs = await Promise.allSettled(
    jobs.map((job) =>
      job(halt).catch((error) => {
        failure.abort();
        throw error;
      }),
    ),
  );
  for (const run of runs) if (run.status === 'rejected') throw run.reason;
}

interface ServerJobDeps {
  transport: Transport;
  tally: EventTally;
  log: Log;
  monitor: HealthMonitor;
  launcher: StudioLauncher;
}

/** Resolves when the server is listening. */
async function serverJob(
  app: App,
  { transport, tally, log, monitor, launcher }: ServerJobDeps,
): Promise<BackgroundJob> {
  const { config, clock, signer, signingSecrets, comparisonStore, issueStore, subscriberStore } = app;
  const secret = config.resend.webhookSecret;
  const notKept = logFailures('event-not-kept', { clock, log });
  const onFailure = (error: unknown) => notKept.failed(errorFacts(error));
  const receive =
    secret === null
      ? null
      : createReceiver({ secret, clock, tally, store: app.providerEventStore, onFailure });
  const failing = logFailures('request-failed', { clock, log });
  const onError = (error: unknown) => failing.failed(errorFacts(error));
  const letterTerms = createLetterTerms(signingSecrets);
  const signUpTally = createSignUpTally({
    clock,
    onHidden: (count) => log('hidden-field-filled', { count }),
  });
  const studio = studioParts(app, {
    transport,
    onError,
    onEvent: ({ event, about }) => log('studio', { what: event, about }),
    studioKey: launcher.studioKey,
  });
  const http = createHttpApp({
    clock,
    comparisonStore,
    issueStore,
    subscriberStore,
    signer,
    signingSecrets,
    studio: studio.parts,
    apiToken: config.apiToken,
    signUpWriter: createSignUpWriter({
      subscriberStore,
      letterTerms,
      signingSecrets,
      clock,
      onObstacle: logSignUpLimits(log),
    }),
    onForeignOrigin: logForeignOrigins({ log, clock }),
    onWrongToken: logWrongTokens({ log, clock }),
    signUpTally,
    signUpChecks: createSignUpChecks({
      checks: config.signUpChecks,
      secrets: signingSecrets,
      clock,
      spendOnce: app.rateLimitStore.spendOnce,
    }),
    trustedProxies: config.trustedProxies,
    letterTerms,
    newsletter: config.newsletter,
    timezone: config.schedule.zone,
    allowedOrigins: config.allowedOrigins,
    receive,
    tally,
    metrics: createMetrics({
      issueStore,
      deliveryStore: app.deliveryStore,
      clock,
      transportName: config.transportName,
      tally,
      health: monitor.health,
      signUpTally,
    }),
    readiness: monitor.readiness,
    onError,
  });
  const server = await listen(http, {
    host: config.server.host,
    port: config.server.port,
    trustedProxies: config.trustedProxies,
    onClosed: tellSeldom(clock, {
      tell: (limit, closed) => log('connections-closed', { limit, closed }),
      kindOf: (limit: ConnectionLimit) => limit,
    }),
  });
  const { host, port } = server;
  log('serving', { host, port });
  launcher.onListening(
    `http://${/^(0\.0\.0\.0|::)$/.test(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`,
  );
  return async (signal) => {
    if (!signal.aborted)
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    studio.stop();
    launcher.close();
    await server.stop();
  };
}

function senderJob(
  app: App,
  { transport, log, monitor }: { transport: Transport; log: Log; monitor: HealthMonitor },
): BackgroundJob {
  const { config, clock } = app;
  const { schedule, selection, newsletter, transportName, obstacles, review, dailyLimit } = config;
  const failureLog = logSendingFailures({ clock, log });
  return (signal) =>
    keepSending({
      issueStore: app.issueStore,
      comparisonStore: app.comparisonStore,
      scheduleStore: app.scheduleStore,
      store: app.deliveryStore,
      signer: app.signer,
      owner: app.owner,
      schedule,
      selection,
      newsletter,
      transportName,
      obstacles,
      review,
      dailyLimit,
      clock,
      transport,
      signal,
      onError: (slot, message) => {
        failureLog(slot).failed({ code: null, message });
        if (slot !== null) monitor.onSendingFailed(slot, message);
      },
      onLooked: () => failureLog(null).worked(),
      onRan: (issue) => {
        failureLog(issue.slot).worked();
        monitor.onSendingEnded(issue);
      },
      onAnswer: (slot, answer, firstMadeAt) => {
        if (answer.kind === 'answered') failureLog(slot).worked();
        monitor.onAnswer(slot, answer, firstMadeAt);
      },
    });
}
