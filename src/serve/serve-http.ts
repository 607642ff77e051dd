import type { App } from '../app/compose-app.ts';
import { createHttpApp } from '../http/create-http-app.ts';
import { listen } from '../http/listen.ts';
import { createMetrics } from '../http/metrics.ts';
import type { ConnectionLimit } from '../http/server-limits/limit-connections.ts';
import { createSignUpChecks } from '../http/sign-up-checks/sign-up-checks.ts';
import { createSignUpTally } from '../http/sign-up-tally.ts';
import { reopenRefilled } from '../issue-actions/reopen-refilled.ts';
import type { EventTally } from '../provider-events/event-tally.ts';
import { createReceiver } from '../provider-events/receive-event.ts';
import { throttleReports } from '../shared/jobs/throttle-reports.ts';
import { createSignUpKeys } from '../subscribers/sign-ups/sign-up-keys.ts';
import { createSignUpWriter } from '../subscribers/sign-ups/sign-up-writer.ts';
import type { Transport } from '../transport/transport.ts';
import type { ServeSignals } from './drain-on-signals.ts';
import type { HealthMonitor } from './health-monitor.ts';
import { errorFacts, type Log } from './log.ts';
import { logFailures } from './log-failures.ts';
import { type BackgroundJob, logForeignOrigins, logSignUpLimits, logWrongTokens } from './log-jobs.ts';
import { type StudioLauncher, studioParts } from './serve-studio.ts';

/** Why a process that drains is not ready. */
const STOPPING = 'This process is stopping. It still answers what reaches it, and begins nothing new.';

export interface ServerJobDeps {
  transport: Transport;
  tally: EventTally;
  log: Log;
  monitor: HealthMonitor;
  launcher: StudioLauncher;
  stop: Pick<ServeSignals, 'signal' | 'drained'>;
}

/** Resolves when the server is listening. */
export async function serverJob(
  app: App,
  { transport, tally, log, monitor, launcher, stop }: ServerJobDeps,
): Promise<BackgroundJob> {
  const { config, clock, signer, signingSecrets, comparisonStore, issueStore, subscriberStore } = app;
  const secret = config.resend.webhookSecret;
  const notKept = logFailures('event-not-kept', { clock, log });
  const onFailure = (error: unknown) => notKept.failed(errorFacts(error));
  const receive =
    secret === null
      ? null
      : createReceiver({ secret, clock, tally, providerEventStore: app.providerEventStore, onFailure });
  const failing = logFailures('request-failed', { clock, log });
  const onError = (error: unknown) => failing.failed(errorFacts(error));
  const signUpKeys = createSignUpKeys(signingSecrets);
  const signUpTally = createSignUpTally({
    clock,
    onHidden: (count) => log('hidden-field-filled', { count }),
  });
  const studio = studioParts(app, {
    transport,
    onError,
    onPartFailed: (part, error) => log(`${part}-failed`, errorFacts(error)),
    onEvent: ({ event, about }) => log('studio', { what: event, about }),
    studioKey: launcher.studioKey,
  });
  const http = createHttpApp({
    clock,
    comparisonStore,
    issueStore,
    lookStore: app.lookStore,
    subscriberStore,
    signer,
    signingSecrets,
    studio: studio.parts,
    apiToken: config.apiToken,
    signUpWriter: createSignUpWriter({
      subscriberStore,
      signUpKeys,
      signingSecrets,
      clock,
      onObstacle: logSignUpLimits(log),
    }),
    onForeignOrigin: logForeignOrigins({ log, clock }),
    onWrongToken: logWrongTokens({ log, clock }),
    // They are saved whatever becomes of this, and the scheduler tries again within a minute.
    onComparisonsSaved: () => reopenRefilled(app).catch(onError),
    signUpTally,
    signUpChecks: createSignUpChecks({
      get checks() {
        return config.signUpChecks;
      },
      secrets: signingSecrets,
      clock,
      spendOnce: app.rateLimitStore.spendOnce,
    }),
    trustedProxies: config.trustedProxies,
    signUpKeys,
    get newsletter() {
      return config.newsletter;
    },
    get timezone() {
      return config.schedule.zone;
    },
    refreshSettings: app.settings.refresh,
    allowedOrigins: config.allowedOrigins,
    keepsMail: config.transportName === 'outbox',
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
      settingsChangedAt: () => app.settings.stored().changed?.at ?? null,
    }),
    readiness: async () => (stop.signal.aborted ? STOPPING : monitor.readiness()),
    onError,
  });
  const server = await listen(http, {
    host: config.server.host,
    port: config.server.port,
    trustedProxies: config.trustedProxies,
    onClosed: throttleReports(clock, {
      report: (limit, closed) => log('connections-closed', { limit, closed }),
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
    launcher.close();
    server.drain();
    await stop.drained();
    studio.stop();
    await server.stop();
  };
}
