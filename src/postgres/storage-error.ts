import { DatabaseError } from 'pg';
import { AppError, codeOf, messageOf } from '../shared/errors.ts';

/** By SQLSTATE or Node's code, or the beginning of one. */
const ADVICE: Record<string, string> = {
  '28': 'Check the user and password in DATABASE_URL.',
  '3D': 'Create the database, or set DATABASE_URL to another one.',
  '42501': 'Grant the user of DATABASE_URL all rights on its schema.',
  '53100': 'The disk of the database is full: free some space and try again; what was committed is kept.',
  '53300': 'The server has no connection left: raise its max_connections, or put pgbouncer before it.',
  '57': 'The server is stopping or starting: it is tried again by itself.',
  '55P03': 'Another process holds the database: wait for it to finish and try again.',
  '25006': 'The server is read-only, as a standby is: set DATABASE_URL to the primary.',
  ECONNREFUSED: 'Start PostgreSQL, or check the host and port in DATABASE_URL.',
  ENOTFOUND: 'Check the host in DATABASE_URL.',
  ETIMEDOUT: 'Check the host in DATABASE_URL, and the network to it.',
};

/** SQLSTATE 22021 and 22P05: a text with U+0000, which PostgreSQL cannot store. */
const UNSTORABLE = ['22021', '22P05'];

/** What the driver says, without an SQLSTATE, of connections. */
const OF_CONNECTION =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|cannot use a pool/i;

/**
 * What a failure of the database is to the program: AppError `input` if a text cannot be stored, `storage` otherwise.
 * Any other error is returned as it is.
 *
 * @param name The database as people know it, without a password.
 */
export function explainPostgres(error: unknown, name: string): unknown {
  const cause = databaseCause(error);
  if (cause === undefined) return error;
  const code = codeOf(cause) ?? '';
  if (UNSTORABLE.includes(code))
    return new AppError(
      'input',
      'A text contains the character U+0000, which cannot be stored. Remove it.',
      cause,
    );
  const advice = Object.entries(ADVICE).find(([prefix]) => code.startsWith(prefix))?.[1] ?? '';
  return new AppError(
    'storage',
    `Cannot use the database ${name}: ${messageOf(cause)}. ${advice}`.trim(),
    cause,
  );
}

/** SQLSTATE classes 08 (connection) and 57P (the server stops, or is not ready yet). */
const ENDS_CONNECTION = /^(08|57P)/;

/** Whether a connection broke, or could not be made: what it had not committed was not done. */
export function isBroken(error: unknown): boolean {
  const cause = databaseCause(error);
  if (cause === undefined) return false;
  return !(cause instanceof DatabaseError) || ENDS_CONNECTION.test(cause.code ?? '');
}

/** SQLSTATE classes 22 (the type cannot hold it) and 23 (a constraint is violated). */
const REFUSES_VALUE = /^2[23]/;

/** See `Engine.refusal`. */
export function refusal(error: unknown): string | null {
  const cause = databaseCause(error);
  return REFUSES_VALUE.test(codeOf(cause) ?? '') ? messageOf(cause) : null;
}

/** The database's or the connection's error in a chain of causes: Drizzle wraps each. */
function databaseCause(error: unknown): Error | undefined {
  if (!(error instanceof Error) || error instanceof AppError) return undefined;
  if (error instanceof DatabaseError || 'syscall' in error || OF_CONNECTION.test(error.message)) return error;
  return databaseCause(error.cause);
}
