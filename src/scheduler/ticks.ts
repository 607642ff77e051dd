import { createTask } from 'node-cron';
import type { Schedule } from '../schedule/schedule.ts';

/** Returns a function that stops it. */
export type Ticks = (onTick: () => void) => () => void;

const SILENT = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };

/** Only wakes the scheduler: node-cron misses slots during sleep and in the hour that a clock change skips. */
export function cronTicks({ pattern, zone }: Schedule): Ticks {
  return (onTick) => {
    const task = createTask(pattern, onTick, {
      timezone: zone,
      unref: true,
      suppressMissedWarning: true,
      logger: SILENT,
    });
    void task.start();
    return () => void task.destroy();
  };
}
