import type { Command } from 'commander';
import {
  type App,
  composeApp,
  composeStores,
  composeSubscriberApp,
  type StoreApp,
  type SubscriberApp,
} from '../app/compose-app.ts';
import { agreeOnSecret } from '../app/same-secret.ts';
import type { TransportName } from '../issues/newsletter.ts';
import type { FreezePart } from '../render/freeze-issue.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { parseConfigToMerge, parseConfigWithoutServer, readSettings } from '../settings/config.ts';
import type { GivenSettings } from '../settings/given-settings.ts';
import type { OwnerValues } from '../settings/owner-settings.ts';
import {
  type PartialConfig,
  parsePartialConfig,
  partialConfigWith,
  SLOT_SETTINGS,
  scheduleIn,
  transportNameIn,
  zoneIn,
} from '../settings/partial-config.ts';
import { messageOf } from '../shared/errors.ts';
import { type Output, terminalOutput } from './output.ts';
import { FAILED } from './run-program.ts';

export interface CommandContext<Parts extends StoreApp = App> {
  app: Parts;
  output: Output;
}

/** For commands that need only the database. */
export interface StoreContext extends CommandContext<StoreApp> {
  /** The environment and `.env`. */
  settings: GivenSettings;
  /** @throws AppError `configuration` if SCHEDULE or TIMEZONE is wrong. */
  schedule(): Schedule;
  /** For times that people read: TIMEZONE, or UTC where it is wrong. */
  shownZone(): string;
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
  /** A missing database is what the command begins with, so that it needs no warning. */
  beginsNew?: boolean;
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
  const check = isServer ? parseConfigToMerge : parseConfigWithoutServer;
  const open = async (settings: GivenSettings, { note }: Output) => {
    const onPartFailed = (part: FreezePart, error: unknown) => note(withoutPart(part, error));
    const app = await composeApp(check(settings), { mayCreate, onPartFailed });
    const prepare = async () => {
      await agreeOnSecret(app);
      await app.settings.refresh();
      await noticeCopy(app, app.config.schedule);
    };
    return { app, prepare };
  };
  return toAction({ open, run, ...options });
}

/** For a function that needs only the database, and works despite other wrong settings. */
export function withStores<Parameters extends unknown[]>(
  run: Run<StoreContext, Parameters>,
  { mayCreate = false }: Pick<CommandOptions, 'mayCreate'> = {},
): Action<Parameters> {
  const open = async (settings: GivenSettings) => {
    const app = await composeStores(parsePartialConfig(settings, ['DATABASE_URL']), { mayCreate });
    const stored = readingStored(app);
    const schedule = () => scheduleIn(settings, stored.values());
    return {
      app,
      settings,
      prepare: async () => {
        await stored.read();
        await noticeCopyBy(schedule, app);
      },
      schedule,
      shownZone: () => {
        try {
          return zoneIn(settings, stored.values());
        } catch {
          return 'UTC';
        }
      },
      slotSettings: () => partialConfigWith(settings, stored.values(), SLOT_SETTINGS),
      transportName: () => transportNameIn(settings),
    };
  };
  return toAction({ open, run });
}

/** For a function that needs the database and the signing secrets. */
export function withSubscribers<Parameters extends unknown[]>(
  run: Run<SubscriberContext, Parameters>,
  options: Pick<CommandOptions, 'mayCreate'> = {},
): Action<Parameters> {
  const { mayCreate = false } = options;
  const open = async (settings: GivenSettings) => {
    const config = parsePartialConfig(settings, ['DATABASE_URL', 'SIGNING_SECRET']);
    const app = await composeSubscriberApp(config, { mayCreate });
    const prepare = async () => {
      await agreeOnSecret(app);
      const stored = readingStored(app);
      await stored.read();
      await noticeCopyBy(() => scheduleIn(settings, stored.values()), app);
    };
    return { app, prepare };
  };
  return toAction({ open, run });
}

/** What a function that adds comparisons needs: the database, and the time zone for dates without a time. */
export interface ImportContext extends CommandContext<StoreApp>, Pick<StoreContext, 'slotSettings'> {
  zone: string;
}

/** For a function that adds comparisons. */
export function withTimeZone<Parameters extends unknown[]>(
  run: Run<ImportContext, Parameters>,
): Action<Parameters> {
  const open = async (settings: GivenSettings) => {
    const config = parsePartialConfig(settings, ['DATABASE_URL', 'TIMEZONE']);
    const app = await composeStores(config, { mayCreate: true });
    const stored = readingStored(app);
    return {
      app,
      prepare: stored.read,
      get zone() {
        return zoneIn(settings, stored.values());
      },
      slotSettings: () => partialConfigWith(settings, stored.values(), SLOT_SETTINGS),
    };
  };
  return toAction({ open, run });
}

/** With a wrong schedule it is left to a command that needs one. */
async function noticeCopyBy(schedule: () => Schedule, app: StoreApp): Promise<void> {
  const known = orNull(schedule);
  if (known !== null) await noticeCopy(app, known);
}

/** First of all, so that no command sends from a copy what may have gone out from the original. */
function noticeCopy({ scheduleStore, clock }: StoreApp, { pattern, zone }: Schedule): Promise<void> {
  return scheduleStore.noticeCopy({ now: clock.now(), pattern, zone });
}

function orNull<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** What the owner has set, once it was read. */
function readingStored({ settingsStore }: StoreApp) {
  let values: OwnerValues = {};
  return {
    values: () => values,
    read: async () => {
      values = (await settingsStore.readSettings()).values;
    },
  };
}

interface ActionParts<Opened, Parameters extends unknown[]> extends CommandOptions {
  open: (settings: GivenSettings, output: Output) => Promise<Opened>;
  run: Run<Opened & { output: Output }, Parameters>;
}

function toAction<Opened extends { app: StoreApp; prepare?(): Promise<void> }, Parameters extends unknown[]>({
  open,
  run,
  overrides = {},
  isServer = false,
  beginsNew = false,
}: ActionParts<Opened, Parameters>): Action<Parameters> {
  return async (...parameters) => {
    const command = parameters.at(-1) as Command;
    const output = terminalOutput(command.optsWithGlobals().json === true);
    const settings = readSettings(overrides);
    const warn = () => settings.warnings.forEach(output.note);
    if (!isServer) warn();
    const opened = await open(settings, output).catch((error: unknown) => {
      // Until there is a log, warnings may explain why opening fails.
      if (isServer) warn();
      throw error;
    });
    const { app } = opened;
    if (!isServer) noteDatabase(app, output, { beginsNew });
    try {
      await opened.prepare?.();
      const done = await run({ ...opened, output }, ...(parameters as unknown as Parameters));
      if (!done) process.exitCode = FAILED;
    } finally {
      await app.close();
    }
  };
}

function noteDatabase(
  { database, isNew, upgradeWarnings }: StoreApp,
  output: Output,
  { beginsNew }: { beginsNew: boolean },
): void {
  if (isNew && !beginsNew) output.note(databaseCreated(database.name));
  upgradeWarnings.forEach(output.note);
}

function withoutPart(part: FreezePart, error: unknown): string {
  if (part === 'web-view')
    return `The issue still goes out, but its public page shows the email: we could not make the web version (${messageOf(error)}).`;
  return `The issue still goes out, but links to it show no picture: we could not draw it (${messageOf(error)}).`;
}

/** In case someone expects their data elsewhere. */
function databaseCreated(name: string): string {
  return `A new, empty database was created: ${name}. If you already had one, check the folder and DATABASE_URL.`;
}
