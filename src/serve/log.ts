import { pino } from 'pino';
import type { StudioEventName } from '../http/studio/access/studio-store.ts';
import type { DeliveryCounts, ProviderCounts } from '../issues/audience.ts';
import type { IssueStatus } from '../issues/issue-status-rules.ts';
import type { SettingsEditor } from '../settings/settings-store.ts';
import { type Clock, toIso } from '../shared/clock.ts';
import { AppError, codeOf, messageOf } from '../shared/errors.ts';
import type { Failure } from '../shared/jobs/failure-reporter.ts';

/**
 * Every log event with its facts: counts, slots, states and codes, never a person's email address, name or token.
 * Error messages, which may come from the provider, are the exception; {@link redacted} cleans them.
 */
export interface LogFacts {
  serving: { host: string; port: number };
  /** The folder or DATABASE_URL may be wrong. */
  'database-created': { path: string };
  /** An operator's own view, trigger or index. */
  'upgrade-left-out': { message: string };
  /** A value that is no longer stored stays in force, because the environment is wrong without it. */
  'settings-contradictory': { message: string };
  'settings-doubtful': { message: string };
  /** Changed in the studio or by a command, and in force from now on; `names` are of variables. */
  'settings-changed': { by: SettingsEditor; revision: number; names: string };
  /** `drainSeconds`: how long it still answers, while /readyz says 503. */
  stopping: { drainSeconds: number };
  stopped: object;
  issue: { slot: string; status: IssueStatus; deliveries: DeliveryCounts; outcomes: ProviderCounts } & {
    perSecond: number;
    remainingSeconds: number | null;
    waitsUntil: string | null;
  };
  /** Events since the last entry. */
  'provider-events': { kept: number; repeated: number; refused: Readonly<Record<string, number>> };
  'sending-failed': { slot: string | null } & ErrorFacts;
  /** Sending stopped; `until` is null if it waits for a person. */
  'sending-stopped': { slot: string; status: IssueStatus; reason: string | null; until: string | null };
  /** Requests not accepted at first since the start, by cause: a status or an error code. */
  retries: { causes: Readonly<Record<string, number>> };
  /** Something that failed for a while works again. */
  recovered: { slot: string; reason: string };
  /** `what` is the event that reported the failure; `failures` counts how often it failed. */
  'works-again': { what: keyof LogFacts; message: string; since: string; failures: number };
  'database-damaged': ErrorFacts;
  /** The file was removed or replaced; serve ends. */
  'database-gone': ErrorFacts;
  /** The outcome of a slot whose time had come. */
  slot: { slot: string; status: IssueStatus; reason: string | null };
  'scheduling-failed': ErrorFacts;
  /** An issue went on without the picture for links to it. */
  'picture-failed': ErrorFacts;
  /** An issue went on without its web view: its page shows the email. */
  'web-view-failed': ErrorFacts;
  /** A notice to the editor was given up, or waits for the provider. */
  'notice-failed': ErrorFacts;
  'letter-failed': ErrorFacts;
  /** More sign-ups came, in total or from one network, than emails may be sent in an hour: the rest wait. */
  'sign-ups-wait': { until: string };
  /** Sign-ups beyond a limit; logged at most every ten minutes per limit. `refused` counts since the last entry. */
  'sign-ups-refused': { limit: 'network' | 'all'; refused: number };
  /** Connections beyond a limit; logged at most every ten minutes per limit. `closed` counts since the last entry. */
  'connections-closed': { limit: 'network' | 'all'; closed: number };
  /** Sign-up forms from an origin not in ALLOWED_ORIGINS; at most every ten minutes, with the latest origin. */
  'form-refused': { origin: string; refused: number };
  /** API requests with a missing or wrong `API_TOKEN`; at most every ten minutes. */
  'api-token-refused': { refused: number };
  /** Sign-ups beyond the first limit, which need a proof; at most every ten minutes per limit. */
  'sign-ups-need-proof': { limit: 'network' | 'all'; asked: number };
  /** The same for requests for the links of a subscription, which count together with sign-ups. */
  'link-requests-refused': { limit: 'network' | 'all'; refused: number };
  'link-requests-need-proof': { limit: 'network' | 'all'; asked: number };
  /** Sign-ups with the hidden field filled in, which must be submitted again; at most every ten minutes. */
  'hidden-field-filled': { count: number };
  'sign-ups-failed': ErrorFacts;
  'tidying-failed': ErrorFacts;
  'event-not-kept': ErrorFacts;
  'request-failed': ErrorFacts;
  /** Changes of settings are not seen for now. */
  'settings-unread': ErrorFacts;
  /** What someone did in the studio, or was refused; `about` is a slot or a subscriber's number. */
  studio: { what: StudioEventName; about: string | null };
  'not-told': ErrorFacts;
}

export interface ErrorFacts extends Failure {
  /** How often the same error occurred since it was last logged. */
  leftOut?: number;
}

const LEVELS = {
  serving: 'info',
  'database-created': 'warn',
  'upgrade-left-out': 'warn',
  'settings-contradictory': 'error',
  'settings-doubtful': 'warn',
  'settings-changed': 'info',
  stopping: 'info',
  stopped: 'info',
  issue: 'info',
  'provider-events': 'info',
  'sending-failed': 'error',
  'sending-stopped': 'warn',
  retries: 'info',
  recovered: 'warn',
  'works-again': 'info',
  'database-damaged': 'error',
  'database-gone': 'error',
  slot: 'info',
  'scheduling-failed': 'error',
  'picture-failed': 'warn',
  'web-view-failed': 'warn',
  'notice-failed': 'error',
  'letter-failed': 'error',
  'sign-ups-wait': 'info',
  'sign-ups-refused': 'info',
  'connections-closed': 'warn',
  'form-refused': 'warn',
  'api-token-refused': 'warn',
  'sign-ups-need-proof': 'info',
  'link-requests-refused': 'info',
  'link-requests-need-proof': 'info',
  'hidden-field-filled': 'info',
  'sign-ups-failed': 'error',
  'tidying-failed': 'error',
  'event-not-kept': 'error',
  'request-failed': 'error',
  'settings-unread': 'error',
  studio: 'info',
  'not-told': 'error',
} as const satisfies Record<keyof LogFacts, 'info' | 'warn' | 'error'>;

export const LOG_EVENTS = Object.keys(LEVELS) as (keyof LogFacts)[];

export type Log = <Name extends keyof LogFacts>(event: Name, facts: LogFacts[Name]) => void;

/** Logs one JSON document per line, to standard error by default. */
export function createLog({
  clock,
  write = (line) => process.stderr.write(line),
}: {
  clock: Clock;
  write?: (line: string) => void;
}): Log {
  const logger = pino(
    {
      base: null,
      timestamp: () => `,"time":"${toIso(clock.now())}"`,
      formatters: { level: (level) => ({ level }) },
    },
    { write },
  );
  return (event, facts) => logger[LEVELS[event]]({ event, ...redacted(facts) });
}

export function errorFacts(error: unknown): ErrorFacts {
  const cause = error instanceof AppError ? error.cause : undefined;
  return { code: codeOf(cause) ?? codeOf(error) ?? null, message: messageOf(error) };
}

/**
 * The second line of defence: removes email addresses, tokens and keys from every text before it is escaped as JSON.
 */
function redacted<Value>(value: Value): Value {
  if (typeof value === 'string') return redact(value) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [redact(name), redacted(part)]),
  ) as Value;
}

/** Text between white space and punctuation; an email address is part of one such word. */
const WORD = /[^\s"\\<>,;:()[\]]+/g;

/** Marks an email address, plain or percent-encoded. */
const ADDRESS = /@|%(?:25)*40/;

const KEY = /(?<![A-Za-z0-9])(?:re|whsec)_[\w+/=-]+/g;

/** Anything as long as our tokens; names of errors can be as long. */
const TOKEN = /[\w-]{32,}/g;
const ERROR_NAME = /^[A-Z_]+$/;

function redact(text: string): string {
  return truncated(text)
    .replace(WORD, (word) => (ADDRESS.test(word) ? '[address]' : word))
    .replace(KEY, '[secret]')
    .replace(TOKEN, (token) => (ERROR_NAME.test(token) ? token : '[secret]'));
}

/** In characters. */
const MAX_LOGGED_LENGTH = 2_000;

/** Drops the word at the cut: half an email address would not be recognized. */
function truncated(text: string): string {
  if (text.length <= MAX_LOGGED_LENGTH) return text;
  let end = MAX_LOGGED_LENGTH;
  while (end > 0 && !/\s/.test(text.charAt(end - 1))) end -= 1;
  return `${text.slice(0, end)}…`;
}
