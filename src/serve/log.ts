import { pino } from 'pino';
import type { StudioEventName } from '../http/studio/access/studio-store.ts';
import type { DeliveryCounts, ProviderCounts } from '../issues/audience.ts';
import type { IssueStatus } from '../issues/issue-states.ts';
import { type Clock, toIso } from '../shared/clock.ts';
import { codeOf, messageOf } from '../shared/errors.ts';
import type { Failure } from '../shared/failure-teller.ts';

/**
 * All that is ever logged, by what happened. Facts are counts, slots, states and codes: nobody's address, name or token
 * is among them. The text of an error, which may come from the provider, is the one exception, and
 * {@link withoutSecrets} sees to it.
 */
export interface LogFacts {
  serving: { host: string; port: number };
  /** There was no database, and there is an empty one now: the folder or DATABASE_URL may be wrong. */
  'database-created': { path: string };
  /** A setting is probably not meant as it is written. */
  'settings-doubtful': { message: string };
  stopping: object;
  stopped: object;
  /** How an issue that goes out stands. */
  issue: { slot: string; status: IssueStatus; deliveries: DeliveryCounts; outcomes: ProviderCounts } & {
    perSecond: number;
    remainingSeconds: number | null;
    waitsUntil: string | null;
  };
  /** Events since the last time that this was told. */
  'provider-events': { kept: number; repeated: number; refused: Readonly<Record<string, number>> };
  'sending-failed': { slot: string | null } & ErrorFacts;
  /** Sending stopped, and why; `until` is null where it waits for a person. */
  'sending-stopped': { slot: string; status: IssueStatus; reason: string | null; until: string | null };
  /** Requests that were not accepted at once since the start, by cause: a status, or the code of an error. */
  retries: { causes: Readonly<Record<string, number>> };
  /** Something that failed for a while works again. */
  recovered: { slot: string; reason: string };
  /** What failed by the name of an event before works again; `failures` counts how often it did. */
  'works-again': { what: keyof LogFacts; message: string; since: string; failures: number };
  'database-damaged': ErrorFacts;
  /** What became of a slot whose time had come. */
  slot: { slot: string; status: IssueStatus; reason: string | null };
  'scheduling-failed': ErrorFacts;
  /** A notice to the editor was given up, or waits for the provider. */
  'notice-failed': ErrorFacts;
  /** A letter to a single subscriber was given up, or waits for the provider. */
  'letter-failed': ErrorFacts;
  /** More sign-ups came, from everywhere or from one network, than letters may be written in an hour: the others wait. */
  'sign-ups-wait': { until: string };
  /**
   * Sign-ups beyond a limit are refused: those of a network, or all of them; told at most every ten minutes for each
   * limit. `refused` were since it was last told, this one included.
   */
  'sign-ups-refused': { limit: 'network' | 'all'; refused: number };
  /**
   * Connections beyond a limit are closed: those of one network, or all of them. Told at most every ten minutes for each
   * limit; `closed` were since it was last told.
   */
  'connections-closed': { limit: 'network' | 'all'; closed: number };
  /**
   * Sign-up forms of a page whose origin is not among ALLOWED_ORIGINS are not taken; told at most every ten minutes, with the
   * latest origin. `refused` were since it was last told, this one included.
   */
  'form-refused': { origin: string; refused: number };
  /**
   * Requests to add comparisons with a missing or wrong `API_TOKEN`; told at most every ten minutes. `refused` were since it was
   * last told, this one included.
   */
  'api-token-refused': { refused: number };
  /** Sign-ups that must be proven, because more came than a first limit allows; told as rarely for each limit. */
  'sign-ups-need-proof': { limit: 'network' | 'all'; asked: number };
  /** The same for requests for the links of a subscription, which count together with sign-ups. */
  'link-requests-refused': { limit: 'network' | 'all'; refused: number };
  'link-requests-need-proof': { limit: 'network' | 'all'; asked: number };
  /** Sign-ups with the hidden field filled in, which were asked to press the button once more; told as rarely. */
  'hidden-field-filled': { count: number };
  'sign-ups-failed': ErrorFacts;
  'tidying-failed': ErrorFacts;
  'event-not-kept': ErrorFacts;
  'request-failed': ErrorFacts;
  /** What somebody did in the studio, or was refused; `about` is a slot, or the number of a subscriber. */
  studio: { what: StudioEventName; about: string | null };
  /** How things stand could not be told. */
  'not-told': ErrorFacts;
}

export interface ErrorFacts extends Failure {
  /** How often the same failed since it was last told; absent where it did not. */
  leftOut?: number;
}

const LEVELS = {
  serving: 'info',
  'database-created': 'warn',
  'settings-doubtful': 'warn',
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
  slot: 'info',
  'scheduling-failed': 'error',
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
  studio: 'info',
  'not-told': 'error',
} as const satisfies Record<keyof LogFacts, 'info' | 'warn' | 'error'>;

export const LOGGED = Object.keys(LEVELS) as (keyof LogFacts)[];

/** Says that something happened. */
export type Log = <Name extends keyof LogFacts>(event: Name, facts: LogFacts[Name]) => void;

/** The log: one JSON document a line, to standard error unless said otherwise. */
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
  return (event, facts) => logger[LEVELS[event]]({ event, ...withoutSecrets(facts) });
}

/** What may be logged of an error. */
export function errorFacts(error: unknown): ErrorFacts {
  return { code: codeOf(error) ?? null, message: messageOf(error) };
}

/** The second wall: takes addresses, tokens and keys out of every text, before it is written as JSON and escaped. */
function withoutSecrets<Value>(value: Value): Value {
  if (typeof value === 'string') return scrub(value) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [scrub(name), withoutSecrets(part)]),
  ) as Value;
}

/** What stands between white space and punctuation: an address is a part of one such word. */
const WORD = /[^\s"\\<>,;:()[\]]+/g;

/** Addresses, as they are written and as they stand in a link. */
const ADDRESS = /@|%(?:25)*40/;

/** Keys of the provider. */
const KEY = /(?<![A-Za-z0-9])(?:re|whsec)_[\w+/=-]+/g;

/** Runs of characters as long as the tokens in our links, and the names of errors, which are as long. */
const TOKEN = /[\w-]{32,}/g;
const ERROR_NAME = /^[A-Z_]+$/;

function scrub(text: string): string {
  return shortened(text)
    .replace(WORD, (word) => (ADDRESS.test(word) ? '[address]' : word))
    .replace(KEY, '[secret]')
    .replace(TOKEN, (token) => (ERROR_NAME.test(token) ? token : '[secret]'));
}

/** The longest text that is logged, in characters. */
const MAX_LOGGED_LENGTH = 2_000;

/** The word at which a text is cut goes as a whole: half an address would not be known as one. */
function shortened(text: string): string {
  if (text.length <= MAX_LOGGED_LENGTH) return text;
  let end = MAX_LOGGED_LENGTH;
  while (end > 0 && !/\s/.test(text.charAt(end - 1))) end -= 1;
  return `${text.slice(0, end)}…`;
}
