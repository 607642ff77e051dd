import { type Command, CommanderError } from 'commander';
import { AppError, codeOf, messageOf } from '../shared/errors.ts';
import { tolerateClosedPipes } from './output.ts';
import { printable } from './printable.ts';
import { usageWords } from './usage-words.ts';

const DONE = 0;
export const FAILED = 1;
export const WRONG_USAGE = 2;

/**
 * Runs the command named by the arguments.
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
    const { code, message } = explain(error, () => missingCommandMessage(program, argv));
    if (json) process.stdout.write(`${JSON.stringify({ error: { code, message } }, null, 2)}\n`);
    if (!(error instanceof CommanderError)) process.stderr.write(`${printable(message)}\n`);
    return code === 'usage' || code === 'configuration' ? WRONG_USAGE : FAILED;
  }
}

/** Makes every command throw instead of exiting, and keeps control characters off the terminal. */
function prepare(command: Command): void {
  command.exitOverride();
  command.configureOutput({
    writeErr: (text) => process.stderr.write(printable(text)),
    outputError: (text, write) => write(`${usageWords(text)}\n`),
  });
  for (const child of command.commands) prepare(child);
}

function missingCommandMessage(program: Command, argv: readonly string[]): string {
  let group = program;
  for (const word of argv.slice(2)) {
    group = group.commands.find((command) => command.name() === word) ?? group;
  }
  return `Name a command: ${group.commands.map((command) => command.name()).join(', ')}.`;
}

function explain(error: unknown, nameACommand: () => string): { code: string; message: string } {
  if (error instanceof AppError) return error;
  if (error instanceof CommanderError) {
    // Commander answers a group without a command with its help, and then this error.
    return {
      code: 'usage',
      message: error.code === 'commander.help' ? nameACommand() : usageWords(error.message),
    };
  }
  return {
    code: 'failed',
    message: error instanceof Error ? (error.stack ?? error.message) : messageOf(error),
  };
}
