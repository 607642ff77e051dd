import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { createEventWriter } from '../../src/provider-events/event-writer.ts';
import type { ProviderEvent } from '../../src/store/delivery-store.ts';
import { testClock } from '../support/clock.ts';
import { anEvent, DELIVERED } from '../support/provider-events.ts';

const eventsOf = (...ids: string[]) =>
  ids.map((id) =>
    anEvent({ deliveryId: 1, email: 'a@verdicts.test', providerId: 'p' }, { id, report: DELIVERED }),
  );

/** A store that remembers its groups, and fails where it is told to. */
function scriptedStore(fails: (ids: readonly string[], call: number) => unknown = () => null) {
  const groups: string[][] = [];
  return {
    groups,
    applyProviderEvents: async (events: readonly ProviderEvent[]) => {
      const ids = events.map(({ id }) => id);
      groups.push(ids);
      const error = fails(ids, groups.length);
      if (error != null) throw error;
      return { applied: ids.length, repeated: ids.filter((id) => id.startsWith('again')).length };
    },
  };
}

async function write(store: ReturnType<typeof scriptedStore>, ids: readonly string[]) {
  let repeated = 0;
  const writeEvent = createEventWriter({
    store,
    clock: testClock(),
    onRepeated: (count) => {
      repeated += count;
    },
  });
  const results = await Promise.allSettled(eventsOf(...ids).map(writeEvent));
  return { results: results.map(({ status }) => status), repeated, writeEvent };
}

const OK = 'fulfilled';
const LOST = 'rejected';

describe('events', () => {
  test('that come together are written together', async () => {
    const store = scriptedStore();
    expect(await write(store, ['a', 'again', 'c'])).toMatchObject({ results: [OK, OK, OK], repeated: 1 });
    expect(store.groups).toEqual([['a', 'again', 'c']]);
  });

  test('are written at most 250 at a time', async () => {
    const store = scriptedStore();
    await write(
      store,
      Array.from({ length: 600 }, (_, index) => String(index)),
    );
    expect(store.groups.map(({ length }) => length)).toEqual([250, 250, 100]);
  });

  test('that come later are written too', async () => {
    const store = scriptedStore();
    const { writeEvent } = await write(store, ['a']);
    await Promise.all(eventsOf('b').map(writeEvent));
    expect(store.groups).toEqual([['a'], ['b']]);
  });

  test('are not acknowledged before their group is committed', async () => {
    let commit = () => {};
    const committed = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let acknowledged = false;
    const writeEvent = createEventWriter({
      store: { applyProviderEvents: () => committed.then(() => ({ applied: 1, repeated: 0 })) },
      clock: testClock(),
    });
    const written = Promise.all(eventsOf('a').map(writeEvent)).then(() => {
      acknowledged = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(acknowledged).toBe(false);
    commit();
    await written;
    expect(acknowledged).toBe(true);
  });
});

const UNKEEPABLE = new AppError('input', 'It cannot be kept.');
const LOCKED = new Error('database is locked');

describe('where the store fails', () => {
  test('one event that it cannot keep costs no other', async () => {
    const store = scriptedStore((ids) => (ids.includes('bad') ? UNKEEPABLE : null));
    expect((await write(store, ['a', 'bad', 'c'])).results).toEqual([OK, LOST, OK]);
    expect(store.groups).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
  });

  test('itself, its whole group is told at once, and later events are written', async () => {
    const store = scriptedStore((_, call) => (call === 1 ? LOCKED : null));
    const { results, writeEvent } = await write(store, ['a', 'b', 'c', 'd']);
    expect(results).toEqual([LOST, LOST, LOST, LOST]);
    expect(store.groups).toHaveLength(1);
    await Promise.all(eventsOf('e').map(writeEvent));
  });

  test('itself while events are tried one by one, the rest is told at once', async () => {
    const store = scriptedStore((ids, call) => {
      if (call === 3) return LOCKED;
      return ids.includes('bad') ? UNKEEPABLE : null;
    });
    expect((await write(store, ['a', 'b', 'bad', 'd'])).results).toEqual([OK, LOST, LOST, LOST]);
    expect(store.groups).toHaveLength(3);
  });
});
