import { describe, expect, test } from 'vitest';
import { createGroupWriter } from '../src/group-writer.ts';

/** A writer over a store that remembers its groups, and fails where it is told to. */
function writerOver(fails: (group: readonly string[], call: number) => boolean = () => false) {
  const groups: string[][] = [];
  const write = createGroupWriter<string>(async (items) => {
    groups.push([...items]);
    if (fails(items, groups.length)) throw new Error(`Could not keep ${items.join(', ')}.`);
  });
  const writeAll = async (...items: string[]) =>
    (await Promise.allSettled(items.map(write))).map(({ status }) => status);
  return { groups, write, writeAll };
}

const OK = 'fulfilled';
const LOST = 'rejected';

describe('items', () => {
  test('that come together are written together, at most 250 at a time', async () => {
    const { groups, writeAll } = writerOver();
    await writeAll(...Array.from({ length: 600 }, (_, index) => String(index)));
    expect(groups.map(({ length }) => length)).toEqual([250, 250, 100]);
  });

  test('that come while a group is being written go with the next', async () => {
    const { groups, write } = writerOver();
    await write('a').then(() => Promise.all([write('b'), write('c')]));
    expect(groups).toEqual([['a'], ['b', 'c']]);
  });

  test('are not acknowledged before their group is committed', async () => {
    let commit = () => {};
    const committed = new Promise<void>((resolve) => {
      commit = resolve;
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
});

describe('where the store fails', () => {
  test('one item that it cannot keep costs no other', async () => {
    const { groups, writeAll } = writerOver((items) => items.includes('bad'));
    expect(await writeAll('a', 'bad', 'c')).toEqual([OK, LOST, OK]);
    expect(groups).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
  });

  test('altogether, everybody is told soon, and later items are written', async () => {
    const { groups, writeAll } = writerOver((_, call) => call <= 3);
    expect(await writeAll('a', 'b', 'c', 'd')).toEqual([LOST, LOST, LOST, LOST]);
    expect(groups).toHaveLength(3);
    expect(await writeAll('e')).toEqual([OK]);
  });
});
