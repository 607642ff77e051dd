import type { App } from '../app/compose-app.ts';
import { runSchedule } from '../scheduler/run-schedule.ts';
import { cronTicks, type Ticks } from '../scheduler/ticks.ts';
import type { CurrentSettings } from '../settings/current-settings.ts';
import type { HealthMonitor } from './health-monitor.ts';
import { errorFacts, type Log } from './log.ts';
import { logFailures } from './log-failures.ts';
import type { BackgroundJob } from './log-jobs.ts';

export function scheduleJob(app: App, { log, monitor }: { log: Log; monitor: HealthMonitor }): BackgroundJob {
  const {
    config,
    settings,
    clock,
    comparisonStore,
    issueStore,
    lookStore,
    scheduleStore,
    noticeStore,
    deliveryStore,
  } = app;
  const checking = logFailures('scheduling-failed', { clock, log });
  return (signal) =>
    runSchedule({
      clock,
      signal,
      readConfig: async () => {
        await settings.refresh();
        return { ...config };
      },
      comparisonStore,
      issueStore,
      lookStore,
      scheduleStore,
      noticeStore,
      deliveryStore,
      drawIssueImage: app.drawIssueImage,
      onPartFailed: (part, error) => log(`${part}-failed`, errorFacts(error)),
      ticks: ticksOf(app.settings),
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
}

/** At the times of the schedule in force, and whenever settings change. */
function ticksOf({ config, onChange }: CurrentSettings): Ticks {
  return (onTick) => {
    let stop = cronTicks(config.schedule)(onTick);
    const stopListening = onChange(() => {
      stop();
      stop = cronTicks(config.schedule)(onTick);
      onTick();
    });
    return () => {
      stopListening();
      stop();
    };
  };
}
