import type { App } from '../app/compose-app.ts';
import { ignoredWords } from '../settings/merge-stored.ts';
import { changedSettings } from '../settings/owner-settings.ts';
import { repeatedly } from '../shared/jobs/repeatedly.ts';
import type { Log } from './log.ts';
import { logJobFailures } from './log-failures.ts';
import type { BackgroundJob } from './log-jobs.ts';

/** How soon a change by another process is seen, if no request comes first. */
const POLL_INTERVAL_MS = 1_000;

/** Sees changes of settings, whoever makes them, and logs which they were; never a value. */
export function settingsJob({ settings, clock }: Pick<App, 'settings' | 'clock'>, log: Log): BackgroundJob {
  const reading = logJobFailures('settings-unread', { clock, log });
  let last = settings.stored();
  const stopListening = settings.onChange((stored) => {
    const names = changedSettings(last.values, stored.values).join(', ');
    last = stored;
    if (stored.changed !== null)
      log('settings-changed', { by: stored.changed.by, revision: stored.revision, names });
    for (const ignored of settings.config.ignored)
      log('settings-doubtful', { message: ignoredWords(ignored) });
    const { contradiction } = settings.config;
    if (contradiction !== null) log('settings-contradictory', { message: contradiction });
  });
  return async (signal) => {
    await repeatedly(POLL_INTERVAL_MS, settings.refresh, {
      clock,
      signal,
      onError: reading.onError,
      onWorked: reading.onWorked,
    });
    stopListening();
  };
}
