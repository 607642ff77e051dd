import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { codeOf } from '../shared/errors.ts';
import { type MessageSeries, numberedSeries } from './newest-messages.ts';

export interface OutboxListing {
  numbered: MessageSeries[];
  others: string[];
  total: number;
  /** Files that an email client has renamed, by their original names. */
  opened: ReadonlyMap<string, string>;
}

/** Such a name cannot lead out of the folder. */
export const MESSAGE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

const END = '.verdicts';

const CHUNK_SIZE = 10_000;

/** Reading a long listing is expensive, so one that keeps changing is reused for a while. */
const LONG_LISTING = { messages: 20_000, reusedForMs: 2_000 };

/** File system clocks are coarse: a change within the last second may go unnoticed. */
const MIN_SETTLED_MS = 1_000;

export function createListingReader(directory: string): () => Promise<OutboxListing> {
  let known: { listing: OutboxListing; version: string; at: number } | null = null;
  return async () => {
    const changedAt = await Promise.all(['new', 'cur'].map((folder) => modifiedAt(join(directory, folder))));
    const version = changedAt.join();
    const now = Date.now();
    if (known !== null) {
      const isSame = known.version === version && known.at - Math.max(...changedAt) > MIN_SETTLED_MS;
      if (
        isSame ||
        (known.listing.total > LONG_LISTING.messages && now - known.at < LONG_LISTING.reusedForMs)
      )
        return known.listing;
    }
    const listing = await readListing(directory);
    known = { listing, version, at: now };
    return listing;
  };
}

/** 0 if the path does not exist. */
export async function modifiedAt(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

async function readListing(directory: string): Promise<OutboxListing> {
  const numbers = new Map<string, number[]>();
  const others: string[] = [];
  const opened = new Map<string, string>();
  const openedFiles = await filesIn(join(directory, 'cur'));
  for (const file of openedFiles) opened.set(file.split(':', 1)[0] ?? '', file);
  const names = [
    ...(await filesIn(join(directory, 'new'))).filter((name) => !opened.has(name)),
    ...opened.keys(),
  ];
  let total = 0;
  for (let from = 0; from < names.length; from += CHUNK_SIZE) {
    for (const name of names.slice(from, from + CHUNK_SIZE)) total += addName(name, numbers, others);
    await setImmediate();
  }
  const numbered: MessageSeries[] = [];
  for (const prefix of [...numbers.keys()].sort()) {
    numbered.push(numberedSeries(prefix, numbers.get(prefix) ?? []));
    await setImmediate();
  }
  return { numbered, others, total, opened };
}

async function filesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error) => {
    if (codeOf(error) !== 'ENOENT') throw error;
    return [];
  });
}

/** Returns how many messages were added: 0 if the name is not one. */
function addName(name: string, numbers: Map<string, number[]>, others: string[]): 0 | 1 {
  const dot = name.lastIndexOf('.', name.length - END.length - 1);
  const number = name.endsWith(END) && dot > 0 ? Number(name.slice(dot + 1, -END.length)) : Number.NaN;
  const prefix = name.slice(0, dot + 1);
  const list = numbers.get(prefix);
  const isNumbered =
    Number.isSafeInteger(number) &&
    number > 0 &&
    name.length === prefix.length + `${number}`.length + END.length;
  if (isNumbered && list !== undefined) list.push(number);
  else if (!MESSAGE_NAME.test(name)) return 0;
  else if (isNumbered) numbers.set(prefix, [number]);
  else others.push(name);
  return 1;
}
