import { setImmediate, setTimeout } from 'node:timers/promises';
import { AppError } from './errors.ts';

/** The most items of one transaction: few enough that no request waits 50 ms for it. */
const LARGEST_GROUP = 250;

/** How long the first item of a group waits for others, in milliseconds: a commit costs as much for one as for all. */
const GATHERING_TIME = 2;

interface Waiting<Item> {
  item: Item;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

type WriteItems<Item> = (items: readonly Item[]) => Promise<void>;

/**
 * Makes a writer that commits items which come at the same time together, one group after the other. What it returns is
 * fulfilled when the item is committed, and rejected where that failed. Where one of a group cannot be kept they are tried
 * one by one, so that it costs no other. Where the store itself fails all of them are told so at once: it would fail for
 * each of them as well, and each might wait for a lock.
 *
 * @param write Keeps all of the items, durably, or none. Throws an AppError `input` where it is an item that cannot be
 *   kept, and anything else where the store fails.
 */
export function createGroupWriter<Item>(write: WriteItems<Item>): (item: Item) => Promise<void> {
  const queue: Waiting<Item>[] = [];
  let working = false;
  const work = async () => {
    working = true;
    while (queue.length > 0) {
      await setTimeout(GATHERING_TIME);
      await writeGroup(queue.splice(0, LARGEST_GROUP), write);
    }
    working = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      if (!working) void work();
    });
}

/** Never rejects: everybody is told what became of their item. */
async function writeGroup<Item>(group: readonly Waiting<Item>[], write: WriteItems<Item>): Promise<void> {
  try {
    await write(group.map(({ item }) => item));
    for (const { resolve } of group) resolve();
  } catch (error) {
    if (group.length > 1 && isFaultOfAnItem(error)) await writeOneByOne(group, write);
    else for (const { reject } of group) reject(error);
  }
}

async function writeOneByOne<Item>(group: readonly Waiting<Item>[], write: WriteItems<Item>): Promise<void> {
  for (const [index, { item, resolve, reject }] of group.entries()) {
    // So many commits in one go would keep everything else waiting.
    await setImmediate();
    try {
      await write([item]);
      resolve();
    } catch (error) {
      if (isFaultOfAnItem(error)) reject(error);
      else {
        for (const left of group.slice(index)) left.reject(error);
        return;
      }
    }
  }
}

function isFaultOfAnItem(error: unknown): boolean {
  return error instanceof AppError && error.code === 'input';
}
