import { type Command, CommanderError } from 'commander';
import {
  type App,
  composeApp,
  composeStores,
  composeSubscriberApp,
  type StoreApp,
  type SubscriberApp,
} from '../app/compose-app.ts';
import type { TransportName } from '../issues/newsletter.ts';
import type { Schedule } from '../schedule/schedule.ts';
import {
  type PartialConfig,
  parseConfig,
  parseConfigWithoutServer,
  parsePartialConfig,
  readSettings,
  SLOT_SETTINGS,
  transportNameIn,
} from '../settings/config.ts';
import type { GivenSettings } from '../settings/given-settings.ts';
import { AppError, codeOf, messageOf } from '../shared/errors.ts';
import { type Output, terminalOutput, tolerateClosedPipes } from './output.ts';
import { printable } from './printable.ts';

const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

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
  command.configureOutput({ writeErr: (text) => process.stderr.write(printable(text)) });
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
    return { code: 'usage', message: error.code === 'commander.help' ? nameACommand() : error.message };
  }
  return {
    code: 'failed',
    message: error instanceof Error ? (error.stack ?? error.message) : messageOf(error),
  };
}

export interface CommandContext<Parts extends StoreApp = App> {
  app: Parts;
  output: Output;
}

/** For commands that need only the database. */
export interface StoreContext extends CommandContext<StoreApp> {
  /** @throws AppError `configuration` if SCHEDULE or TIMEZONE is wrong. */
  schedule(): Schedule;
  /** For a command that names no slot. @throws AppError `configuration` if one of SLOT_SETTINGS is wrong. */
  slotSettings(): Pick<PartialConfig, 'schedule' | 'catchUpHours' | 'selection'>;
  /** @throws AppError `configuration` if TRANSPORT is wrong. */
  transportName(): TransportName;
}

/** For commands that also sign links or recognize erased addresses. */
export type SubscriberContext = CommandContext<SubscriberApp>;

export interface CommandOptions {
  /** Variables that override the environment and `.env`. */
  overrides?: Readonly<Record<string, string>>;
  /** Whether to create a missing database. For most commands that would only hide a wrong folder. */
  mayCreate?: boolean;
  /** The server needs every setting, and writes warnings to its log. */
  isServer?: boolean;
}

type Run<Context, Parameters extends unknown[]> = (
  context: Context,
  ...parameters: Parameters
) => Promise<boolean>;
type Action<Parameters extends unknown[]> = (...parameters: [...Parameters, ...unknown[]]) => Promise<void>;

/**
 * Turns a function into a commander action: loads the configuration, composes the program, and closes it afterwards. A
 * function that returns `false` has failed and said why.
 */
export function withApp<Parameters extends unknown[]>(
  run: Run<CommandContext, Parameters>,
  options: CommandOptions = {},
): Action<Parameters> {
  const { mayCreate = false, isServer = false } = options;
  const check = isServer ? parseConfig : parseConfigWithoutServer;
  const open = (settings: GivenSettings, { note }: Output) => {
    const onImageFailed = (error: unknown) => note(withoutPicture(error));
    return { app: composeApp(check(settings), { mayCreate, onImageFailed }) };
  };
  return toAction({ open, run, ...options });
}

/** For a function that needs only the database, and works despite other wrong settings. */
export function withStores<Parameters extends unknown[]>(
  run: Run<StoreContext, Parameters>,
): Action<Parameters> {
  const open = (settings: GivenSettings) => ({
    app: composeStores(parsePartialConfig(settings, ['DATABASE_URL']).databasePath, { mayCreate: false }),
    schedule: () => parsePartialConfig(settings, ['SCHEDULE', 'TIMEZONE']).schedule,
    slotSettings: () => parsePartialConfig(settings, SLOT_SETTINGS),
    transportName: () => transportNameIn(settings),
  });
  return toAction({ open, run });
}

/** For a function that needs the database and the signing secrets. */
export function withSubscribers<Parameters extends unknown[]>(
  run: Run<SubscriberContext, Parameters>,
  options: Pick<CommandOptions, 'mayCreate'> = {},
): Action<Parameters> {
  const { mayCreate = false } = options;
  const open = (settings: GivenSettings) => ({
    app: composeSubscriberApp(parsePartialConfig(settings, ['DATABASE_URL', 'SIGNING_SECRET']), {
      mayCreate,
    }),
  });
  return toAction({ open, run });
}

/** For a function that adds comparisons: it needs the database, and the time zone for dates without a time. */
export function withTimeZone<Parameters extends unknown[]>(
  run: Run<CommandContext<StoreApp> & { zone: string }, Parameters>,
): Action<Parameters> {
  const open = (settings: GivenSettings) => {
    const { databasePath, schedule } = parsePartialConfig(settings, ['DATABASE_URL', 'TIMEZONE']);
    return { app: composeStores(databasePath, { mayCreate: true }), zone: schedule.zone };
  };
  return toAction({ open, run });
}

interface ActionParts<Opened, Parameters extends unknown[]> extends CommandOptions {
  open: (settings: GivenSettings, output: Output) => Opened;
  run: Run<Opened & { output: Output }, Parameters>;
}

function toAction<Opened extends { app: StoreApp }, Parameters extends unknown[]>({
  open,
  run,
  overrides = {},
  isServer = false,
}: ActionParts<Opened, Parameters>): Action<Parameters> {
  return async (...parameters) => {
    const command = parameters.at(-1) as Command;
    const output = terminalOutput(command.optsWithGlobals().json === true);
    const settings = readSettings(overrides);
    const warn = () => settings.warnings.forEach(output.note);
    if (!isServer) warn();
    const opened = openOr(() => open(settings, output), { onFailure: isServer ? warn : () => undefined });
    const { app } = opened;
    if (!isServer) noteDatabase(app, output);
    try {
      const done = await run({ ...opened, output }, ...(parameters as unknown as Parameters));
      if (!done) process.exitCode = FAILED;
    } catch (error) {
      throw app.explain(error);
    } finally {
      app.close();
    }
  };
}

/** Until there is a log, warnings may explain why opening fails. */
function openOr<Opened>(open: () => Opened, { onFailure }: { onFailure: () => void }): Opened {
  try {
    return open();
  } catch (error) {
    onFailure();
    throw error;
  }
}

function noteDatabase({ createdDatabase, upgradeWarnings }: StoreApp, output: Output): void {
  if (createdDatabase !== null) output.note(databaseCreated(createdDatabase));
  upgradeWarnings.forEach(output.note);
}

function withoutPicture(error: unknown): string {
  return `The issue goes without the picture that links to it would show: it could not be drawn (${messageOf(error)}).`;
}

/** In case someone expects their data elsewhere. */
function databaseCreated(path: string): string {
  return `A new, empty database was created: ${path}. If you already had one, check the folder and DATABASE_URL.`;
}
