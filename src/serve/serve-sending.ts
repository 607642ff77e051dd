import type { App } from '../app/compose-app.ts';
import { resumeSending } from '../issue-actions/resume-sending.ts';
import type { Transport } from '../transport/transport.ts';
import type { HealthMonitor } from './health-monitor.ts';
import type { Log } from './log.ts';
import { logSendingFailures } from './log-failures.ts';
import type { BackgroundJob } from './log-jobs.ts';

export function senderJob(
  app: App,
  { transport, log, monitor }: { transport: Transport; log: Log; monitor: HealthMonitor },
): BackgroundJob {
  const { config, clock } = app;
  const failureLog = logSendingFailures({ clock, log });
  return (signal) =>
    resumeSending({
      issueStore: app.issueStore,
      lookStore: app.lookStore,
      comparisonStore: app.comparisonStore,
      scheduleStore: app.scheduleStore,
      deliveryStore: app.deliveryStore,
      signer: app.signer,
      owner: app.owner,
      config,
      dailyLimit: config.dailyLimit,
      clock,
      transport,
      signal,
      onError: (slot, message) => {
        failureLog(slot).failed({ code: null, message });
        if (slot !== null) monitor.onSendingFailed(slot, message);
      },
      onPolled: () => failureLog(null).worked(),
      onRunEnded: (issue) => {
        failureLog(issue.slot).worked();
        monitor.onSendingEnded(issue);
      },
      onAnswer: (slot, answer, firstMadeAt) => {
        if (answer.kind === 'answered') failureLog(slot).worked();
        monitor.onAnswer(slot, answer, firstMadeAt);
      },
    });
}
