import { type Command, CommanderError } from 'commander';
import { type App, composeApp } from '../compose-app.ts';
import { loadConfig } from '../config.ts';
import { AppError, codeOf, messageOf } from '../errors.ts';
import { type Output, terminalOutput, tolerateClosedPipes } from './output.ts';
import { printable } from './printable.ts';

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
  tolerateClosedPipes();
  try {
    prepare(program);
    await program.parseAsync(argv);
    return Number(process.exitCode ?? DONE);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return DONE;
    if (codeOf(error) === 'EPIPE') return DONE;
    const { code, message } = explain(error, () => nameACommand(program, argv));
    if (json) process.stdout.write(`${JSON.stringify({ error: { code, message } }, null, 2)}\n`);
    if (!(error instanceof CommanderError)) process.stderr.write(`${printable(message)}\n`);
    return code === 'usage' || code === 'configuration' ? WRONG_USAGE : FAILED;
  }
}

/** Makes every command throw instead of ending the process, and keep control characters off the terminal. */
function prepare(command: Command): void {
  command.exitOverride();
  command.configureOutput({ writeErr: (text) => process.stderr.write(printable(text)) });
  for (const child of command.commands) prepare(child);
}

function nameACommand(program: Command, argv: readonly string[]): string {
  let group = program;
  for (const word of argv.slice(2)) {
    group = group.commands.find((command) => command.name() === word) ?? group;
  }
  return `Name a command: ${group.commands.map((command) => command.name()).join(', ')}.`;
}

function explain(error: unknown, nameACommand: () => string): { code: string; message: string } {
  if (error instanceof AppError) return error;
  if (error instanceof CommanderError) {
    // Commander answers a group without a command by its help, and then by this error.
    return { code: 'usage', message: error.code === 'commander.help' ? nameACommand() : error.message };
  }
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
    } catch (error) {
      throw app.explain(error);
    } finally {
      app.close();
    }
  };
}
