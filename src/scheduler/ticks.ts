import { createTask } from 'node-cron';
import type { Schedule } from '../schedule/schedule.ts';

/** Calls `onTick` whenever the schedule fires, from now on. Returns what ends that. */
export type Ticks = (onTick: () => void) => () => void;

const SILENT = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };

/**
 * The ticks of node-cron. They are no more than that: it runs no slot that it slept through, and none in the hour that
 * a change of clocks skips, so what is due is never told by a tick, but always computed.
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
