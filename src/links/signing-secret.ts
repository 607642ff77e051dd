import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError, codeOf, messageOf } from '../shared/errors.ts';
import { makeFolder } from '../shared/make-folder.ts';
import { PRIVATE_FILE } from '../shared/private-modes.ts';

export const MIN_SECRET_LENGTH = 32;

/** Splits a text in the format of `SIGNING_SECRET`: the first signs, all verify. */
export function splitSecrets(text: string): string[] {
  return text.split(',').map((secret) => secret.trim());
}

/**
 * The first signs, all verify. `file` adds secrets that signed links already out; it is created only if `configured` is
 * null. @throws AppError `configuration` if the file is needed and cannot be used.
 */
export function loadSigningSecrets(configured: readonly string[] | null, file: string | null): string[] {
  if (configured === null && file !== null) return secretsFrom(readOrCreateSigningSecret(file));
  const retired = file === null ? { secrets: [] } : readRetiredSecret(file);
  return [...new Set([...(configured ?? []), ...('secrets' in retired ? retired.secrets : [])])];
}

/** Never writes the file. @returns No secrets if there is no file; a problem, in words, if it cannot be used. */
export function readRetiredSecret(file: string): { secrets: string[] } | { problem: string } {
  try {
    const text = readSecret(file);
    if (text === undefined) return { secrets: [] };
    if (text.length >= MIN_SECRET_LENGTH) return { secrets: secretsFrom(text) };
    return { problem: `it has fewer than ${MIN_SECRET_LENGTH} characters` };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

/** An earlier version took a file with several secrets as one, comma included, so the whole text still verifies. */
function secretsFrom(text: string): string[] {
  const parts = splitSecrets(text).filter((secret) => secret.length >= MIN_SECRET_LENGTH);
  return [...new Set([...parts, text])];
}

/** Processes that start together get the same one. @throws AppError `configuration` if the file cannot be used. */
export function readOrCreateSigningSecret(path: string): string {
  try {
    const secret = readSecret(path) ?? createSecret(path);
    if (secret.length >= MIN_SECRET_LENGTH) return secret;
  } catch (error) {
    const isFull = codeOf(error) === 'ENOSPC';
    const advice = isFull
      ? 'The disk is full: free some space and run the command again.'
      : `Make its folder writable, or set SIGNING_SECRET to ${MIN_SECRET_LENGTH} or more random characters.`;
    throw new AppError(
      isFull ? 'storage' : 'configuration',
      `Cannot read or make the signing secret in ${path}: ${messageOf(error)}. ${advice}`,
      error,
    );
  }
  throw new AppError(
    'configuration',
    `The signing secret in ${path} has fewer than ${MIN_SECRET_LENGTH} characters. Restore the file from a backup; without it, the links in emails already sent stop working.`,
  );
}

function readSecret(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Hard-linking a finished file fails if another process was quicker, and never exposes half a secret. */
function createSecret(path: string): string {
  makeFolder(dirname(path));
  const draft = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;
  try {
    const file = openSync(draft, 'wx', PRIVATE_FILE);
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`);
    fsyncSync(file);
    closeSync(file);
    linkSync(draft, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path, 'utf8').trim();
}
