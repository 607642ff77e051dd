import { lstatSync, readFileSync } from 'node:fs';
import {
  isThisMachine,
  type Mailbox,
  type Newsletter,
  obstaclesToRealSend,
  type TransportName,
} from '../issues/newsletter.ts';
import { parseSchedule, type Schedule } from '../schedule/schedule.ts';
import { AppError, codeOf, messageOf } from '../shared/errors.ts';
import type { NetworkRange } from '../shared/network-address.ts';
import { type GivenSettings, present, readGivenSettings } from './given-settings.ts';
import { type Settings, type SignUpCheck, settingsSchema } from './settings.ts';
import { weaknessOf } from './weak-password.ts';

const DEFAULT_SCHEDULE = '0 9 * * 2';
const SCHEDULE_SETTINGS = { pattern: 'SCHEDULE', zone: 'TIMEZONE' } as const;

/** What only the server reads. */
const SERVER_SETTINGS: readonly string[] = [
  'HOST',
  'PORT',
  'TRUSTED_PROXIES',
  'ALLOWED_ORIGINS',
  'SIGN_UP_CHECKS',
  'STUDIO_PASSWORD',
  'API_TOKEN',
  'RESEND_WEBHOOK_SECRET',
] satisfies readonly (keyof Settings)[];

/** The program's configuration, checked: paths absolute, defaults filled in. */
export interface Config {
  databasePath: string;
  transportName: TransportName;
  outboxDir: string;
  resend: {
    apiKey: string | null;
    baseUrl: string;
    webhookSecret: string | null;
    /** Requests a second that are never exceeded, whatever the provider allows. */
    requestsPerSecond: number | null;
  };
  /** At most so many messages in a UTC day; null: no limit of our own. */
  dailyLimit: number | null;
  /** What the site carries to add comparisons; null: it may not. */
  apiToken: string | null;
  /** What editors sign in with; null: the studio opens with a one-time key, or not at all: see `settings/studio-access.ts`. */
  studioPassword: string | null;
  /** Where the HTTP server listens; port 0 is any free one. */
  server: { host: string; port: number };
  /** Whether somebody sits here before a screen. */
  hasDisplay: boolean;
  /** Whose `X-Forwarded-For` is believed; with none, the header is passed over. */
  trustedProxies: readonly NetworkRange[];
  /** Origins of pages that may send the sign-up form, beside our own. */
  allowedOrigins: readonly string[];
  newsletter: Newsletter;
  /** The first signs, all verify; null where none is set and one is kept beside the database. */
  signingSecrets: readonly string[] | null;
  /** What a sign-up form must prove; empty: nothing. */
  signUpChecks: readonly SignUpCheck[];
  schedule: Schedule;
  review: 'auto' | 'required';
  /** How late a missed slot may still go out by itself. */
  catchUpHours: number;
  /** Who is told of drafts to review, skips, holds, failures and finishes; null: nobody. */
  editor: Mailbox | null;
  /** How long before its instant a draft to review is announced. */
  draftLeadHours: number;
  selection: { minItems: number; maxItems: number; lookbackDays: number };
  /** Why the chosen transport would refuse a real send, in words; the outbox refuses nothing. */
  obstacles: readonly string[];
  /** What is doubtful about how the settings were written. */
  given: Pick<GivenSettings, 'warnings' | 'cutAtComments'>;
}

/**
 * Reads the settings from the environment, and from `.env` in the working directory where that is present.
 *
 * @param overrides Variables that win over both; an empty one takes the setting away.
 * @throws AppError `configuration` where `.env` cannot be read.
 */
export function readSettings(overrides: Readonly<Record<string, string>> = {}): GivenSettings {
  const given = readGivenSettings(process.env, readDotEnv());
  return { ...given, values: present({ ...given.values, ...overrides }) };
}

/**
 * Reads the whole configuration.
 *
 * @param overrides Variables that win over the environment and `.env`.
 * @throws AppError `configuration` that names every wrong variable at once.
 */
export function loadConfig(overrides: Readonly<Record<string, string>> = {}): Config {
  return checkSettings(readSettings(overrides));
}

/**
 * Makes the configuration of settings.
 *
 * @throws AppError `configuration` that names every wrong variable at once.
 */
export function checkSettings({ values, ...given }: GivenSettings): Config {
  const parsed = settingsSchema.safeParse(values);
  const wrong = parsed.success ? [] : parsed.error.issues.map(inWords);
  const schedule = parseSchedule(scheduleIn(values));
  if (!schedule.ok) wrong.push(...schedule.reasons.map(scheduleInWords));
  if (parsed.success && parsed.data.TRANSPORT === 'resend' && parsed.data.RESEND_API_KEY === undefined)
    wrong.push('RESEND_API_KEY must be set where TRANSPORT is resend');
  if (parsed.success && parsed.data.MIN_ITEMS > parsed.data.MAX_ITEMS)
    wrong.push('MIN_ITEMS must not be above MAX_ITEMS');
  if (parsed.success && !letsBrowsersCompute(parsed.data))
    wrong.push(
      'PUBLIC_URL must be https where SIGN_UP_CHECKS has proof-of-work: browsers compute it on no other page',
    );
  if (parsed.success) wrong.push(...weakPassword(parsed.data));
  if (!parsed.success || !schedule.ok || wrong.length > 0) throw wrongSettings(wrong);
  return toConfig(parsed.data, schedule.schedule, { ...given, names: new Set(Object.keys(values)) });
}

/** What some commands need of the configuration and nothing else. */
export type PartialConfig = Pick<Config, 'databasePath' | 'signingSecrets' | 'schedule'>;
type PartialName = 'DATABASE_URL' | 'SIGNING_SECRET' | 'SCHEDULE' | 'TIMEZONE';

/**
 * Checks these variables and no others, so that a command which needs nothing else works while others are wrong. Of the
 * answer, only what comes from these variables is as it was set; the rest is the default.
 *
 * @throws AppError `configuration` that names every wrong one of them.
 */
export function checkOnly(settings: GivenSettings, names: readonly PartialName[]): PartialConfig {
  return checkSettings(keep(settings, (name) => names.some((one) => one === name)));
}

/**
 * The transport that is set, whatever else sending through it needs.
 *
 * @throws AppError `configuration` where the variables that choose it are wrong.
 */
export function transportNameIn({ values }: GivenSettings): TransportName {
  const parsed = settingsSchema.pick({ TRANSPORT: true, RESEND_API_KEY: true }).safeParse(values);
  if (parsed.success) return transportNameOf(parsed.data);
  throw wrongSettings(parsed.error.issues.map(inWords));
}

/** A key alone says that emails leave through Resend. */
function transportNameOf({
  TRANSPORT: transport,
  RESEND_API_KEY: key,
}: Pick<Settings, 'TRANSPORT' | 'RESEND_API_KEY'>): TransportName {
  return transport ?? (key === undefined ? 'outbox' : 'resend');
}

/**
 * Makes the configuration of a command that works on issues and answers no requests: what only `serve` reads is not
 * checked, and is the default.
 *
 * @throws AppError `configuration` where a variable that it needs is wrong; then it names every wrong one.
 */
export function checkWithoutServer(settings: GivenSettings): Config {
  try {
    return checkSettings(keep(settings, (name) => !SERVER_SETTINGS.includes(name)));
  } catch {
    return checkSettings(settings);
  }
}

function keep({ values, ...rest }: GivenSettings, isKept: (name: string) => boolean): GivenSettings {
  return { ...rest, values: Object.fromEntries(Object.entries(values).filter(([name]) => isKept(name))) };
}

function scheduleIn(values: GivenSettings['values']) {
  return { pattern: values.SCHEDULE ?? DEFAULT_SCHEDULE, zone: values.TIMEZONE ?? 'UTC' };
}

function inWords({ path, message }: { path: PropertyKey[]; message: string }): string {
  return `${String(path[0])} ${message}`;
}

function scheduleInWords({ setting, message }: { setting: keyof typeof SCHEDULE_SETTINGS; message: string }) {
  return `${SCHEDULE_SETTINGS[setting]} ${message}`;
}

function wrongSettings(reasons: readonly string[]): AppError {
  return new AppError(
    'configuration',
    `The configuration is wrong:\n${reasons.map((reason) => `  ${reason}`).join('\n')}`,
  );
}

/** Browsers have their cryptography on pages that came by https, or from their own machine. */
function letsBrowsersCompute({ SIGN_UP_CHECKS: checks, PUBLIC_URL: url }: Settings) {
  return !checks.includes('proof-of-work') || url.startsWith('https:') || isThisMachine(url);
}

function weakPassword({ STUDIO_PASSWORD: password, NEWSLETTER_NAME: name, PUBLIC_URL: url }: Settings) {
  const weakness = password === undefined ? null : weaknessOf(password, [name, new URL(url).hostname]);
  return weakness === null
    ? []
    : [
        `STUDIO_PASSWORD ${weakness}: anybody would try it first. Take four words that have nothing in common`,
      ];
}

function readDotEnv(): Uint8Array | null {
  try {
    return readFileSync('.env');
  } catch (error) {
    // A broken link is not a missing file: somebody meant these settings to be read.
    const isThere = lstatSync('.env', { throwIfNoEntry: false }) !== undefined;
    if (codeOf(error) === 'ENOENT' && !isThere) return null;
    throw new AppError(
      'configuration',
      `.env in this folder cannot be read: ${messageOf(error)}. It must be a readable file, or not be there.`,
      error,
    );
  }
}

function toConfig(
  env: Settings,
  schedule: Schedule,
  { names: given, ...read }: Config['given'] & { names: ReadonlySet<string> },
): Config {
  const newsletter = {
    name: env.NEWSLETTER_NAME,
    from: env.NEWSLETTER_FROM,
    replyTo: env.NEWSLETTER_REPLY_TO ?? null,
    postalAddress: env.POSTAL_ADDRESS,
    publicUrl: env.PUBLIC_URL,
  };
  const transportName = transportNameOf(env);
  return {
    databasePath: env.DATABASE_URL,
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
    server: { host: env.HOST, port: env.PORT },
    hasDisplay: process.platform !== 'linux' || given.has('DISPLAY') || given.has('WAYLAND_DISPLAY'),
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
    obstacles: transportName === 'outbox' ? [] : obstaclesToRealSend(newsletter),
    given: read,
  };
}
