import { Readable, Writable } from 'node:stream';
import { runVerdicts } from '../../src/program.ts';
import type { Finished, RunOptions } from './processes.ts';

export interface CommandOptions extends RunOptions {
  /** As of the shell that would start the command. */
  umask?: number;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a command of the program to its end, in this process: at whatever time `Date` says, with `env` as its whole
 * environment, and `input` as its standard input. Commands started together run one after another. It takes a tenth
 * of the time of `runProcess`, which is for what only a process has: signals, terminals, and another process at the
 * same time.
 */
export function runCommand(parameters: readonly string[], options: CommandOptions = {}): Promise<Finished> {
  const finished = last.then(() => run(parameters, options));
  last = finished.catch(() => undefined);
  return finished;
}

async function run(
  parameters: readonly string[],
  { env, input, cwd, umask }: CommandOptions,
): Promise<Finished> {
  const written = { stdout: '', stderr: '' };
  const catching = (name: 'stdout' | 'stderr') =>
    new Writable({
      decodeStrings: false,
      write(chunk, _encoding, done) {
        written[name] += chunk;
        done();
      },
    });
  const before = { cwd: process.cwd(), exitCode: process.exitCode, umask: process.umask() };
  const restore = replace({
    env: { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV, ...env },
    stdin: Readable.from(input === undefined ? [] : [Buffer.from(input)]),
    stdout: catching('stdout'),
    stderr: catching('stderr'),
  });
  process.exitCode = undefined;
  if (umask !== undefined) process.umask(umask);
  if (cwd !== undefined) process.chdir(cwd);
  try {
    const status = await runVerdicts(['node', 'verdicts', ...parameters]);
    return { status, signal: null, ...written };
  } finally {
    process.chdir(before.cwd);
    process.umask(before.umask);
    process.exitCode = before.exitCode;
    restore();
  }
}

/** Replaces properties of `process`, and returns what puts them back. */
function replace(values: Partial<Record<keyof NodeJS.Process, unknown>>): () => void {
  const names = Object.keys(values) as (keyof NodeJS.Process)[];
  const before = names.map((name) => [name, Object.getOwnPropertyDescriptor(process, name)] as const);
  for (const name of names)
    Object.defineProperty(process, name, { value: values[name], configurable: true, writable: true });
  return () => {
    for (const [name, descriptor] of before)
      if (descriptor !== undefined) Object.defineProperty(process, name, descriptor);
  };
}
