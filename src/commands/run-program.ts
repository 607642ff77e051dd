import { type Command, CommanderError } from 'commander';
import { type App, composeApp, composeStores, type StoreApp } from '../compose-app.ts';
import { checkSettings, databasePathIn, readSettings, scheduleOf, transportNameIn } from '../config.ts';
import { AppError, codeOf, messageOf } from '../errors.ts';
import type { GivenSettings } from '../given-settings.ts';
import type { TransportName } from '../newsletter.ts';
import type { Schedule } from '../schedule/schedule.ts';
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
export interface CommandContext<Parts extends StoreApp = App> {
  app: Parts;
  output: Output;
}

/** What a command works with that needs no setting but where the database is. */
export interface StoreContext extends CommandContext<StoreApp> {
  /** When issues go out. @throws AppError `configuration` where those settings are wrong. */
  schedule(): Schedule;
  /** The transport that is set now. @throws AppError `configuration` where those settings are wrong. */
  transportName(): TransportName;
}

export interface CommandOptions {
  /** Variables that win over the environment and `.env`. */
  overrides?: Readonly<Record<string, string>>;
  /** Whether the command begins a database where there is none. Most would only hide that the folder is wrong. */
  mayCreate?: boolean;
  /** Whether the command keeps a log on standard error, where warnings about settings belong too. */
  keepsLog?: boolean;
}

type Run<Context, Parameters extends unknown[]> = (
  context: Context,
  ...parameters: Parameters
) => Promise<boolean>;
type Action<Parameters extends unknown[]> = (...parameters: [...Parameters, ...unknown[]]) => Promise<void>;

/**
 * Makes a commander action of a function: reads the configuration, puts the program together, and closes it when the
 * function is done. A function that answers `false` failed, though it has said all that there is to say.
 */
export function withApp<Parameters extends unknown[]>(
  run: Run<CommandContext, Parameters>,
  options: CommandOptions = {},
): Action<Parameters> {
  const { mayCreate = false, keepsLog = false } = options;
  const open = (settings: GivenSettings, output: Output) => {
    const app = composeApp(checkSettings(settings), { mayCreate });
    if (app.createdDatabase !== null && !keepsLog) output.note(databaseCreated(app.createdDatabase));
    return { app, output };
  };
  return actionOf({ open, run, ...options });
}

/** The same for a function that needs the database alone, and works while other settings are wrong. */
export function withStores<Parameters extends unknown[]>(
  run: Run<StoreContext, Parameters>,
): Action<Parameters> {
  const open = (settings: GivenSettings, output: Output) => ({
    app: composeStores(databasePathIn(settings), { mayCreate: false }),
    output,
    schedule: () => scheduleOf(settings),
    transportName: () => transportNameIn(settings),
  });
  return actionOf({ open, run });
}

interface ActionParts<Context, Parameters extends unknown[]> extends CommandOptions {
  open: (settings: GivenSettings, output: Output) => Context;
  run: Run<Context, Parameters>;
}

function actionOf<Context extends { app: StoreApp }, Parameters extends unknown[]>({
  open,
  run,
  overrides = {},
  keepsLog = false,
}: ActionParts<Context, Parameters>): Action<Parameters> {
  return async (...parameters) => {
    const command = parameters.at(-1) as Command;
    const output = terminalOutput(command.optsWithGlobals().json === true);
    const settings = readSettings(overrides);
    const warn = () => settings.warnings.forEach(output.note);
    if (!keepsLog) warn();
    const context = opened(() => open(settings, output), { onFailure: keepsLog ? warn : () => undefined });
    try {
      const done = await run(context, ...(parameters as unknown as Parameters));
      if (!done) process.exitCode = FAILED;
    } catch (error) {
      throw context.app.explain(error);
    } finally {
      context.app.close();
    }
  };
}

/** Where there is no log yet, warnings may say why what follows is wrong. */
function opened<Context>(open: () => Context, { onFailure }: { onFailure: () => void }): Context {
  try {
    return open();
  } catch (error) {
    onFailure();
    throw error;
  }
}

/** Tells where data goes that somebody may look for elsewhere. */
function databaseCreated(path: string): string {
  return `A new, empty database was created: ${path}. If there should have been one, check the folder and DATABASE_URL.`;
}
