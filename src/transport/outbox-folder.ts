import { constants } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../shared/errors.ts';

export interface OutboxEntry {
  name: string;
  at: number;
}

export interface OutboxPage {
  entries: OutboxEntry[];
  total: number;
  hasMore: boolean;
}

export interface OutboxFolder {
  /** The newest messages, or those after `after`, newest first. Opens none of them. */
  list(query: { after: string | null; limit: number }): Promise<OutboxPage>;
  /** At most `maxBytes` from the start of a message; null if there is none of this name. */
  read(name: string, maxBytes?: number): Promise<Buffer | null>;
}

/** Such a name cannot lead out of the folder. */
const MESSAGE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

const MAX_CONCURRENT_STATS = 64;

/**
 * A name must be the same at every attempt, so it cannot carry the time at which the message was written. The time is
 * the file's, read once for each message.
 */
export function openOutboxFolder(directory: string): OutboxFolder {
  let messages: readonly OutboxEntry[] = [];
  /** Files that an email client has renamed, by their original names. */
  let opened: ReadonlyMap<string, string> = new Map();
  const pathOf = (name: string) => join(directory, 'new', name);
  const openedPathOf = (name: string) => join(directory, 'cur', opened.get(name) ?? name);
  const readOpened = async () => {
    const files = await filesIn(join(directory, 'cur'));
    opened = new Map(files.map((file) => [file.split(':', 1)[0] ?? '', file]));
  };
  const entryOf = async (name: string) => {
    const at = (await modifiedAt(pathOf(name))) || (await modifiedAt(openedPathOf(name)));
    return at === 0 ? [] : [{ name, at }];
  };
  const readListing = async () => {
    // In this order: a client moves messages from `new` to `cur`.
    const unopened = await filesIn(join(directory, 'new'));
    await readOpened();
    const names = new Set([...unopened, ...opened.keys()]);
    const listing = messages.filter(({ name }) => names.delete(name));
    const added = [...names].filter((name) => MESSAGE_NAME.test(name));
    for (let from = 0; from < added.length; from += MAX_CONCURRENT_STATS)
      listing.push(
        ...(await Promise.all(added.slice(from, from + MAX_CONCURRENT_STATS).map(entryOf))).flat(),
      );
    return listing.sort(newestFirst);
  };
  return {
    async list({ after, limit: size }) {
      messages = await readListing();
      const from = messages.findIndex(({ name }) => name === after) + 1;
      return {
        entries: messages.slice(from, from + size),
        total: messages.length,
        hasMore: messages.length > from + size,
      };
    },
    async read(name, maxBytes = Number.POSITIVE_INFINITY) {
      if (!MESSAGE_NAME.test(name)) return null;
      const start =
        (await readStart(pathOf(name), maxBytes)) ?? (await readStart(openedPathOf(name), maxBytes));
      if (start !== null) return start;
      await readOpened();
      return readStart(openedPathOf(name), maxBytes);
    },
  };
}

async function filesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error) => {
    if (codeOf(error) !== 'ENOENT') throw error;
    return [];
  });
}

/** 0 if the path does not exist. */
async function modifiedAt(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

/** Of one instant, the highest number comes first: names of one issue differ in nothing else. */
function newestFirst(one: OutboxEntry, other: OutboxEntry): number {
  return other.at - one.at || other.name.length - one.name.length || (other.name > one.name ? 1 : -1);
}

async function readStart(path: string, maxBytes: number): Promise<Buffer | null> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => null);
  if (file === null) return null;
  try {
    const about = await file.stat();
    if (!about.isFile()) return null;
    const buffer = Buffer.alloc(Math.min(about.size, maxBytes));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
