import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { projectPath } from '../../src/shared/project-path.ts';
import type { FakeResend } from './fake-resend.ts';
import { CONTROL } from './handle-control.ts';
import { historyOf, type Seen } from './history.ts';
import type { JsonOptions } from './settings.ts';

/** A fake in a process of its own. */
export interface FakeResendProcess extends Omit<FakeResend, 'tell'> {
  readonly pid: number;
  tell(orders: JsonOptions & { advance?: number }): Promise<void>;
}

/**
 * Starts a fake in a process of its own, so that a sender's death or CPU use does not affect it. It ends with `stop`,
 * and at
 * the latest with the process that started it.
 */
export async function spawnFakeResend(options: JsonOptions = {}): Promise<FakeResendProcess> {
  const program = projectPath('test', 'fake-resend', 'fake-resend.ts');
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), program, JSON.stringify(options)],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { PATH: process.env.PATH ?? '' } },
  );
  const ended = once(child, 'exit');
  const url = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([line]) => String(line)),
    ended.then(([status]): string => {
      throw new Error(`The fake ended with ${status} before it listened.`);
    }),
  ]);
  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, init);
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
  return {
    url,
    pid: child.pid ?? 0,
    history: async () => historyOf((await ask(CONTROL.history)) as Seen),
    counts: async () => (await ask(CONTROL.counts)) as Awaited<ReturnType<FakeResend['counts']>>,
    tell: async (orders) => {
      await ask(CONTROL.orders, { method: 'POST', body: JSON.stringify(orders) });
    },
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}
