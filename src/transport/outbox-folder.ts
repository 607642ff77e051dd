import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { newestMessages, seriesOf } from './newest-messages.ts';
import { createListingReader, MESSAGE_NAME, modifiedAt, type OutboxListing } from './outbox-listing.ts';

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

const MAX_CONCURRENT_STATS = 16;

/**
 * Names carry no time, and reading 100,000 file times takes seconds. So only those of possible results are read: a few
 * per issue, whose messages are written in the order of their numbers, and all others once.
 */
export function openOutboxFolder(directory: string): OutboxFolder {
  const readListing = createListingReader(directory);
  let times = new Map<string, number>();
  const limit = pLimit(MAX_CONCURRENT_STATS);
  const timeIn = (opened: OutboxListing['opened']) => async (name: string) => {
    const known = times.get(name);
    if (known !== undefined) return known;
    const time =
      (await modifiedAt(join(directory, 'new', name))) ||
      (await modifiedAt(openedPath(directory, opened, name)));
    times.set(name, time);
    return time;
  };
  return {
    async list({ after, limit: size }) {
      const { numbered, others, total, opened } = await readListing();
      times = new Map(others.flatMap((name) => (times.get(name) ? [[name, times.get(name) ?? 0]] : [])));
      const timeOf = timeIn(opened);
      await Promise.all(others.map((name) => limit(() => timeOf(name))));
      const sorted = others.toSorted((one, other) => (times.get(other) ?? 0) - (times.get(one) ?? 0));
      const names = await newestMessages([...numbered, seriesOf(sorted)], { timeOf, limit: size + 1, after });
      return {
        entries: names.slice(0, size).map((name) => ({ name, at: times.get(name) ?? 0 })),
        total,
        hasMore: names.length > size,
      };
    },
    async read(name, maxBytes = Number.POSITIVE_INFINITY) {
      if (!MESSAGE_NAME.test(name)) return null;
      return (
        (await readStart(join(directory, 'new', name), maxBytes)) ??
        readStart(openedPath(directory, (await readListing()).opened, name), maxBytes)
      );
    },
  };
}

function openedPath(directory: string, opened: OutboxListing['opened'], name: string): string {
  return join(directory, 'cur', opened.get(name) ?? name);
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
