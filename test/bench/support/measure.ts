import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';

/** A stall only shows in the next turn of the event loop, so it gets some milliseconds before and after. */
const TURN = 10;

export interface Measured {
  seconds: number;
  /** The longest time for which the event loop was blocked. */
  longestStallMs: number;
}

/** Measures how long the work took, and how long it blocked the event loop. */
export async function measured(work: () => Promise<void>): Promise<Measured> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await setTimeout(TURN);
  delay.reset();
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1_000;
  await setTimeout(TURN);
  delay.disable();
  return { seconds: rounded(seconds), longestStallMs: rounded(delay.max / 1e6) };
}

/** Runs the work in a folder of its own, which is removed afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'verdicts-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What this process has used so far. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** The peak memory of this process, preparation included. */
export function peakRssMiB(): number {
  return rounded(process.resourceUsage().maxRSS / 1_024);
}

/** The median, the 95th percentile and the maximum, in milliseconds. */
export function spread(times: readonly number[]): { p50Ms: number; p95Ms: number; maxMs: number } {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => rounded(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  return { p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

export function print(result: object): void {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
