import {
  type Mailbox,
  type Newsletter,
  namedSender,
  realSendObstacles,
  SENDER_SETTINGS,
  type TransportName,
} from '../issues/newsletter.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { SECOND_MS } from '../shared/durations.ts';
import { AppError } from '../shared/errors.ts';
import type { NetworkRange } from '../shared/network-address.ts';
import { type CheckedSettings, checkSettings, type SettingTexts } from './check-settings.ts';
import { readDotEnv } from './env-file.ts';
import { type GivenSettings, readGivenSettings, withoutEmpty } from './given-settings.ts';
import { type IgnoredSetting, mergeStored } from './merge-stored.ts';
import { isOwnerSetting, type OwnerValues } from './owner-settings.ts';
import { problemWords, type SettingProblem } from './setting-problem.ts';
import { defaultDatabasePath, type Settings, type SignUpCheck } from './settings.ts';

const SERVER_SETTINGS: readonly string[] = [
  'HOST',
  'PORT',
  'DRAIN_SECONDS',
  'TRUSTED_PROXIES',
  'ALLOWED_ORIGINS',
  'SIGN_UP_CHECKS',
  'STUDIO_PASSWORD',
  'API_TOKEN',
  'RESEND_WEBHOOK_SECRET',
] satisfies readonly (keyof Settings)[];

export interface Config {
  /** The file of SQLite. With PostgreSQL there is none, and what this machine keeps is where it would be. */
  databasePath: string;
  /** Null with SQLite. It may contain a password. */
  postgresUrl: string | null;
  transportName: TransportName;
  outboxDir: string;
  resend: {
    apiKey: string | null;
    baseUrl: string;
    webhookSecret: string | null;
    /** Our own limit, whatever the provider allows. */
    requestsPerSecond: number | null;
  };
  /** Emails in a UTC day; null for no limit of our own. */
  dailyLimit: number | null;
  /** For adding comparisons through the API; null disables that. */
  apiToken: string | null;
  /** Null: the studio opens with a one-time key, or not at all (`settings/studio-access.ts`). */
  studioPassword: string | null;
  /** Port 0 is any free one. `drainMs`: how long it goes on after SIGTERM, saying that it is not ready. */
  server: { host: string; port: number; drainMs: number };
  /** Whether someone sits here at a screen. */
  hasDisplay: boolean;
  /** Whose `X-Forwarded-For` is trusted; empty ignores the header. */
  trustedProxies: readonly NetworkRange[];
  /** Origins other than our own that may submit the sign-up form. */
  allowedOrigins: readonly string[];
  newsletter: Newsletter;
  /** The first signs, all verify; null if none is set and one is kept beside the database. */
  signingSecrets: readonly string[] | null;
  signUpChecks: readonly SignUpCheck[];
  schedule: Schedule;
  review: 'auto' | 'required';
  /** How late a missed slot may still be sent automatically. */
  catchUpHours: number;
  /** Receives notices of drafts, skips, holds, failures and finished issues; null for no one. */
  editor: Mailbox | null;
  /** How long before its time a draft for review is announced. */
  draftLeadHours: number;
  selection: { minItems: number; maxItems: number; lookbackDays: number };
  /** Why the chosen transport would refuse a real send; always empty for the outbox. */
  obstacles: readonly string[];
  /** The environment and `.env`. */
  given: GivenSettings;
  /** The part of it that this was read from: most commands leave out what only `serve` needs. */
  readFrom: SettingTexts;
  /** What is set in the studio and cannot be used. */
  ignored: readonly IgnoredSetting[];
  /** Why a value that is no longer stored stays in force (`keep-needed.ts`); null if none does. */
  contradiction: string | null;
}

/** The fields of what an owner may change while the program runs. */
export const OWNER_FIELDS = [
  'newsletter',
  'signUpChecks',
  'schedule',
  'review',
  'editor',
  'draftLeadHours',
  'selection',
  'obstacles',
  'ignored',
  'contradiction',
] as const satisfies readonly (keyof Config)[];
export type OwnerConfig = Pick<Config, (typeof OWNER_FIELDS)[number]>;

/**
 * Environment variables override `.env`, and `overrides` both; an empty string there unsets a variable.
 *
 * @throws AppError `configuration` if `.env` cannot be read.
 */
export function readSettings(overrides: Readonly<Record<string, string>> = {}): GivenSettings {
  const given = readGivenSettings(process.env, readDotEnv());
  return { ...given, values: withoutEmpty({ ...given.values, ...overrides }) };
}

/** @throws AppError `configuration` that names every wrong variable. */
export function loadConfig(overrides: Readonly<Record<string, string>> = {}): Config {
  return parseConfig(readSettings(overrides));
}

/** From the environment alone. @throws AppError `configuration` that names every wrong variable. */
export function parseConfig(given: GivenSettings): Config {
  return toConfig(orThrow(checkSettings(given.values)), given);
}

/**
 * For a program that reads what is stored next: what that may still put right is no error yet.
 *
 * @throws AppError `configuration` that names every wrong variable.
 */
export function parseConfigToMerge(given: GivenSettings): Config {
  const { values } = given;
  const checked = checkSettings(values);
  const mayBeRight = ({ names }: SettingProblem) =>
    names.length > 1 && names.some((name) => isOwnerSetting(name) && values[name] === undefined);
  if (checked.ok || !checked.problems.every(mayBeRight)) return parseConfig(given);
  const doubtful = new Set(checked.problems.flatMap(({ names }) => names));
  const isKept = (name: string) => !(isOwnerSetting(name) && doubtful.has(name));
  return { ...parseConfig(filterSettings(given, isKept)), given, readFrom: values };
}

/** What is wrong with the environment where what is stored leaves a default. */
export function environmentProblems(config: Config, stored: OwnerValues): readonly SettingProblem[] {
  const { kept } = mergeStored(config.given.values, stored);
  const checked = checkSettings({ ...config.readFrom, ...kept });
  return checked.ok ? [] : checked.problems;
}

/** With what the owner has set, where the environment leaves it open. @throws AppError `configuration`, as above. */
export function withStored(config: Config, stored: OwnerValues): Config {
  const { kept, ignored } = mergeStored(config.given.values, stored);
  const merged = toConfig(orThrow(checkSettings({ ...config.readFrom, ...kept })), config.given);
  const owned = Object.fromEntries(
    OWNER_FIELDS.map((name) => [name, merged[name]]),
  ) as unknown as OwnerConfig;
  return { ...config, ...owned, ignored };
}

function orThrow(checked: CheckedSettings): Extract<CheckedSettings, { ok: true }> {
  if (checked.ok) return checked;
  throw configurationError(checked.problems.map(problemWords));
}

/** An API key alone selects Resend. */
export function transportNameOf({
  TRANSPORT: transport,
  RESEND_API_KEY: key,
}: Pick<Settings, 'TRANSPORT' | 'RESEND_API_KEY'>): TransportName {
  return transport ?? (key === undefined ? 'outbox' : 'resend');
}

/** Why the test mailbox cannot be used, and what to do; null if it can, or another transport is chosen. */
export function outboxProblem({
  transportName,
  postgresUrl,
  given,
}: Pick<Config, 'transportName' | 'postgresUrl' | 'given'>): string | null {
  if (transportName !== 'outbox' || postgresUrl === null || given.values.OUTBOX_DIR !== undefined)
    return null;
  return 'OUTBOX_DIR must be set if the database is on a server and TRANSPORT is outbox: each machine would keep a test mailbox of its own. Set it to a folder that all of them share, or on a single machine to data/outbox.';
}

/** Variables that only `serve` reads have their defaults. @throws AppError `configuration`, as above. */
export function parseConfigWithoutServer(settings: GivenSettings): Config {
  try {
    const config = parseConfigToMerge(filterSettings(settings, (name) => !SERVER_SETTINGS.includes(name)));
    return { ...config, given: settings };
  } catch {
    return parseConfigToMerge(settings);
  }
}

/** Only the variables that are kept. */
export function filterSettings(
  { values, ...rest }: GivenSettings,
  isKept: (name: string) => boolean,
): GivenSettings {
  return { ...rest, values: Object.fromEntries(Object.entries(values).filter(([name]) => isKept(name))) };
}

export function configurationError(reasons: readonly string[]): AppError {
  return new AppError(
    'configuration',
    `The configuration is wrong:\n${reasons.map((reason) => `  ${reason}`).join('\n')}`,
  );
}

function toConfig(
  { settings: env, schedule }: Extract<CheckedSettings, { ok: true }>,
  given: GivenSettings,
): Config {
  const isGiven = (name: string) => given.values[name] !== undefined;
  const newsletter = {
    name: env.NEWSLETTER_NAME,
    from: namedSender(env.NEWSLETTER_FROM, env.NEWSLETTER_NAME),
    replyTo: env.NEWSLETTER_REPLY_TO ?? null,
    postalAddress: env.POSTAL_ADDRESS,
    publicUrl: env.PUBLIC_URL,
    setInEnvironment: SENDER_SETTINGS.filter(isGiven),
  };
  const transportName = transportNameOf(env);
  return {
    databasePath: 'path' in env.DATABASE_URL ? env.DATABASE_URL.path : defaultDatabasePath(),
    postgresUrl: 'url' in env.DATABASE_URL ? env.DATABASE_URL.url : null,
    transportName,
    outboxDir: env.OUTBOX_DIR,
    resend: {
      apiKey: env.RESEND_API_KEY ?? null,
      baseUrl: env.RESEND_BASE_URL,
      webhookSecret: env.RESEND_WEBHOOK_SECRET ?? null,
      requestsPerSecond: env.RESEND_REQUESTS_PER_SECOND ?? null,
    },
    dailyLimit: env.SEND_DAILY_LIMIT ?? null,
    apiToken: env.API_TOKEN ?? null,
    studioPassword: env.STUDIO_PASSWORD ?? null,
    server: { host: env.HOST, port: env.PORT, drainMs: env.DRAIN_SECONDS * SECOND_MS },
    hasDisplay: process.platform !== 'linux' || isGiven('DISPLAY') || isGiven('WAYLAND_DISPLAY'),
    trustedProxies: env.TRUSTED_PROXIES,
    allowedOrigins: env.ALLOWED_ORIGINS,
    newsletter,
    signingSecrets: env.SIGNING_SECRET ?? null,
    signUpChecks: env.SIGN_UP_CHECKS,
    schedule,
    review: env.REVIEW,
    catchUpHours: env.CATCH_UP_HOURS,
    editor: env.EDITOR_EMAIL ?? null,
    draftLeadHours: env.DRAFT_LEAD_HOURS,
    selection: { minItems: env.MIN_ITEMS, maxItems: env.MAX_ITEMS, lookbackDays: env.LOOKBACK_DAYS },
    obstacles: transportName === 'outbox' ? [] : realSendObstacles(newsletter),
    given,
    readFrom: given.values,
    ignored: [],
    contradiction: null,
  };
}
