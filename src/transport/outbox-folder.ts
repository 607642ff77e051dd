import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { latest, seriesOf } from './latest-messages.ts';
import { changeOf, createListingReader, MESSAGE_NAME, type OutboxListing } from './outbox-listing.ts';

/** `name`: as its transport named it, without an email client's flags. */
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
  read(name: string, most?: number): Promise<Buffer | null>;
}

const AT_ONCE = 16;

/**
 * Reads the Maildir that `openOutbox` writes. Names carry no time, and reading 100,000 file times takes seconds. So
 * times are read only for messages that may be on the page: a few per issue, whose messages are written in the order of
 * their numbers, and all others once.
 */
export function openOutboxFolder(directory: string): OutboxFolder {
  const readListing = createListingReader(directory);
  let ages = new Map<string, number>();
  const limit = pLimit(AT_ONCE);
  const ageIn = (seen: OutboxListing['seen']) => async (name: string) => {
    const known = ages.get(name);
    if (known !== undefined) return known;
    const age =
      (await changeOf(join(directory, 'new', name))) || (await changeOf(pathOf(directory, seen, name)));
    ages.set(name, age);
    return age;
  };
  return {
    async list({ after, limit: size }) {
      const { numbered, others, total, seen } = await readListing();
      ages = new Map(others.flatMap((name) => (ages.get(name) ? [[name, ages.get(name) ?? 0]] : [])));
      const ageOf = ageIn(seen);
      await Promise.all(others.map((name) => limit(() => ageOf(name))));
      const sorted = others.toSorted((one, other) => (ages.get(other) ?? 0) - (ages.get(one) ?? 0));
      const names = await latest([...numbered, seriesOf(sorted)], { ageOf, limit: size + 1, after });
      return {
        entries: names.slice(0, size).map((name) => ({ name, at: ages.get(name) ?? 0 })),
        total,
        hasMore: names.length > size,
      };
    },
    async read(name, most = Number.POSITIVE_INFINITY) {
      if (!MESSAGE_NAME.test(name)) return null;
      return (
        (await readBeginning(join(directory, 'new', name), most)) ??
        readBeginning(pathOf(directory, (await readListing()).seen, name), most)
      );
    },
  };
}

/** The path of a message that an email client has opened. */
function pathOf(directory: string, seen: OutboxListing['seen'], name: string): string {
  return join(directory, 'cur', seen.get(name) ?? name);
}

async function readBeginning(path: string, most: number): Promise<Buffer | null> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => null);
  if (file === null) return null;
  try {
    const about = await file.stat();
    if (!about.isFile()) return null;
    const buffer = Buffer.alloc(Math.min(about.size, most));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
