import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { EXAMPLE_NEWSLETTER, parseMailbox, TRANSPORTS } from '../issues/newsletter.ts';
import { MIN_SECRET_LENGTH, splitSecrets } from '../links/signing-secret.ts';
import { readNetworkRange } from '../shared/network-address.ts';
import { readDatabaseUrl, readFolderPath } from './setting-paths.ts';
import {
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
  normalizePassword,
  passwordLength,
} from './studio-password.ts';

const SIGN_UP_CHECKS = ['time-trap', 'proof-of-work'] as const;
export type SignUpCheck = (typeof SIGN_UP_CHECKS)[number];

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}, in digits only`)
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));

const line = z.string().regex(/^[^\r\n\0]+$/, 'must be one line');

const mailbox = line.transform((text, context) => {
  const parsed = parseMailbox(text);
  if (parsed !== null) return parsed;
  context.addIssue('must be an email address, with or without a name: Digest <digest@your-domain.com>');
  return z.NEVER;
});

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).hostname : '');

/** Stops at the first error: one line is enough to correct a value. */
const stopWith = (error: string) => ({ error, abort: true });

const baseUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL', abort: true })
  .refine((value) => !/[?#]/.test(value), stopWith('must have no query and no fragment'))
  .refine((value) => /^(?:[\w.-]+|\[.*\])$/.test(hostOf(value)), stopWith('must name a host'))
  .refine((value) => !/^\w+:\/\/[^/]*@/.test(value), stopWith('must have no user name and no password'))
  .refine((value) => !/^\w+:\/\/.*\/{2}./.test(value), stopWith('must have no two slashes in its path'))
  .transform((value) => new URL(value).href.replace(/\/+$/, ''));

/** A URL with a password is not repeated. */
const quoted = (text: string) => (/:(?!\/\/).*@/.test(text) ? 'What has an @' : `"${text}"`);

/** An origin: a host, and a port if it is not the scheme's default. */
const ORIGIN = /^https?:\/\/[^\s/?#@*\\]+\/?$/i;

const origins = z.string().transform((text, context) => {
  const given = text.split(',').map((one) => one.trim());
  const read = given.map((one) => (ORIGIN.test(one) && URL.canParse(one) ? new URL(one).origin : null));
  if (!read.includes(null)) return [...new Set(read.filter((one) => one !== null))];
  context.addIssue(
    `must be origins separated by commas, such as https://your-site.com, each without a path. ${quoted(given[read.indexOf(null)] ?? '')} is not one`,
  );
  return z.NEVER;
});

const networkRanges = z.string().transform((text, context) => {
  const entries = text.split(',').map((entry) => entry.trim());
  const ranges = entries.map(readNetworkRange);
  const wrong = entries.filter((_, index) => ranges[index] === null);
  if (wrong.length === 0) return ranges.filter((range) => range !== null);
  context.addIssue(
    `must be IP addresses and ranges separated by commas, such as 127.0.0.1,10.0.0.0/8,2001:db8::/32. This is not one: ${wrong.map(quoted).join(', ')}`,
  );
  return z.NEVER;
});

const pathSchema = (read: typeof readFolderPath) =>
  line.transform((text, context) => {
    const outcome = read(text);
    if ('path' in outcome) return outcome.path;
    context.addIssue(outcome.problem);
    return z.NEVER;
  });

/** In the working directory. */
export const defaultDatabasePath = () => resolve('data/verdicts.db');

const databaseUrl = line.transform((text, context) => {
  const outcome = readDatabaseUrl(text);
  if (!('problem' in outcome)) return outcome;
  context.addIssue(outcome.problem);
  return z.NEVER;
});

/** Each variable on its own: what is valid, and the default. */
export const settingsSchema = z.object({
  DATABASE_URL: databaseUrl.default(() => ({ path: defaultDatabasePath() })),
  TRANSPORT: z.enum(TRANSPORTS, 'must be outbox or resend').optional(),
  OUTBOX_DIR: pathSchema(readFolderPath).default(() => resolve('data/outbox')),
  RESEND_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must be just the key, without spaces')
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
      'must be 32 or more letters, digits and . _ ~ + / -, as openssl rand -hex 32 makes them',
    )
    .optional(),
  STUDIO_PASSWORD: line
    .overwrite(normalizePassword)
    .refine(
      (password) => passwordLength(password) >= MIN_PASSWORD_LENGTH,
      `must have at least ${MIN_PASSWORD_LENGTH} characters, where several spaces in a row count as one`,
    )
    .refine(
      (password) => passwordLength(password) <= MAX_PASSWORD_LENGTH,
      `must have at most ${MAX_PASSWORD_LENGTH} characters`,
    )
    .optional(),
  HOST: z
    .string()
    .refine(
      (host) => isIP(host) !== 0 || /^[A-Za-z0-9.-]+$/.test(host),
      'must be an IP address or host name of this machine, such as 127.0.0.1. The port goes into PORT',
    )
    .default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(3_000),
  DRAIN_SECONDS: wholeNumber(0, 300).default(0),
  ALLOWED_ORIGINS: origins.default([]),
  TRUSTED_PROXIES: networkRanges.default([]),
  NEWSLETTER_NAME: line.max(100, 'must have at most 100 characters').default(EXAMPLE_NEWSLETTER.name),
  NEWSLETTER_FROM: mailbox.prefault(EXAMPLE_NEWSLETTER.from),
  NEWSLETTER_REPLY_TO: mailbox.optional(),
  POSTAL_ADDRESS: line.default(EXAMPLE_NEWSLETTER.postalAddress),
  PUBLIC_URL: baseUrl.default(EXAMPLE_NEWSLETTER.publicUrl),
  SIGNING_SECRET: z
    .string()
    .transform((value) => splitSecrets(value))
    .pipe(
      z.array(
        z
          .string()
          .min(
            MIN_SECRET_LENGTH,
            `must be secrets of at least ${MIN_SECRET_LENGTH} characters each, with one comma between two`,
          ),
      ),
    )
    .optional(),
  SIGN_UP_CHECKS: z
    .string()
    .transform((value) => [...new Set(value.split(',').map((check) => check.trim()))])
    .pipe(
      z.array(
        z.enum(SIGN_UP_CHECKS, `must be empty, or any of ${SIGN_UP_CHECKS.join(', ')}, separated by commas`),
      ),
    )
    .default([]),
  REVIEW: z.enum(['auto', 'required'], 'must be auto or required').default('auto'),
  CATCH_UP_HOURS: wholeNumber(0, 168).default(24),
  EDITOR_EMAIL: mailbox.optional(),
  DRAFT_LEAD_HOURS: wholeNumber(0, 168).default(24),
  MIN_ITEMS: wholeNumber(1, 20).default(1),
  MAX_ITEMS: wholeNumber(1, 20).default(8),
  LOOKBACK_DAYS: wholeNumber(1, 366).default(14),
});

export type Settings = z.infer<typeof settingsSchema>;
