import { expect, test } from 'vitest';
import { createEventWriter } from '../../src/provider-events/event-writer.ts';
import type { ProviderEvent } from '../../src/provider-events/provider-event-store.ts';
import { AppError } from '../../src/shared/errors.ts';
import { testClock } from '../support/clock.ts';
import { anEvent, DELIVERED } from '../support/sending/provider-events.ts';

/** Writes events at the same time through a store that records its groups, and fails when it is told to. */
async function write(ids: readonly string[], fails: (ids: readonly string[]) => boolean = () => false) {
  const groups: { ids: string[]; now: number }[] = [];
  const clock = testClock();
  let repeated = 0;
  const writeEvent = createEventWriter({
    providerEventStore: {
      applyProviderEvents: async (events: readonly ProviderEvent[], now) => {
        const group = events.map(({ id }) => id);
        groups.push({ ids: group, now });
        if (fails(group)) throw new AppError('input', 'It cannot be kept.');
        return { applied: group.length, repeated: group.filter((id) => id.startsWith('again')).length };
      },
    },
    clock,
    onRepeated: (count) => {
      repeated += count;
    },
  });
  const delivery = { deliveryId: 1, email: 'a@verdicts.test', providerId: 'p' };
  const events = ids.map((id) => anEvent(delivery, { id, report: DELIVERED }));
  const results = await Promise.allSettled(events.map(writeEvent));
  return { groups, repeated, now: clock.now(), results: results.map(({ status }) => status) };
}

test('events that arrive together are applied together, and repeated ones are counted', async () => {
  const { groups, repeated, now, results } = await write(['a', 'again', 'c']);
  expect(groups).toEqual([{ ids: ['a', 'again', 'c'], now }]);
  expect(repeated).toBe(1);
  expect(results).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
});

test('an event that the store cannot save does not cost any other, and those saved one by one are counted too', async () => {
  const { results, repeated } = await write(['a', 'bad', 'again'], (ids) => ids.includes('bad'));
  expect(results).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(repeated).toBe(1);
});
