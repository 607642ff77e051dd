import { DatabaseError, escapeIdentifier } from 'pg';
import { AppError, codeOf, messageOf } from '../shared/errors.ts';
import { postgresName, postgresParts } from '../shared/postgres-url.ts';

const UNKNOWN_AUTHORITY =
  'No authority that this machine knows signed the certificate. Name a file with the certificate of the one that did, in DATABASE_URL: ?sslmode=verify-full&sslrootcert=/path/to/ca.pem';

const NETWORK = 'Check the host in DATABASE_URL, and the network to it.';
const AGAIN = 'Run the command again in a moment; serve tries again by itself.';
const BROKE = `The connection to the server broke. ${AGAIN}`;

/** By SQLSTATE or Node's code, or the beginning of one. */
const ADVICE: Record<string, string> = {
  '28': 'Check the user and password in DATABASE_URL.',
  '3D': 'Create the database, or set DATABASE_URL to another one.',
  '42501': 'Grant the user of DATABASE_URL all rights on the schema and its tables, or let it own them.',
  '53100': 'The disk of the database is full: free some space and try again; what was committed is kept.',
  '53300': 'The server has no connection left: raise its max_connections, or put PgBouncer in front of it.',
  '57014': 'It took longer than a minute: find out what keeps the server busy, then try again.',
  '57P': `The server is stopping or starting. ${AGAIN}`,
  '55P03': 'Another process holds the database: wait for it to finish and try again.',
  '25006': 'The server is read-only, as a standby is: set DATABASE_URL to the primary.',
  ECONNREFUSED: 'Start PostgreSQL, or check the host and port in DATABASE_URL.',
  ENOTFOUND: 'Check the host in DATABASE_URL.',
  EAI_AGAIN: NETWORK,
  ETIMEDOUT: NETWORK,
  EHOSTUNREACH: NETWORK,
  ENETUNREACH: NETWORK,
  ECONNRESET: BROKE,
  EPIPE: BROKE,
  ENOENT: 'Check the paths in DATABASE_URL: of the socket, or sslrootcert, sslcert and sslkey.',
  SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_: UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: 'Renew the certificate of the server.',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'The certificate is for another host: set DATABASE_URL to the host that it names.',
};

/** What the driver says if it has no password at all. */
const NO_PASSWORD = /client password must be a/;

/** What has no code of its own, by its words. */
const ADVICE_BY_WORDS: readonly [RegExp, string][] = [
  [/due to connection timeout/, NETWORK],
  [
    NO_PASSWORD,
    'The server asks for a password, and there is none. Set the variable PGPASSWORD in the environment (it is not read from .env), or write the password into DATABASE_URL: postgres://user:password@host/database',
  ],
  [/connection terminated/i, BROKE],
  [/no encryption/, 'The server wants an encrypted connection: add ?sslmode=verify-full to DATABASE_URL.'],
  [
    /does not support SSL/,
    'Turn on TLS at the server; or if nobody else can reach the network to it, set sslmode=disable in DATABASE_URL.',
  ],
];

/** SQLSTATE 22021 and 22P05: a text with U+0000, which PostgreSQL cannot store. */
const UNSTORABLE = ['22021', '22P05'];

/** What the driver says, without an SQLSTATE, of connections. */
const OF_CONNECTION =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|client has encountered a connection error|cannot use a pool|does not support SSL|client password must be a/i;

/** Codes of TLS. */
const OF_TLS = /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;

/**
 * What a failure of the database is to the program: AppError `input` if a text cannot be stored, `storage` otherwise.
 * Any other error is returned as it is.
 *
 * @param name The database as people know it, without a password.
 * @param user Who has to be granted what is missing, if known.
 */
export function explainPostgres(error: unknown, name: string, user: string | null = null): unknown {
  const cause = databaseCause(error);
  if (cause === undefined) return error;
  const code = codeOf(cause) ?? '';
  if (UNSTORABLE.includes(code))
    return new AppError(
      'input',
      'A text contains the character U+0000, which cannot be stored. Remove it.',
      cause,
    );
  const advice = schemaAdvice(cause.message, user) ?? adviceFor(cause.message, code);
  const problem = NO_PASSWORD.test(cause.message) ? '' : ` ${messageOf(cause)}.`;
  return new AppError('storage', `Cannot use the database ${name}:${problem} ${advice}`.trim(), cause);
}

/** As {@link explainPostgres}, of the database that a URL names. */
export function explained(error: unknown, url: string): unknown {
  return explainPostgres(error, postgresName(url), postgresParts(url).user);
}

/** Undefined if no schema is closed to the user. */
function schemaAdvice(message: string, user: string | null): string | undefined {
  const [, schema] = /permission denied for schema (.+)/.exec(message) ?? [];
  if (schema === undefined || user === null) return undefined;
  return `Run this in that database, as an administrator: GRANT ALL ON SCHEMA ${escapeIdentifier(schema)} TO ${escapeIdentifier(user)};`;
}

function adviceFor(message: string, code: string): string {
  const byWords = ADVICE_BY_WORDS.find(([words]) => words.test(message))?.[1];
  return byWords ?? Object.entries(ADVICE).find(([prefix]) => code.startsWith(prefix))?.[1] ?? '';
}

/** A transaction that did nothing for too long. With a thread that was busy, even the answer to its commit says this. */
const WAS_IDLE = /^25P0[34]/;

/** Whether the server ended a transaction, and its connection, because this program left it waiting. */
export function wasLeftWaiting(error: unknown): boolean {
  return WAS_IDLE.test(codeOf(databaseCause(error)) ?? '');
}

/** SQLSTATE classes 08 (connection) and 57P (the server stops, or is not ready yet). */
const ENDS_CONNECTION = /^(08|57P)/;

/** Whether a connection broke, or could not be made: what it had not committed was not done. */
export function isBroken(error: unknown): boolean {
  const cause = databaseCause(error);
  if (cause === undefined) return false;
  if (!(cause instanceof DatabaseError)) return true;
  return ENDS_CONNECTION.test(cause.code ?? '') || wasLeftWaiting(cause);
}

/** SQLSTATE classes 22 (the type cannot hold it) and 23 (a constraint is violated). */
const REFUSES_VALUE = /^2[23]/;

/** See `Engine.refusal`. */
export function refusal(error: unknown): string | null {
  const cause = databaseCause(error);
  return REFUSES_VALUE.test(codeOf(cause) ?? '') ? messageOf(cause) : null;
}

/** Too many connections or no space (class 53), a standby, or a lock that another holds. */
const CANNOT_BE_WRITTEN = /^(53|25006|55P03)/;

/** Whether the database cannot be written to for now, through no fault of what was asked of it. */
export function isUnavailable(error: unknown): boolean {
  return isBroken(error) || CANNOT_BE_WRITTEN.test(codeOf(databaseCause(error)) ?? '');
}

/** The database's or the connection's error in a chain of causes: Drizzle wraps each. */
function databaseCause(error: unknown): Error | undefined {
  if (!(error instanceof Error) || error instanceof AppError) return undefined;
  if (error instanceof DatabaseError || 'syscall' in error || OF_CONNECTION.test(error.message)) return error;
  if (OF_TLS.test(codeOf(error) ?? '')) return error;
  return databaseCause(error.cause);
}
