import { randomInt } from 'node:crypto';
import type { Context } from 'hono';
import type { Problem } from '../../problem.ts';

/**
 * Names what lives in the memory of one process. Any other process that is asked for it can tell from the name which one
 * has it.
 */
export interface JobIds {
  make(): string;
  /** Which other process may have a job, such as `process 812 on web-2`; null if none can. */
  whoHas(id: string): string | null;
}

/** @param owner Of this process: its host and number come first, with colons after them. */
export function createJobIds(owner: string): JobIds {
  const [host = '', pid = ''] = owner.replaceAll(/[^\w.:-]/g, '-').split(':');
  return {
    // Random, so that one of before a restart never means something else afterwards.
    make: () => `${host}.${pid}.${randomInt(1e11, 1e12)}`,
    whoHas(id) {
      const [, itsHost, itsPid] = /^([\w.-]+)\.(\d{1,10})\.\d{12}$/.exec(id) ?? [];
      if (itsHost === undefined || itsPid === undefined) return null;
      if (itsHost === host && (itsPid === pid || !isRunning(Number(itsPid)))) return null;
      return `process ${itsPid} on ${itsHost}`;
    },
  };
}

/** Of this machine. Signal 0 only asks. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const MAX_TRIES = 5;

/**
 * Why a job cannot be had from this process, and headers with which a browser asks a few times more: the next request may
 * reach the right one.
 */
export function jobElsewhere(
  { req }: Context,
  { job, process, whenGone }: { job: string; process: string; whenGone: string },
): [Problem, Record<string, string>] {
  const isReading = req.method === 'GET';
  const next = isReading ? 'Open this page again in a moment' : 'Nothing was done: go back, and try again';
  const url = new URL(req.url);
  const tries = Number(url.searchParams.get('again') ?? 0) + 1;
  url.searchParams.set('again', String(tries));
  return [
    {
      status: 503,
      title: `${job} is on another process`,
      detail: `Your newsletter has several processes, and only ${process} has it. ${next}, or let your proxy keep a browser on one process: docs/scaling.md says how. ${whenGone}`,
    },
    { 'Retry-After': '1', ...(isReading && tries <= MAX_TRIES && { Refresh: `1; url=${url.search}` }) },
  ];
}
