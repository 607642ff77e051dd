import { pino } from 'pino';
import { type Clock, toIso } from './clock.ts';
import { codeOf, messageOf } from './errors.ts';
import type { IssueStatus } from './issues/issue-states.ts';
import type { DeliveryCounts, ProviderCounts } from './store/issue-store.ts';

/**
 * All that is ever logged, by what happened. Facts are counts, slots, states and codes: nobody's address, name or token
 * is among them. The text of an error, which may come from the provider, is the one exception, and {@link scrub} sees to it.
 */
export interface LogFacts {
  serving: { host: string; port: number };
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
  'event-not-kept': ErrorFacts;
  'request-failed': ErrorFacts;
  /** How things stand could not be told. */
  'not-told': ErrorFacts;
}

export interface ErrorFacts {
  code: string | null;
  message: string;
}

const LEVELS = {
  serving: 'info',
  stopping: 'info',
  stopped: 'info',
  issue: 'info',
  'provider-events': 'info',
  'sending-failed': 'error',
  'event-not-kept': 'error',
  'request-failed': 'error',
  'not-told': 'error',
} as const satisfies Record<keyof LogFacts, 'info' | 'error'>;

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
    { write: (line: string) => write(scrub(line)) },
  );
  return (event, facts) => logger[LEVELS[event]]({ event, ...facts });
}

/** What may be logged of an error. */
export function errorFacts(error: unknown): ErrorFacts {
  return { code: codeOf(error) ?? null, message: messageOf(error) };
}

/** Addresses, as they are written and as they stand in a link. */
const ADDRESS = /[^\s"\\<>,;:()[\]]*(?:@|%40)[^\s"\\<>,;:()[\]]+/gi;

/** Keys of the provider, and runs of characters as long as the tokens in our links. */
const SECRET = /\b(?:re|whsec)_[\w+/=-]+|[\w-]{32,}/g;

/** The second wall: takes addresses, tokens and keys out of a line, wherever they came from. */
function scrub(line: string): string {
  return line.replace(ADDRESS, '[address]').replace(SECRET, '[secret]');
}
