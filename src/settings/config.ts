import {
  type Mailbox,
  type Newsletter,
  realSendObstacles,
  type TransportName,
} from '../issues/newsletter.ts';
import { parseSchedule, type Schedule } from '../schedule/schedule.ts';
import { AppError } from '../shared/errors.ts';
import type { NetworkRange } from '../shared/network-address.ts';
import { contradictions } from './contradictions.ts';
import { readDotEnv } from './env-file.ts';
import { type GivenSettings, readGivenSettings, withoutEmpty } from './given-settings.ts';
import { type Settings, type SignUpCheck, settingsSchema } from './settings.ts';

const DEFAULT_SCHEDULE = '0 9 * * 2';
const SCHEDULE_SETTINGS = { pattern: 'SCHEDULE', zone: 'TIMEZONE' } as const;

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

export interface Config {
  databasePath: string;
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
  /** Port 0 is any free one. */
  server: { host: string; port: number };
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
  given: Pick<GivenSettings, 'warnings' | 'cutAtComments'>;
}

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

/** @throws AppError `configuration` that names every wrong variable. */
export function parseConfig({ values, ...given }: GivenSettings): Config {
  const parsed = settingsSchema.safeParse(values);
  const wrong = parsed.success ? [] : parsed.error.issues.map(formatProblem);
  const schedule = parseSchedule(scheduleIn(values));
  if (!schedule.ok) wrong.push(...schedule.reasons.map(formatScheduleProblem));
  if (parsed.success) wrong.push(...contradictions(parsed.data));
  if (!parsed.success || !schedule.ok || wrong.length > 0) throw configurationError(wrong);
  return toConfig(parsed.data, schedule.schedule, { ...given, names: new Set(Object.keys(values)) });
}

export type PartialConfig = Pick<
  Config,
  'databasePath' | 'signingSecrets' | 'schedule' | 'catchUpHours' | 'selection'
>;
type PartialName = 'DATABASE_URL' | 'SIGNING_SECRET' | (typeof SLOT_SETTINGS)[number];

/** What decides which slot is taken if none is named. */
export const SLOT_SETTINGS = [
  'SCHEDULE',
  'TIMEZONE',
  'CATCH_UP_HOURS',
  'MIN_ITEMS',
  'MAX_ITEMS',
  'LOOKBACK_DAYS',
] as const;

/** Validates only these variables: a command may run while others are wrong. @throws AppError `configuration` */
export function parsePartialConfig(settings: GivenSettings, names: readonly PartialName[]): PartialConfig {
  return parseConfig(filterSettings(settings, (name) => names.some((one) => one === name)));
}

/** @throws AppError `configuration` if the variables that choose the transport are wrong. */
export function transportNameIn({ values }: GivenSettings): TransportName {
  const parsed = settingsSchema.pick({ TRANSPORT: true, RESEND_API_KEY: true }).safeParse(values);
  if (parsed.success) return transportNameOf(parsed.data);
  throw configurationError(parsed.error.issues.map(formatProblem));
}

/** An API key alone selects Resend. */
function transportNameOf({
  TRANSPORT: transport,
  RESEND_API_KEY: key,
}: Pick<Settings, 'TRANSPORT' | 'RESEND_API_KEY'>): TransportName {
  return transport ?? (key === undefined ? 'outbox' : 'resend');
}

/** Variables that only `serve` reads have their defaults. @throws AppError `configuration`, as above. */
export function parseConfigWithoutServer(settings: GivenSettings): Config {
  try {
    return parseConfig(filterSettings(settings, (name) => !SERVER_SETTINGS.includes(name)));
  } catch {
    return parseConfig(settings);
  }
}

function filterSettings(
  { values, ...rest }: GivenSettings,
  isKept: (name: string) => boolean,
): GivenSettings {
  return { ...rest, values: Object.fromEntries(Object.entries(values).filter(([name]) => isKept(name))) };
}

function scheduleIn(values: GivenSettings['values']) {
  return { pattern: values.SCHEDULE ?? DEFAULT_SCHEDULE, zone: values.TIMEZONE ?? 'UTC' };
}

function formatProblem({ path, message }: { path: PropertyKey[]; message: string }): string {
  return `${String(path[0])} ${message}`;
}

function formatScheduleProblem({
  setting,
  message,
}: {
  setting: keyof typeof SCHEDULE_SETTINGS;
  message: string;
}) {
  return `${SCHEDULE_SETTINGS[setting]} ${message}`;
}

function configurationError(reasons: readonly string[]): AppError {
  return new AppError(
    'configuration',
    `The configuration is wrong:\n${reasons.map((reason) => `  ${reason}`).join('\n')}`,
  );
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
    obstacles: transportName === 'outbox' ? [] : realSendObstacles(newsletter),
    given: read,
  };
}
