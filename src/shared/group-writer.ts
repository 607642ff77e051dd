import { setImmediate, setTimeout } from 'node:timers/promises';
import { AppError } from './errors.ts';

/** The most items of one transaction: few enough that no request waits 50 ms for it. */
const MAX_GROUP_SIZE = 250;

/** How long the first item of a group waits for others, in milliseconds: a commit costs as much for one as for all. */
const GATHERING_TIME = 2;

interface Waiting<Item, Answer> {
  item: Item;
  resolve: (answer: Answer) => void;
  reject: (reason: unknown) => void;
}

type WriteItems<Item, Answer> = (items: readonly Item[]) => Promise<readonly Answer[]>;

/**
 * Makes a writer that commits items which come at the same time together, one group after the other. What it returns is
 * fulfilled with the item's answer when it is committed, and rejected where that failed. Where one of a group cannot be kept they are tried
 * one by one, so that it costs no other. Where the store itself fails all of them are told so at once: it would fail for
 * each of them as well, and each might wait for a lock.
 *
 * @param write Keeps all of the items, durably, or none, and answers each in their order. Throws an AppError `input` where it is an item that cannot be
 *   kept, and anything else where the store fails.
 */
export function createGroupWriter<Item, Answer>(
  write: WriteItems<Item, Answer>,
): (item: Item) => Promise<Answer> {
  const queue: Waiting<Item, Answer>[] = [];
  let working = false;
  const work = async () => {
    working = true;
    while (queue.length > 0) {
      await setTimeout(GATHERING_TIME);
      await writeGroup(queue.splice(0, MAX_GROUP_SIZE), write);
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
async function writeGroup<Item, Answer>(
  group: readonly Waiting<Item, Answer>[],
  write: WriteItems<Item, Answer>,
): Promise<void> {
  try {
    const answers = await write(group.map(({ item }) => item));
    for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Answer);
  } catch (error) {
    if (group.length > 1 && isFaultOfAnItem(error)) await writeOneByOne(group, write);
    else for (const { reject } of group) reject(error);
  }
}

async function writeOneByOne<Item, Answer>(
  group: readonly Waiting<Item, Answer>[],
  write: WriteItems<Item, Answer>,
): Promise<void> {
  for (const [index, { item, resolve, reject }] of group.entries()) {
    // So many commits in one go would keep everything else waiting.
    await setImmediate();
    try {
      const [answer] = await write([item]);
      resolve(answer as Answer);
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
