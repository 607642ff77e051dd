import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { ProviderReport } from '../../src/provider-events/provider-event-store.ts';
import { DAY, TUESDAY } from '../support/comparisons.ts';
import { openSqliteTables } from '../support/database/tables.ts';
import { addReaders, approveIssue, freezeWholeAudience } from '../support/issues.ts';
import { type HandedOver, handOverAll } from '../support/sending/hand-over.ts';
import { anEvent, COMPLAINED, DELIVERED, FAILED, HARD, SOFT } from '../support/sending/provider-events.ts';

const SLOTS = [42, 43, 44, 45, 46, 47].map((week) => `2026-W${week}`);

const stores = openSqliteTables();
afterAll(() => stores.close());

/** The messages of six issues to one subscriber, and one that is none of them. */
async function handOverSixIssues() {
  await addReaders(stores.subscriberStore, 1);
  const deliveries: HandedOver[] = [];
  for (const [index, slot] of SLOTS.entries()) {
    await approveIssue(stores, { slot, id: `${index}0`.repeat(16) });
    await freezeWholeAudience(stores.deliveryStore, { slot });
    for (const handed of await handOverAll(stores.deliveryStore, { slot }))
      deliveries.push(...handed.deliveries);
  }
  const [first = expect.fail('There are six.')] = deliveries;
  return [...deliveries, { ...first, providerId: 'p-of-a-test' }];
}

const messages = await handOverSixIssues();

interface Told {
  message: number;
  report: ProviderReport;
  at: number;
}

/** What is known of the deliveries and of the address when all of this was told, one after the other. */
async function tablesAfter(events: readonly Told[]) {
  stores.db.$client.exec('begin');
  for (const { message, report, at } of events) {
    const id = `${message}/${JSON.stringify(report)}/${at}`;
    const event = anEvent(messages[message] ?? expect.fail('There are seven.'), {
      id,
      report,
      occurredAt: TUESDAY + at,
      delivery: null,
    });
    await stores.providerEventStore.applyProviderEvents([event], TUESDAY + DAY);
  }
  const { deliveries, suppressions = [] } = stores.tables();
  stores.db.$client.exec('rollback');
  return { deliveries, suppressions };
}

/** Mostly soft bounces, so that rows of five come about and are broken. */
const report = fc.oneof(
  { weight: 8, arbitrary: fc.constant(SOFT) },
  { weight: 2, arbitrary: fc.constant(DELIVERED) },
  { weight: 1, arbitrary: fc.constantFrom<ProviderReport>({ state: 'delayed' }, FAILED, HARD, COMPLAINED) },
);

/** One event of each message, and a few more. No two happen at the same instant. */
const told = fc
  .tuple(
    fc.tuple(...SLOTS.map(() => report)),
    fc.array(fc.record({ message: fc.nat(6), report }), { maxLength: 3 }),
  )
  .map(([each, more]): Told[] =>
    [...each.map((one, message) => ({ message, report: one })), ...more].map((event, at) => ({
      ...event,
      at: at + 1,
    })),
  );

test('whether and since when an address is suppressed does not depend on the order of its events', async () => {
  let suppressed = 0;
  const orders = told.chain((events) =>
    fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
  );
  await fc.assert(
    fc.asyncProperty(orders, async ([events, shuffled]) => {
      const once = await tablesAfter(events);
      expect(await tablesAfter(shuffled)).toEqual(once);
      suppressed += once.suppressions.length;
    }),
    { numRuns: 300 },
  );
  expect(suppressed).toBeGreaterThan(20);
});
