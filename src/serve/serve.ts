import { setMaxListeners } from 'node:events';
import type { Command } from 'commander';
import type { App } from '../app/compose-app.ts';
import { type CommandContext, withApp } from '../commands/command-action.ts';
import { createEventTally } from '../provider-events/event-tally.ts';
import { ignoredWords } from '../settings/merge-stored.ts';
import { drainOnSignals } from './drain-on-signals.ts';
import { createHealthMonitor } from './health-monitor.ts';
import { createLog, type Log } from './log.ts';
import { type BackgroundJob, logEvents, logIssues } from './log-jobs.ts';
import { emailJob } from './serve-emails.ts';
import { serverJob } from './serve-http.ts';
import { scheduleJob } from './serve-schedule.ts';
import { senderJob } from './serve-sending.ts';
import { settingsJob } from './serve-settings.ts';
import { createStudioLauncher } from './serve-studio.ts';
import { subscriberJobs } from './serve-subscribers.ts';

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('run everything: the studio, the public pages, the schedule and sending')
    .option('--open', 'open the studio in the browser, and print its URL')
    .addHelpText('after', '\nExample:\n  PORT=8080 verdicts serve')
    .action(withApp(runServe, { mayCreate: true, isServer: true }));
}

/** Writes only to standard error. */
async function runServe({ app, output }: CommandContext, { open = false }: { open?: boolean }) {
  const log = createLog(app);
  const stop = drainOnSignals({
    drainMs: app.config.server.drainMs,
    onStopping: (drainSeconds) => log('stopping', { drainSeconds }),
  });
  try {
    const tally = createEventTally();
    const monitor = createHealthMonitor(app, log);
    const launcher = createStudioLauncher(app.config, { open, note: output.note });
    const start = async () => {
      const transport = await app.openTransport();
      return { transport, server: await serverJob(app, { transport, tally, log, monitor, launcher, stop }) };
    };
    const { transport, server } = await start().finally(() => logSettings(app, log));
    const jobs = [
      server,
      senderJob(app, { transport, log, monitor }),
      scheduleJob(app, { log, monitor }),
      settingsJob(app, log),
      ...monitor.jobs,
      ...subscriberJobs({
        clock: app.clock,
        signingSecrets: app.signingSecrets,
        subscriberStore: app.subscriberStore,
        rateLimitStore: app.rateLimitStore,
        log,
        onRecovered: monitor.onRecovered,
      }),
      emailJob({
        clock: app.clock,
        signer: app.signer,
        outgoingEmailStore: app.outgoingEmailStore,
        lookStore: app.lookStore,
        config: app.config,
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
function logSettings({ config, database, isNew, upgradeWarnings }: App, log: Log): void {
  if (isNew) log('database-created', { path: database.name });
  for (const message of upgradeWarnings) log('upgrade-left-out', { message });
  for (const message of [...config.given.warnings, ...config.ignored.map(ignoredWords)])
    log('settings-doubtful', { message });
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
