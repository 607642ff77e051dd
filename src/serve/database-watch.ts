import type { App } from '../app/compose-app.ts';
import { SECOND_MS } from '../shared/durations.ts';
import { AppError } from '../shared/errors.ts';
import type { ServeHealth } from '../shared/jobs/serve-health.ts';
import type { Log } from './log.ts';
import type { BackgroundJob } from './log-jobs.ts';

const POLL_INTERVAL_MS = 2 * SECOND_MS;

/**
 * Ends `serve` once its database file was removed or replaced. It would go on with a file that nobody else can see: what
 * people sign up to and editors write would be lost, and commands would work on another database.
 */
export function databaseWatch(
  { database, clock, isInPlace }: Pick<App, 'database' | 'clock' | 'isInPlace'>,
  { health, log }: { health: ServeHealth; log: Log },
): BackgroundJob {
  return async (signal) => {
    while (!signal.aborted) {
      if (!isInPlace()) {
        const message = `The database file ${database.name} was removed or replaced while this ran, so it ends. To go on with what is there now, start it again.`;
        health.databaseProblem = message;
        log('database-gone', { code: null, message });
        throw new AppError('storage', message);
      }
      await clock.sleep(POLL_INTERVAL_MS, signal);
    }
  };
}
