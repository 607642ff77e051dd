import type { App } from '../app/compose-app.ts';
import { keepSchedule } from '../scheduler/keep-schedule.ts';
import { restoreMarkerFor } from '../scheduler/restore-marker.ts';
import { cronTicks } from '../scheduler/ticks.ts';
import { sendNotices } from '../transactional/send-notices.ts';
import type { Transport } from '../transport/transport.ts';
import type { Log } from './log.ts';
import { logEmailFailures, logFailures } from './log-failures.ts';
import type { BackgroundJob } from './log-jobs.ts';
import type { HealthMonitor } from './serve-health.ts';

export function scheduleJobs(
  app: App,
  { transport, log, monitor }: { transport: Transport; log: Log; monitor: HealthMonitor },
): BackgroundJob[] {
  const { config, clock, comparisonStore, issueStore, scheduleStore, noticeStore, deliveryStore } = app;
  const { editor, newsletter, schedule, review, selection, transportName, obstacles } = config;
  const checking = logFailures('scheduling-failed', { clock, log });
  const scheduler: BackgroundJob = (signal) =>
    keepSchedule({
      clock,
      signal,
      schedule,
      review,
      selection,
      newsletter,
      transportName,
      obstacles,
      catchUpHours: config.catchUpHours,
      draftLeadHours: config.draftLeadHours,
      comparisonStore,
      issueStore,
      scheduleStore,
      noticeStore,
      store: deliveryStore,
      markerFile: restoreMarkerFor(config.databasePath),
      ticks: cronTicks(schedule),
      onSettled: ({ slot, status, reason }) => log('slot', { slot, status, reason }),
      onChecked: async (at) => {
        checking.worked();
        await monitor.onScheduleChecked(at);
      },
      onError: (message) => {
        monitor.onScheduleFailed(message);
        checking.failed({ code: null, message });
      },
    });
  if (editor === null) return [scheduler];
  const failureLog = logEmailFailures('notice-failed', { clock, log });
  const notices: BackgroundJob = (signal) =>
    sendNotices({
      store: noticeStore,
      transport,
      newsletter,
      editor,
      zone: schedule.zone,
      clock,
      signal,
      ...failureLog,
    });
  return [scheduler, notices];
}
