import { randomUUID } from 'node:crypto';
import { access, constants, link, open, readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { HOUR_MS } from '../shared/durations.ts';
import { AppError, codeOf, messageOf } from '../shared/errors.ts';
import { makeFolder } from '../shared/make-folder.ts';
import { PRIVATE_FILE } from '../shared/private-modes.ts';
import { composeMime, issueMail } from './mime.ts';
import { IMMEDIATE_TURN, type MessageAnswer, messageReference, type Transport } from './transport.ts';

const FOLDERS = ['tmp', 'new', 'cur'] as const;

/** Disk errors that need a person. */
const DISK_PROBLEMS: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk of the outbox is full. Free some space',
  EDQUOT: 'The disk quota of the outbox is used up. Free some space',
  EROFS: 'The disk of the outbox is read-only. Make it writable',
  EACCES: 'We may not write to the outbox. Change its permissions',
  EPERM: 'We may not write to the outbox. Change its permissions',
  ENOENT: 'The folder of the outbox is gone. Make it again',
};

/**
 * A Maildir that any email client opens. The file name alone decides whether a message already exists, in `new` or
 * where a client moved it: the outbox never forgets a key, and completes a half-written batch.
 * @throws AppError `outbox` if the folders cannot be created or written to.
 */
export async function openOutbox(directory: string): Promise<Transport> {
  try {
    for (const folder of FOLDERS) {
      makeFolder(join(directory, folder));
      await access(join(directory, folder), constants.W_OK | constants.X_OK);
    }
    await removeAbandoned(join(directory, 'tmp'));
  } catch (error) {
    throw new AppError(
      'outbox',
      `Cannot write to the outbox ${directory}: ${messageOf(error)}. Make the folder writable, or set OUTBOX_DIR to another one.`,
      error,
    );
  }
  return {
    name: 'outbox',
    keyLifetimeMs: Number.POSITIVE_INFINITY,
    concurrency: 1,
    compose: ({ issue, recipients }) =>
      Promise.all(recipients.map((recipient) => composeMime(issueMail(issue, recipient), 'unix'))),
    awaitTurn: async (signal) => (signal.aborted ? null : IMMEDIATE_TURN),
    handOver: ({ body, issue, recipients }) => {
      const messages = recipients.map((recipient, index) => ({
        name: messageReference(issue, recipient),
        content: body[index] ?? new Uint8Array(),
      }));
      return writeMessages(directory, messages);
    },
    composeMessage: (message) => composeMime(message, 'unix'),
    handOverMessage: ({ idempotencyKey, body }) =>
      writeMessages(directory, [{ name: idempotencyKey, content: body }]),
  };
}

/** A file in `tmp` this old has lost its writer (Maildir: 36 hours). */
const ABANDONED_AFTER_MS = 36 * HOUR_MS;

async function removeAbandoned(drafts: string): Promise<void> {
  for (const name of await readdir(drafts)) {
    const path = join(drafts, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (name.includes('.verdicts.') && Date.now() - mtimeMs > ABANDONED_AFTER_MS)
      await unlink(path).catch(unlessGone);
  }
}

interface MessageFile {
  name: string;
  content: Uint8Array;
}

async function writeMessages(directory: string, messages: readonly MessageFile[]): Promise<MessageAnswer> {
  const names = messages.map(({ name }) => `${name}.verdicts`);
  try {
    await Promise.all(
      messages.map(({ content }, index) => writeMessage(directory, names[index] ?? '', content)),
    );
    await syncFolder(join(directory, 'new'));
    await removeOpened(directory, names);
    return { kind: 'answered', outcomes: names.map((name) => ({ kind: 'accepted', providerId: name })) };
  } catch (error) {
    const code = codeOf(error) ?? '';
    const problem = DISK_PROBLEMS[code];
    if (problem === undefined)
      return { kind: 'uncertain', reason: `The outbox failed: ${messageOf(error)}.`, cause: 'outbox' };
    return {
      kind: 'pause',
      until: null,
      maybePartial: true,
      reason: `${problem} (${directory}).`,
      cause: code,
    };
  }
}

/** As Maildir requires: written whole and synced in `tmp`, then linked into `new`, where it may already exist. */
async function writeMessage(directory: string, name: string, message: Uint8Array): Promise<void> {
  const draft = join(directory, 'tmp', `${name}.${randomUUID()}`);
  try {
    const file = await open(draft, 'wx', PRIVATE_FILE);
    try {
      await file.writeFile(message);
      await file.datasync();
    } finally {
      await file.close();
    }
    await link(draft, join(directory, 'new', name)).catch(unlessExists);
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

function unlessExists(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error;
}

function unlessGone(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error;
}

/** A message that an email client moved to `cur`, with flags after its name, must not reappear as new. */
async function removeOpened(directory: string, names: readonly string[]): Promise<void> {
  const opened = new Set((await readdir(join(directory, 'cur'))).map((name) => name.split(':')[0]));
  for (const name of names) {
    if (opened.has(name)) await unlink(join(directory, 'new', name)).catch(unlessGone);
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
