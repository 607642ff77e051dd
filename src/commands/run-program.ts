import { type Command, CommanderError } from 'commander';
import { type App, composeApp } from '../compose-app.ts';
import { loadConfig } from '../config.ts';
import { AppError, messageOf } from '../errors.ts';
import { sqliteCause, storageError } from '../store/sqlite/storage-error.ts';
import { type Output, terminalOutput } from './output.ts';

const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

/**
 * Runs the command that the arguments name.
 *
 * @returns The exit status: 0 done, 1 failed, 2 wrong usage or configuration.
 */
export async function runProgram(program: Command, argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  try {
    throwInsteadOfExit(program);
    await program.parseAsync(argv);
    return Number(process.exitCode ?? DONE);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return DONE;
    const { code, message } = explain(error);
    if (json) process.stdout.write(`${JSON.stringify({ error: { code, message } }, null, 2)}\n`);
    if (!(error instanceof CommanderError)) process.stderr.write(`${message}\n`);
    return code === 'usage' || code === 'configuration' ? WRONG_USAGE : FAILED;
  }
}

function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) throwInsteadOfExit(child);
}

function explain(error: unknown): { code: string; message: string } {
  if (error instanceof AppError) return error;
  if (error instanceof CommanderError) return { code: 'usage', message: error.message };
  if (sqliteCause(error) !== undefined) return storageError(error, loadConfig().databasePath);
  return {
    code: 'failed',
    message: error instanceof Error ? (error.stack ?? error.message) : messageOf(error),
  };
}

/** What a command works with. */
export interface CommandContext {
  app: App;
  output: Output;
}

/**
 * Makes a commander action of a function: reads the configuration, puts the program together, and closes it when the
 * function is done. A function that answers `false` failed, though it has said all that there is to say.
 */
export function withApp<Parameters extends unknown[]>(
  run: (context: CommandContext, ...parameters: Parameters) => Promise<boolean>,
  overrides: Readonly<Record<string, string>> = {},
): (...parameters: [...Parameters, ...unknown[]]) => Promise<void> {
  return async (...parameters) => {
    const command = parameters.at(-1) as Command;
    const output = terminalOutput(command.optsWithGlobals().json === true);
    const app = composeApp(loadConfig(overrides));
    try {
      const done = await run({ app, output }, ...(parameters as unknown as Parameters));
      if (!done) process.exitCode = FAILED;
    } finally {
      app.close();
    }
  };
}
