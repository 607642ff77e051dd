import { createHash } from 'node:crypto';
import { closeSync, createReadStream, createWriteStream, fsyncSync, openSync, writeFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { PRIVATE_FILE } from '../shared/private-modes.ts';

/** Writes a new private file, flushed to disk. */
export function writePrivate(path: string, text: string): void {
  const file = openSync(path, 'wx', PRIVATE_FILE);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The new file is private even if the original is not: a backup may have been unpacked for all to read. */
export async function copyPrivate(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createWriteStream(to, { flags: 'wx', mode: PRIVATE_FILE }));
}

/** Waits until a file's bytes, or a folder's entries, would survive a power cut. */
export function flushToDisk(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The SHA-256 of a file, in hexadecimal. */
export async function checksum(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
