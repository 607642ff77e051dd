import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { AppError, codeOf, messageOf } from '../errors.ts';

const SHORTEST = 32;

/**
 * The secret that signs links, kept in a file of its own that only its owner may read. It is made where it is
 * missing; processes that start at the same time all get the same one.
 *
 * @returns The file's text, in the form of `SIGNING_SECRET`: at least 32 characters.
 * @throws AppError `configuration` where the file can be neither read nor made, or holds too little.
 */
export function readOrMakeSigningSecret(path: string): string {
  try {
    const secret = readSecret(path) ?? makeSecret(path);
    if (secret.length >= SHORTEST) return secret;
  } catch (error) {
    const advice =
      codeOf(error) === 'ENOSPC'
        ? 'The disk is full: free some space and run the command again.'
        : `Make its folder writable, or set SIGNING_SECRET to ${SHORTEST} or more random characters.`;
    throw new AppError(
      'configuration',
      `Cannot read or make the signing secret in ${path}: ${messageOf(error)}. ${advice}`,
      error,
    );
  }
  throw new AppError(
    'configuration',
    `The signing secret in ${path} has fewer than ${SHORTEST} characters. Restore the file from a backup; without it, the links in mails already sent stop working.`,
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

/** Linking a finished file fails where another process was quicker, and never shows half a secret. */
function makeSecret(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;
  try {
    const file = openSync(draft, 'wx', 0o600);
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
