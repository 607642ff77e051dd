import { vi } from 'vitest';
import { runVerdicts } from '../../src/program.ts';

export interface RunResult {
  status: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs a command of the program in this process, at whatever time `Date` says, with these variables instead of the
 * environment's.
 */
export async function runInProcess(
  parameters: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<RunResult> {
  const before = { env: process.env, exitCode: process.exitCode };
  const result: RunResult = { status: 0, stdout: '', stderr: '' };
  const catching = (name: 'stdout' | 'stderr') =>
    vi.spyOn(process[name], 'write').mockImplementation((chunk, ...rest) => {
      result[name] += String(chunk);
      const done = rest.find((one) => typeof one === 'function');
      done?.();
      return true;
    });
  const spies = [catching('stdout'), catching('stderr')];
  process.env = { PATH: before.env.PATH, ...env };
  process.exitCode = undefined;
  try {
    result.status = await runVerdicts(['node', 'verdicts', ...parameters]);
    return result;
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.env = before.env;
    process.exitCode = before.exitCode;
  }
}
