import { expect, test } from 'vitest';
import { createEventWriter } from '../../src/provider-events/event-writer.ts';
import type { ProviderEvent } from '../../src/store/delivery-store.ts';
import { testClock } from '../support/clock.ts';
import { anEvent, DELIVERED } from '../support/provider-events.ts';

test('events that come together are applied together, and those that were told again are counted', async () => {
  const groups: { ids: string[]; now: number }[] = [];
  let repeated = 0;
  const clock = testClock();
  const write = createEventWriter({
    store: {
      applyProviderEvents: async (events: readonly ProviderEvent[], now) => {
        groups.push({ ids: events.map(({ id }) => id), now });
        return { applied: 1, repeated: 2 };
      },
    },
    clock,
    onRepeated: (count) => {
      repeated += count;
    },
  });
  const delivery = { deliveryId: 1, email: 'a@verdicts.test', providerId: 'p' };
  await Promise.all(['a', 'b', 'c'].map((id) => write(anEvent(delivery, { id, report: DELIVERED }))));
  expect(groups).toEqual([{ ids: ['a', 'b', 'c'], now: clock.now() }]);
  expect(repeated).toBe(2);
});
