import { EventEmitter, once } from 'node:events';
import { expect, test } from 'vitest';
import { createSubscriberCounts } from '../../../../src/http/studio/subscribers/subscriber-counts.ts';
import { testClock } from '../../../support/clock.ts';

const NOBODY = { pending: 0, paused: 0, unsubscribed: 0, bounced: 0, complained: 0 };

/** A list of this size, which grows by one whenever it is counted. */
function growingList(
  confirmed: number,
  { until = Promise.resolve() as Promise<unknown>, maxWaitMs = 10_000 } = {},
) {
  let counted = 0;
  let told = 0;
  const clock = testClock();
  const survey = async () => {
    counted += 1;
    const states = { ...NOBODY, confirmed: confirmed + counted };
    await until;
    return { states, growth: [states.confirmed], joined: 0, left: 0 };
  };
  const read = createSubscriberCounts({
    subscriberStore: { survey },
    clock,
    onError: () => undefined,
    onCounted: () => {
      told += 1;
    },
    maxWaitMs,
  });
  return { clock, read, timesCounted: () => counted, timesTold: () => told };
}

test('a short list of subscribers is counted each time it is asked for', async () => {
  const { read } = growingList(10);
  expect([(await read())?.total, (await read())?.total, (await read())?.isCached]).toEqual([11, 12, false]);
});

test('a long list of subscribers is counted once a minute, for everybody who waits, and later visitors do not wait', async () => {
  const { clock, read, timesCounted } = growingList(1_000_000);
  const [one, other] = await Promise.all([read(), read()]);
  expect([one, timesCounted()]).toEqual([other, 1]);
  expect(one).toMatchObject({ total: 1_000_001, at: clock.now(), isCached: true });
  clock.advance(59_999);
  expect(await read()).toBe(one);
  clock.advance(1);
  expect([await read(), timesCounted()]).toEqual([one, 2]);
  await expect.poll(async () => (await read())?.total).toBe(1_000_002);
});

test('a page does not wait long for the first counts of a long list, and is told when they are there', async () => {
  const counting = new EventEmitter();
  const until = once(counting, 'done');
  const { read, timesCounted, timesTold } = growingList(1_000_000, { until, maxWaitMs: 1 });
  expect([await read(), await read(), timesTold()]).toEqual([null, null, 0]);
  counting.emit('done');
  await expect.poll(timesTold, { timeout: 20_000 }).toBeGreaterThan(0);
  expect([(await read())?.total, timesCounted()]).toEqual([1_000_001, 1]);
});
