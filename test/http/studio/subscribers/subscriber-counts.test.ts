import { expect, test } from 'vitest';
import { createSubscriberCounts } from '../../../../src/http/studio/subscribers/subscriber-counts.ts';
import { testClock } from '../../../support/clock.ts';

/** A list of this size, which grows by one whenever it is counted. */
function growingList(confirmed: number) {
  let counted = 0;
  const clock = testClock();
  const count = async () => {
    counted += 1;
    return { confirmed: confirmed + counted, pending: 0, unsubscribed: 0 };
  };
  const read = createSubscriberCounts({ subscriberStore: { count }, clock, onError: () => undefined });
  return { clock, read, timesCounted: () => counted };
}

test('a short list of subscribers is counted each time it is asked for', async () => {
  const { read } = growingList(10);
  expect([(await read()).total, (await read()).total, (await read()).countedAt]).toEqual([11, 12, null]);
});

test('a long list of subscribers is counted once a minute, for everybody who waits, and later visitors do not wait', async () => {
  const { clock, read, timesCounted } = growingList(1_000_000);
  const [one, other] = await Promise.all([read(), read()]);
  expect([one, timesCounted()]).toEqual([other, 1]);
  expect(one).toMatchObject({ total: 1_000_001, countedAt: clock.now() });
  clock.advance(59_999);
  expect(await read()).toBe(one);
  clock.advance(1);
  expect([await read(), timesCounted()]).toEqual([one, 2]);
  expect((await read()).total).toBe(1_000_002);
});
