import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { AppError, messageOf } from './errors.ts';
import { type NetworkRange, readNetworkRange } from './network-address.ts';
import {
  EXAMPLE_NEWSLETTER,
  type Mailbox,
  type Newsletter,
  obstaclesToRealSend,
  parseMailbox,
} from './newsletter.ts';
import { parseSchedule, type Schedule } from './schedule/schedule.ts';

const DEFAULT_SCHEDULE = '0 9 * * 2';
const SETTING_NAMES = { pattern: 'SCHEDULE', zone: 'TIMEZONE' } as const;

/** What a sign-up form can be asked to prove, beside being filled in. */
const SIGN_UP_CHECKS = ['time-trap', 'proof-of-work'] as const;
export type SignUpCheck = (typeof SIGN_UP_CHECKS)[number];

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));

const line = z.string().regex(/^[^\r\n\0]+$/, 'must be one line');

const mailbox = line.transform((text, context) => {
  const parsed = parseMailbox(text);
  if (parsed !== null) return parsed;
  context.addIssue('must be an address, with or without a name: Digest <digest@your-domain.com>');
  return z.NEVER;
});

const baseUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .refine((value) => !/[?#]/.test(value), 'must have no query and no fragment')
  .transform((value) => new URL(value).href.replace(/\/+$/, ''));

/** What stands between the scheme and the end of an origin: a host, and a port where it is not the scheme's own. */
const ORIGIN = /^https?:\/\/[^\s/?#@*\\]+\/?$/i;

const origins = z.string().transform((text, context) => {
  const given = text.split(',').map((one) => one.trim());
  const read = given.map((one) => (ORIGIN.test(one) && URL.canParse(one) ? new URL(one).origin : null));
  if (!read.includes(null)) return [...new Set(read.filter((one) => one !== null))];
  context.addIssue(
    `must be origins by commas, such as https://your-site.com, each without a path: "${given[read.indexOf(null)]}" is none`,
  );
  return z.NEVER;
});

const networkRanges = z.string().transform((text, context) => {
  const entries = text.split(',').map((entry) => entry.trim());
  const ranges = entries.map(readNetworkRange);
  const wrong = entries.filter((_, index) => ranges[index] === null);
  if (wrong.length === 0) return ranges.filter((range) => range !== null);
  context.addIssue(
    `must be addresses and ranges by commas, such as 127.0.0.1,10.0.0.0/8,2001:db8::/32; none is ${wrong.map((entry) => `"${entry}"`).join(', ')}`,
  );
  return z.NEVER;
});

const filePath = line.transform((path) => (isAbsolute(path) ? path : resolve(path)));

const environmentSchema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^file:.+/, 'must begin with file: and name a file, such as file:data/verdicts.db')
    .transform((url) => resolve(url.slice('file:'.length)))
    .default(resolve('data/verdicts.db')),
  TRANSPORT: z.enum(['outbox', 'resend'], 'must be outbox or resend').optional(),
  OUTBOX_DIR: filePath.default(resolve('data/outbox')),
  RESEND_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must be the key alone, without spaces')
    .optional(),
  RESEND_BASE_URL: baseUrl.default('https://api.resend.com'),
  RESEND_WEBHOOK_SECRET: z
    .string()
    .regex(
      /^whsec_[A-Za-z0-9+/]{24,}={0,2}$/,
      'must be the signing secret of the webhook, which begins with whsec_',
    )
    .optional(),
  RESEND_REQUESTS_PER_SECOND: wholeNumber(1, 1_000).optional(),
  SEND_DAILY_LIMIT: wholeNumber(1, 100_000_000).optional(),
  API_TOKEN: z
    .string()
    .regex(
      /^[A-Za-z0-9._~+/-]{32,}=*$/,
      'must be 32 or more letters, digits and . _ ~ + / - alone, as openssl rand -hex 32 makes them',
    )
    .optional(),
  STUDIO_PASSWORD: line
    .min(12, 'must have at least 12 characters')
    .max(200, 'must have at most 200 characters')
    .optional(),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, 'must be an address or a name of this machine, such as 127.0.0.1')
    .default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(3_000),
  ALLOWED_ORIGINS: origins.default([]),
  TRUSTED_PROXIES: networkRanges.default([]),
  NEWSLETTER_NAME: line.max(100, 'must have at most 100 characters').default(EXAMPLE_NEWSLETTER.name),
  NEWSLETTER_FROM: mailbox.prefault(EXAMPLE_NEWSLETTER.from),
  NEWSLETTER_REPLY_TO: mailbox.optional(),
  POSTAL_ADDRESS: line.default(EXAMPLE_NEWSLETTER.postalAddress),
  PUBLIC_URL: baseUrl.default(EXAMPLE_NEWSLETTER.publicUrl),
  SIGNING_SECRET: z
    .string()
    .transform((value) => value.split(',').map((secret) => secret.trim()))
    .pipe(z.array(z.string().min(32, 'must have at least 32 characters in each secret')))
    .optional(),
  SIGN_UP_CHECKS: z
    .string()
    .transform((value) => [...new Set(value.split(',').map((check) => check.trim()))])
    .pipe(z.array(z.enum(SIGN_UP_CHECKS, `must be none or more of ${SIGN_UP_CHECKS.join(', ')}, by commas`)))
    .default([]),
  REVIEW: z.enum(['auto', 'required'], 'must be auto or required').default('auto'),
  CATCH_UP_HOURS: wholeNumber(0, 168).default(24),
  EDITOR_EMAIL: mailbox.optional(),
  DRAFT_LEAD_HOURS: wholeNumber(0, 168).default(24),
  MIN_ITEMS: wholeNumber(1, 20).default(1),
  MAX_ITEMS: wholeNumber(1, 20).default(8),
  LOOKBACK_DAYS: wholeNumber(1, 366).default(14),
});

/** The program's configuration, checked: paths absolute, defaults filled in. */
export interface Config {
  databasePath: string;
  transport: 'outbox' | 'resend';
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
  /** What editors sign in with; null: the studio is open to this machine alone. */
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
  /** Why any real send would be refused for its sender, in words. */
  senderObstacles: readonly string[];
}

/**
 * Reads the configuration from the environment, and from `.env` in the working directory where that is present.
 *
 * @param overrides Variables that win over both.
 * @throws AppError `configuration` that names every wrong variable at once.
 */
export function loadConfig(overrides: Readonly<Record<string, string>> = {}): Config {
  const environment = { ...withDotEnv(), ...overrides };
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ''));
  const parsed = environmentSchema.safeParse(present);
  const wrong = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`);
  const schedule = parseSchedule({
    pattern: present.SCHEDULE ?? DEFAULT_SCHEDULE,
    zone: present.TIMEZONE ?? 'UTC',
  });
  if (!schedule.ok) {
    wrong.push(...schedule.reasons.map(({ setting, message }) => `${SETTING_NAMES[setting]} ${message}`));
  }
  if (parsed.success && parsed.data.TRANSPORT === 'resend' && parsed.data.RESEND_API_KEY === undefined)
    wrong.push('RESEND_API_KEY must be set where TRANSPORT is resend');
  if (parsed.success && parsed.data.MIN_ITEMS > parsed.data.MAX_ITEMS)
    wrong.push('MIN_ITEMS must not be above MAX_ITEMS');
  if (parsed.success && !letsBrowsersCompute(parsed.data))
    wrong.push(
      'PUBLIC_URL must be https where SIGN_UP_CHECKS has proof-of-work: browsers compute it on no other page',
    );
  if (!parsed.success || !schedule.ok || wrong.length > 0) {
    throw new AppError(
      'configuration',
      `The configuration is wrong:\n${wrong.map((reason) => `  ${reason}`).join('\n')}`,
    );
  }
  return toConfig(parsed.data, schedule.schedule, new Set(Object.keys(present)));
}

/** Browsers have their cryptography on pages that came by https, or from their own machine. */
function letsBrowsersCompute({ SIGN_UP_CHECKS: checks, PUBLIC_URL: url }: z.infer<typeof environmentSchema>) {
  const { protocol, hostname } = new URL(url);
  const isOwnMachine = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
  return !checks.includes('proof-of-work') || protocol === 'https:' || isOwnMachine;
}

function withDotEnv(): NodeJS.ProcessEnv {
  if (!existsSync('.env')) return process.env;
  try {
    return { ...parseEnv(readFileSync('.env', 'utf8')), ...process.env };
  } catch (error) {
    throw new AppError(
      'configuration',
      `.env in this folder cannot be read: ${messageOf(error)}. It must be a readable file, or not be there.`,
      error,
    );
  }
}

function toConfig(
  env: z.infer<typeof environmentSchema>,
  schedule: Schedule,
  given: ReadonlySet<string>,
): Config {
  const newsletter = {
    name: env.NEWSLETTER_NAME,
    from: env.NEWSLETTER_FROM,
    replyTo: env.NEWSLETTER_REPLY_TO ?? null,
    postalAddress: env.POSTAL_ADDRESS,
    publicUrl: env.PUBLIC_URL,
  };
  const senderObstacles = obstaclesToRealSend(newsletter, given);
  const transport = env.TRANSPORT ?? (env.RESEND_API_KEY === undefined ? 'outbox' : 'resend');
  return {
    databasePath: env.DATABASE_URL,
    transport,
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
    obstacles: transport === 'outbox' ? [] : senderObstacles,
    senderObstacles,
  };
}
