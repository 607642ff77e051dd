import { setTimeout } from 'node:timers/promises';

/** The most items of one transaction: few enough that no request waits 50 ms for it. */
const LARGEST_GROUP = 250;

/** How long the first item of a group waits for others, in milliseconds: a commit costs as much for one as for all. */
const GATHERING_TIME = 2;

/** So many failures in a row, one item at a time, and it is the store that fails and not an item. */
const HOPELESS = 2;

interface Waiting<Item> {
  item: Item;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

type WriteItems<Item> = (items: readonly Item[]) => Promise<void>;

/**
 * Makes a writer that commits items which come at the same time together, one group after the other. What it returns is
 * fulfilled when the item is committed, and rejected where that failed. Where a group fails its items are tried one by
 * one, so that one that the store cannot keep costs no other.
 *
 * @param write Keeps all of the items, durably, or none.
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
    if (group.length === 1) group[0]?.reject(error);
    else await writeOneByOne(group, write);
  }
}

async function writeOneByOne<Item>(group: readonly Waiting<Item>[], write: WriteItems<Item>): Promise<void> {
  let failures = 0;
  let last: unknown;
  for (const { item, resolve, reject } of group) {
    if (failures === HOPELESS) {
      reject(last);
      continue;
    }
    try {
      await write([item]);
      failures = 0;
      resolve();
    } catch (error) {
      failures += 1;
      last = error;
      reject(error);
    }
  }
}
