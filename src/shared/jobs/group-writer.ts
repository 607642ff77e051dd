import { setImmediate, setTimeout } from 'node:timers/promises';
import { AppError } from '../errors.ts';

/** Few enough that nobody waits for the transaction. */
const MAX_GROUP_SIZE = 250;

/** How long a group's first item waits for others, in milliseconds: committing many costs as much as committing one. */
const GROUP_DELAY_MS = 2;

interface QueuedItem<Item, Answer> {
  item: Item;
  resolve: (answer: Answer) => void;
  reject: (reason: unknown) => void;
}

type WriteItems<Item, Answer> = (items: readonly Item[]) => Promise<readonly Answer[]>;

/**
 * Returns a function that writes an item, committing items that arrive together as a group, and resolves to its
 * result. If one item cannot be stored, the group is retried one by one. If the store itself fails, all are rejected
 * at once: each retry would fail too, perhaps after a long wait.
 * @param write Stores all items durably or none, and returns their results in order. Throws AppError `input` if an
 * item cannot be stored, anything else if the store fails.
 */
export function createGroupWriter<Item, Answer>(
  write: WriteItems<Item, Answer>,
): (item: Item) => Promise<Answer> {
  const queue: QueuedItem<Item, Answer>[] = [];
  let working = false;
  const work = async () => {
    working = true;
    while (queue.length > 0) {
      await setTimeout(GROUP_DELAY_MS);
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

/** Never rejects: each item's own promise is settled. */
async function writeGroup<Item, Answer>(
  group: readonly QueuedItem<Item, Answer>[],
  write: WriteItems<Item, Answer>,
): Promise<void> {
  try {
    const answers = await write(group.map(({ item }) => item));
    for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Answer);
  } catch (error) {
    if (group.length > 1 && isItemError(error)) await writeOneByOne(group, write);
    else for (const { reject } of group) reject(error);
  }
}

async function writeOneByOne<Item, Answer>(
  group: readonly QueuedItem<Item, Answer>[],
  write: WriteItems<Item, Answer>,
): Promise<void> {
  for (const [index, { item, resolve, reject }] of group.entries()) {
    // Yields, so that the commits do not hold up everything else.
    await setImmediate();
    try {
      const [answer] = await write([item]);
      resolve(answer as Answer);
    } catch (error) {
      if (isItemError(error)) reject(error);
      else {
        for (const left of group.slice(index)) left.reject(error);
        return;
      }
    }
  }
}

function isItemError(error: unknown): boolean {
  return error instanceof AppError && error.code === 'input';
}
