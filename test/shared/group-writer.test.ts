import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/shared/errors.ts';
import { createGroupWriter } from '../../src/shared/jobs/group-writer.ts';

/** A writer on a store that records its groups, and fails when it is told to. */
function writerOver(fails: (group: readonly string[], call: number) => Error | null = () => null) {
  const groups: string[][] = [];
  const write = createGroupWriter(async (items: readonly string[]) => {
    groups.push([...items]);
    const error = fails(items, groups.length);
    if (error !== null) throw error;
    return items.map((item) => `answer to ${item}`);
  });
  const writeAll = async (...items: string[]) =>
    (await Promise.allSettled(items.map(write))).map(({ status }) => status);
  return { groups, write, writeAll };
}

const OK = 'fulfilled';
const LOST = 'rejected';

describe('items', () => {
  test('items that arrive together are written together, at most 250 at a time', async () => {
    const { groups, writeAll } = writerOver();
    await writeAll(...Array.from({ length: 600 }, (_, index) => String(index)));
    expect(groups.map(({ length }) => length)).toEqual([250, 250, 100]);
  });

  test('items that arrive while a group is being written join the next group', async () => {
    const { groups, write } = writerOver();
    await write('a').then(() => Promise.all([write('b'), write('c')]));
    expect(groups).toEqual([['a'], ['b', 'c']]);
  });

  test('items are not acknowledged before their group is committed', async () => {
    let commit = () => {};
    const committed = new Promise<string[]>((resolve) => {
      commit = () => resolve(['answer']);
    });
    let acknowledged = false;
    const write = createGroupWriter(() => committed);
    const written = write('a').then(() => {
      acknowledged = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(acknowledged).toBe(false);
    commit();
    await written;
    expect(acknowledged).toBe(true);
  });

  test('items each get their own answer, even if they are tried one by one', async () => {
    const together = writerOver();
    expect(await Promise.all(['a', 'b', 'c'].map(together.write))).toEqual(
      ['a', 'b', 'c'].map((item) => `answer to ${item}`),
    );
    const apart = writerOver((items) => (items.length > 1 ? UNKEEPABLE : null));
    expect(await Promise.all(['a', 'b'].map(apart.write))).toEqual(['answer to a', 'answer to b']);
  });
});

const UNKEEPABLE = new AppError('input', 'It cannot be kept.');
const LOCKED = new Error('database is locked');

describe('if the store fails', () => {
  test('an item that the store refuses does not cost any other', async () => {
    const { groups, writeAll } = writerOver((items) => (items.includes('bad') ? UNKEEPABLE : null));
    expect(await writeAll('a', 'bad', 'c')).toEqual([OK, LOST, OK]);
    expect(groups).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
  });

  test('a store that fails is reported to its whole group at once, and later items are written', async () => {
    const { groups, writeAll } = writerOver((_, call) => (call === 1 ? LOCKED : null));
    expect(await writeAll('a', 'b', 'c', 'd')).toEqual([LOST, LOST, LOST, LOST]);
    expect(groups).toHaveLength(1);
    expect(await writeAll('e')).toEqual([OK]);
  });

  test('a store that fails while items are tried one by one is reported to the rest at once', async () => {
    const { groups, writeAll } = writerOver((items, call) => {
      if (call === 3) return LOCKED;
      return items.includes('bad') ? UNKEEPABLE : null;
    });
    expect(await writeAll('a', 'b', 'bad', 'd')).toEqual([OK, LOST, LOST, LOST]);
    expect(groups).toHaveLength(3);
  });
});
