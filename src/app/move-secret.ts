import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { flushToDisk } from '../backup/private-files.ts';
import { MIN_SECRET_LENGTH, splitSecrets } from '../links/signing-secret.ts';
import { readKnownSecret } from '../postgres/moving/postgres-source.ts';
import { AppError, codeOf } from '../shared/errors.ts';
import { PRIVATE_FILE } from '../shared/private-modes.ts';
import { shellQuoted } from '../shared/shell-quoted.ts';
import { secretBeside } from './configured-database.ts';
import { isOneOf, OTHER_SECRET } from './same-secret.ts';

/**
 * PostgreSQL has no file beside it, so the variable must have every secret that signed a link.
 *
 * @param path Of the SQLite database that is moved.
 * @throws AppError `configuration` if links in emails already sent would stop working.
 */
export function refuseWithoutSecret(path: string, configured: readonly string[] | null): void {
  const file = secretBeside(path);
  const kept = readSecrets(file);
  const missing = kept.filter((secret) => !configured?.includes(secret));
  if (configured !== null && missing.length === 0) return;
  throw new AppError('configuration', secretAdvice({ file, kept, configured }));
}

/** @throws AppError `configuration` if it is not set, as it is for `serve` with PostgreSQL. */
export function requireSecret(configured: readonly string[] | null): readonly string[] {
  if (configured !== null) return configured;
  throw new AppError(
    'configuration',
    'SIGNING_SECRET must be set to what serve has: the links in emails already sent need it. It is kept beside the SQLite database.',
  );
}

/** @throws AppError `configuration` if the database on a server is used with another one. */
export async function refuseOtherSecret(url: string, configured: readonly string[]): Promise<void> {
  if (!isOneOf(configured, await readKnownSecret(url))) throw new AppError('configuration', OTHER_SECRET);
}

interface Secrets {
  file: string;
  kept: readonly string[];
  configured: readonly string[] | null;
}

function secretAdvice({ file, kept, configured }: Secrets): string {
  if (kept.length === 0)
    return `With PostgreSQL, SIGNING_SECRET must be set. If it ever was, the links in emails need the same again. If not, any ${MIN_SECRET_LENGTH} or more random characters will do: openssl rand -hex 32`;
  const reason = `The links in emails already sent need the secret in ${file}, and with PostgreSQL that file is not read.`;
  if (configured !== null)
    return `${reason} Add it to SIGNING_SECRET, after a comma, and move again. To see it: cat ${shellQuoted(file)}`;
  return `${reason} Set SIGNING_SECRET to it, and move again: umask 077; echo "SIGNING_SECRET=$(cat ${shellQuoted(file)})" >> .env; chmod o= .env`;
}

/**
 * Keeps the secrets beside an SQLite database, where they are found even without the variable. A file that is there
 * already stays as it is.
 *
 * @returns Whether the variable must stay set, because that file lacks a secret, or could not be written.
 */
export function keepSecretBeside(path: string, configured: readonly string[]): boolean {
  const file = secretBeside(path);
  try {
    if (!existsSync(file)) writeSecret(file, configured);
    const kept = readSecrets(file);
    return configured.some((secret) => !kept.includes(secret));
  } catch {
    // The database was moved all the same.
    return true;
  }
}

/** Empty if there is no file. */
function readSecrets(file: string): string[] {
  try {
    return splitSecrets(readFileSync(file, 'utf8')).filter((secret) => secret !== '');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw new AppError('storage', `Cannot read the signing secret in ${file}. Check its permissions.`, error);
  }
}

/** Never exposes half of it. */
function writeSecret(file: string, secrets: readonly string[]): void {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, `${secrets.join(',')}\n`, { mode: PRIVATE_FILE });
    flushToDisk(draft);
    linkSync(draft, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
