import { createTask } from 'node-cron';
import type { Schedule } from '../schedule/schedule.ts';

/** Calls `onTick` whenever the schedule fires; returns a function that stops it. */
export type Ticks = (onTick: () => void) => () => void;

const SILENT = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };

/**
 * node-cron misses slots while the machine sleeps and in the hour that a clock change skips, so ticks only wake the
 * scheduler: what is due is always computed.
 */
export function cronTicks({ pattern, zone }: Schedule): Ticks {
  return (onTick) => {
    const task = createTask(pattern, onTick, {
      timezone: zone,
      unref: true,
      suppressMissedWarning: true,
      logger: SILENT,
    });
    task.start();
    return () => void task.destroy();
  };
}
