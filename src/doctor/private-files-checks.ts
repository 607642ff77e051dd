import { opendirSync, readdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Config } from '../settings/config.ts';
import { formatMode, isWiderThan, PRIVATE_FILE, PRIVATE_FOLDER } from '../shared/private-modes.ts';
import { type Check, warn } from './check.ts';
import { chmodAdvice, quotedForShell } from './chmod-advice.ts';

/** The group may read it: a service's configuration often belongs to root and the service's group. */
const SETTINGS_FILE = 0o640;
const OUTBOX_FOLDERS = ['new', 'cur', 'tmp'] as const;
const MAX_MESSAGES = 10_000;

/** Kept beside the database under other names: the secret, and what a restore moved aside. */
const BESIDE_DATABASE = /^(?:signing-secret|replaced-\d)/;

/**
 * Warns about files and folders that other users can access. Silent if there are none, and on systems without modes.
 */
export function privateFilesChecks({ databasePath, outboxDir }: Config): Check[] {
  const user = process.getuid?.();
  if (user === undefined) return [];
  // Root checks for the user who runs the program and owns its database.
  const owner = user === 0 ? (statOf(databasePath)?.uid ?? user) : user;
  const messages = [
    ...pathsBeside(databasePath).map((path) => openPathWarning(path, owner)),
    ...['', ...OUTBOX_FOLDERS].map((name) => openPathWarning(join(outboxDir, name), owner)),
    ...OUTBOX_FOLDERS.map((name) => openMessagesWarning(join(outboxDir, name))),
    openPathWarning(resolve('.env'), owner, SETTINGS_FILE),
  ];
  return messages
    .filter((message) => message !== null)
    .map((message) => ({ name: 'files', ...warn(message) }));
}

function pathsBeside(databasePath: string): string[] {
  const folder = dirname(databasePath);
  const database = basename(databasePath);
  const own = namesIn(folder).filter((name) => name.startsWith(database) || BESIDE_DATABASE.test(name));
  const paths = own.map((name) => join(folder, name));
  const inside = paths.flatMap((path) => namesIn(path).map((name) => join(path, name)));
  return [folder, ...paths, ...inside];
}

/** Null if the file or folder is private or missing. */
function openPathWarning(path: string, owner: number, allowedFile = PRIVATE_FILE): string | null {
  const about = statOf(path);
  if (about === null) return null;
  const allowed = about.isDirectory() ? PRIVATE_FOLDER : allowedFile;
  if (!isWiderThan(about.mode, allowed)) return null;
  return `${path} is open to ${openTo(about.mode)} (mode ${formatMode(about.mode)}). ${chmodAdvice({ path, about, owner, allowed })}`;
}

function openMessagesWarning(folder: string): string | null {
  const modes = messagesIn(folder).flatMap((path) => statOf(path)?.mode ?? []);
  const open = modes.filter((mode) => isWiderThan(mode, PRIVATE_FILE));
  const [first] = open;
  if (first === undefined) return null;
  const command = `find ${quotedForShell(folder)} -type f -exec chmod 600 {} +`;
  return `${open.length} messages in ${folder} are open to ${openTo(first)} (mode ${formatMode(first)}). To close them, run: ${command}`;
}

function openTo(mode: number): string {
  return isWiderThan(mode, 0o770) ? 'every user of this machine' : 'its group';
}

function messagesIn(path: string): string[] {
  const paths: string[] = [];
  try {
    const folder = opendirSync(path);
    try {
      for (let entry = folder.readSync(); entry !== null && paths.length < MAX_MESSAGES; ) {
        if (entry.isFile()) paths.push(join(path, entry.name));
        entry = folder.readSync();
      }
    } finally {
      folder.closeSync();
    }
  } catch {
    // No outbox, or none that this user may read.
  }
  return paths;
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

/** Empty if it is no folder, or one that this user may not read. */
function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
