import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { latest, seriesOf } from './latest-messages.ts';
import { changeOf, createListingReader, MESSAGE_NAME, type OutboxListing } from './outbox-listing.ts';

/** A message of the outbox: the name that its transport gave it, without what a mail client put behind it. */
export interface OutboxEntry {
  name: string;
  /** When it was written. */
  at: number;
}

export interface OutboxPage {
  entries: OutboxEntry[];
  /** How many messages there are in all. */
  total: number;
  /** Whether there are older ones. */
  hasMore: boolean;
}

export interface OutboxFolder {
  /** The latest messages, or those after one of them, the latest first. Opens none of them. */
  list(query: { after: string | null; limit: number }): Promise<OutboxPage>;
  /** The beginning of a message, at most `most` bytes; null where there is none of this name. */
  read(name: string, most?: number): Promise<Buffer | null>;
}

/** Files that are asked for their age at the same time. */
const AT_ONCE = 16;

/**
 * Reads the Maildir that the transport `openOutbox` writes. Names tell nothing of the time, and asking 100,000 files for
 * theirs takes seconds. So only those are asked that may be on the page: of the messages of an issue, which are written in
 * the order of their numbers, a few; and all others once.
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

/** Where a message stands that a mail client has looked at; one that none has is not there. */
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
