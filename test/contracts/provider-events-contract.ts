import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProviderEvent, ProviderReport } from '../../src/provider-events/provider-event-store.ts';
import { DAY, TUESDAY } from '../support/comparisons.ts';
import { addReaders, approveIssue, freezeWholeAudience, SLOT, type Stores } from '../support/issues.ts';
import { type Ending, type HandedOver, handOverAll } from '../support/sending/hand-over.ts';
import { anEvent, COMPLAINED, DELIVERED, FAILED, HARD, SOFT } from '../support/sending/provider-events.ts';

const NONE = { delayed: 0, delivered: 0, bounced: 0, complained: 0 };
const LATER = TUESDAY + 2_000;

/** What every store must do with the provider's events. */
export function providerEventsContract(name: string, open: () => Promise<Stores>): void {
  describe(`provider events in ${name}`, () => {
    let stores: Stores;
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    /** An issue that was handed over to this many subscribers. */
    const begin = async (readers: number, ending: Ending = 'submitted') => {
      await addReaders(stores.subscriberStore, readers);
      await approveIssue(stores);
      await freezeWholeAudience(stores.deliveryStore);
      const handed = await handOverAll(stores.deliveryStore, { ending });
      return { handed, deliveries: handed.flatMap(({ deliveries }) => deliveries) };
    };
    const apply = (...events: ProviderEvent[]) =>
      stores.providerEventStore.applyProviderEvents(events, LATER);
    const progress = () => stores.deliveryStore.progress(SLOT);
    const outcomes = async () => (await progress()).outcomes;
    const suppression = async (email: string) =>
      (await stores.subscriberStore.findHistory(email))?.suppression ?? null;

    test('an event is counted for its issue, and changes nothing when it is repeated', async () => {
      const [first, second] = pair((await begin(2)).deliveries);
      const events = [
        anEvent(first, { report: DELIVERED }),
        anEvent(second, { report: { state: 'delayed' } }),
      ];
      expect(await apply(...events)).toEqual({ applied: 2, repeated: 0 });
      expect(await outcomes()).toEqual({ ...NONE, delivered: 1, delayed: 1 });
      expect((await stores.issueStore.findIssue(SLOT))?.outcomes).toEqual(await outcomes());
      expect(await apply(...events, ...events)).toEqual({ applied: 0, repeated: 4 });
      expect(await outcomes()).toEqual({ ...NONE, delivered: 1, delayed: 1 });
    });

    test('deliveries that events name are settled by them, even if the response had too few ids', async () => {
      const { handed, deliveries } = await begin(3, 'in-flight');
      const batch = handed[0]?.batch;
      if (batch === undefined) throw new Error('One batch was expected.');
      const [first, second] = pair(deliveries);
      await apply(anEvent(first, { report: DELIVERED }));
      // The response had too few ids, so its meaning is unknown.
      const unclear = { batch, at: LATER + DAY, reason: 'Too few ids.', refused: false };
      expect(await stores.deliveryStore.postponeBatch(unclear)).toBe(true);
      expect((await progress()).deliveries).toMatchObject({ submitted: 1, pending: 2 });
      await apply(anEvent(second, { report: DELIVERED }));
      expect((await progress()).deliveries).toMatchObject({ submitted: 2, pending: 1 });
      for (const delivery of deliveries.slice(2)) await apply(anEvent(delivery, { report: DELIVERED }));
      const { deliveries: counts, outcomes, batches } = await progress();
      expect(counts).toMatchObject({ submitted: 3, pending: 0, uncertain: 0 });
      expect(outcomes.delivered).toBe(3);
      expect(batches).toMatchObject({ open: 0, taken: 0, done: 1 });
    });

    test('a batch that is repeated counts nobody twice whom an event named before', async () => {
      const { handed, deliveries } = await begin(2, 'in-flight');
      const batch = handed[0]?.batch;
      if (batch === undefined) throw new Error('One batch was expected.');
      const [first] = pair(deliveries);
      await apply(anEvent(first, { report: DELIVERED }));
      await stores.deliveryStore.postponeBatch({ batch, at: LATER, reason: 'A timeout.', refused: false });
      const lease = { owner: 'another', expiresAt: LATER + 30_000 };
      const again = await stores.deliveryStore.claimBatch({
        slot: SLOT,
        lease,
        now: LATER,
        dailyLimit: null,
      });
      if (again?.kind !== 'retried') throw new Error('The batch is to be asked about again.');
      expect(again.recipients).toHaveLength(2);
      const outcomes = deliveries.map(({ deliveryId, providerId }) => ({
        kind: 'accepted' as const,
        providerId,
        deliveryId,
      }));
      expect(await stores.deliveryStore.recordOutcomes({ batch: again, outcomes, now: LATER })).toBe(true);
      expect((await progress()).deliveries).toMatchObject({ submitted: 2, pending: 0 });
    });

    test.each<[string, ProviderReport[], keyof typeof NONE]>([
      ['delivered after it was delayed', [{ state: 'delayed' }, DELIVERED], 'delivered'],
      ['delivered, and heard to be delayed later', [DELIVERED, { state: 'delayed' }], 'delivered'],
      ['bounced hard after it was delivered', [DELIVERED, HARD], 'bounced'],
      ['bounced hard, and heard to be delivered later', [HARD, DELIVERED], 'bounced'],
      ['delivered after it bounced softly', [SOFT, DELIVERED], 'delivered'],
      ['delivered, and heard to have bounced softly', [DELIVERED, SOFT], 'delivered'],
      ['failed, and heard to be delivered later', [FAILED, DELIVERED], 'delivered'],
      ['complained of, and heard to be bounced later', [COMPLAINED, HARD, DELIVERED], 'complained'],
      ['handed over once more, as far as is known', [DELIVERED, { state: 'submitted' }], 'delivered'],
    ])('a delivery that is %s is counted once, by the stronger word', async (_, reports, state) => {
      const [first] = pair((await begin(2)).deliveries);
      for (const report of reports) await apply(anEvent(first, { report }));
      expect(await outcomes()).toEqual({ ...NONE, [state]: 1 });
    });

    test('an event without our tags finds its delivery by the id of the provider', async () => {
      const [first] = pair((await begin(2)).deliveries);
      await apply(anEvent(first, { report: DELIVERED, delivery: null }));
      expect(await outcomes()).toEqual({ ...NONE, delivered: 1 });
    });

    test('tags of another database match no subscriber here', async () => {
      const [first] = pair((await begin(2)).deliveries);
      const delivery = { issueId: 'e0'.repeat(16), deliveryId: first.deliveryId };
      await apply(anEvent(first, { report: DELIVERED, delivery, providerId: 'p-of-another' }));
      expect(await outcomes()).toEqual(NONE);
    });

    test('an event of a meaningless type is stored, and changes nothing', async () => {
      const [first] = pair((await begin(2)).deliveries);
      const event = anEvent(first, { report: null, type: 'email.opened' });
      const about = { ...event, id: 'contact', type: 'contact.created', providerId: null, delivery: null };
      expect(await apply(event, about)).toEqual({ applied: 2, repeated: 0 });
      expect(await apply(event, about)).toEqual({ applied: 0, repeated: 2 });
      expect(await outcomes()).toEqual(NONE);
    });

    describe('before the ids of the provider are stored', () => {
      test('an event with our tags is applied at once, and its batch ends as it would have', async () => {
        const { handed, deliveries } = await begin(2, 'in-flight');
        const [first] = pair(deliveries);
        await apply(anEvent(first, { report: HARD }));
        expect(await progress()).toMatchObject({
          outcomes: { bounced: 1 },
          deliveries: { pending: 2, submitted: 0 },
        });
        await handed[0]?.submit();
        expect(await progress()).toMatchObject({
          outcomes: { ...NONE, bounced: 1 },
          deliveries: { pending: 0, submitted: 2 },
          batches: { done: 1 },
        });
      });

      test('an event without tags waits for them, and is then applied', async () => {
        const { handed, deliveries } = await begin(2, 'in-flight');
        const [first, second] = pair(deliveries);
        const events = [
          anEvent(first, { report: HARD, delivery: null, emailKey: null }),
          anEvent(second, { report: DELIVERED, delivery: null }),
          anEvent(second, { report: null, id: 'opened', delivery: null }),
        ];
        expect(await apply(...events)).toEqual({ applied: 3, repeated: 0 });
        expect(await outcomes()).toEqual(NONE);
        await handed[0]?.submit();
        expect(await outcomes()).toEqual({ ...NONE, bounced: 1, delivered: 1 });
        expect(await suppression(first.email)).toEqual({ reason: 'bounced', at: TUESDAY + 1_000 });
        expect(await apply(...events)).toEqual({ applied: 0, repeated: 3 });
        expect(await outcomes()).toEqual({ ...NONE, bounced: 1, delivered: 1 });
      });
    });

    describe('a delivery whose outcome is unknown', () => {
      test('any event proves that a delivery was accepted, and the last of its batch finishes it', async () => {
        const [first, second] = pair((await begin(2, 'uncertain')).deliveries);
        await apply(anEvent(first, { report: { state: 'submitted' } }));
        expect(await progress()).toMatchObject({
          deliveries: { submitted: 1, uncertain: 1 },
          batches: { done: 0, uncertain: 1 },
        });
        await apply(anEvent(second, { report: null, type: 'email.opened' }));
        expect(await progress()).toMatchObject({
          deliveries: { pending: 0, submitted: 2, uncertain: 0 },
          batches: { done: 1, uncertain: 0 },
        });
        const history = await stores.subscriberStore.findHistory(first.email);
        expect(history?.deliveries).toMatchObject([
          { slot: SLOT, status: 'submitted', providerId: first.providerId, at: LATER },
        ]);
      });

      test('an event that comes before a delivery is resent saves the subscriber a second copy', async () => {
        const [first, second] = pair((await begin(2, 'uncertain')).deliveries);
        await stores.deliveryStore.settleUncertain({ slot: SLOT, how: 'resend', at: LATER });
        await apply(anEvent(first, { report: DELIVERED }));
        const lease = { owner: 'again', expiresAt: LATER + DAY };
        const batch = await stores.deliveryStore.claimBatch({
          slot: SLOT,
          lease,
          now: LATER,
          dailyLimit: null,
        });
        expect(batch).toMatchObject({ kind: 'new', members: [{ deliveryId: second.deliveryId }] });
        expect((await progress()).deliveries).toMatchObject({ pending: 1, submitted: 1, uncertain: 0 });
      });
    });

    describe('an address', () => {
      test.each([
        ['bounced hard', HARD, 'bounced'],
        ['complained', COMPLAINED, 'complained'],
      ] as const)(
        'an address that %s is suppressed, and gets no further issue',
        async (_, report, reason) => {
          const [first] = pair((await begin(2)).deliveries);
          await apply(anEvent(first, { report }));
          expect(await suppression(first.email)).toEqual({ reason, at: TUESDAY + 1_000 });
          expect(await stores.deliveryStore.forecastAudience(LATER)).toMatchObject({
            prepared: 1,
            excluded: { suppressed: 1 },
          });
        },
      );

      test.each([
        ['delivered', DELIVERED],
        ['delayed', { state: 'delayed' } as const],
        ['bounced softly', SOFT],
        ['failed at the provider', FAILED],
      ])('an address whose message was %s is not suppressed', async (_, report) => {
        const [first] = pair((await begin(2)).deliveries);
        await apply(anEvent(first, { report }));
        expect(await suppression(first.email)).toBeNull();
      });

      test.each([
        ['first', [COMPLAINED, HARD]],
        ['last', [HARD, COMPLAINED]],
      ])(
        'an address that bounced and complained stays one that complained, whether that is reported %s',
        async (_, reports) => {
          const [first] = pair((await begin(2)).deliveries);
          for (const report of reports) await apply(anEvent(first, { report }));
          expect(await suppression(first.email)).toMatchObject({ reason: 'complained' });
        },
      );

      test('an address that bounces in another email is suppressed if a subscriber has it', async () => {
        const [first] = pair((await begin(2)).deliveries);
        const ofATest = { report: HARD, delivery: null, providerId: 'p-of-a-test' };
        await apply(
          anEvent(first, ofATest),
          anEvent(first, { ...ofATest, id: 'nobody', emailKey: 'x@verdicts.test' }),
        );
        expect(await suppression(first.email)).toMatchObject({ reason: 'bounced' });
        await addReaders(stores.subscriberStore, 2);
        expect(await stores.deliveryStore.forecastAudience(LATER)).toMatchObject({
          excluded: { suppressed: 1 },
        });
      });
    });

    describe('an address with soft bounces', () => {
      const SLOTS = ['2026-W41', '2026-W42', '2026-W43', '2026-W44', '2026-W45', '2026-W46', SLOT];

      /** One issue per report to one subscriber, and each one's event. */
      const tell = async (reports: readonly ProviderReport[]) => {
        await addReaders(stores.subscriberStore, 1);
        const events: ProviderEvent[] = [];
        for (const [index, report] of reports.entries()) {
          const slot = SLOTS[index] ?? SLOT;
          const id = `${index}0`.repeat(16);
          await approveIssue(stores, { slot, id });
          await freezeWholeAudience(stores.deliveryStore, { slot });
          const [handed] = await handOverAll(stores.deliveryStore, { slot });
          const delivery = only(handed?.deliveries ?? []);
          const { deliveryId } = delivery;
          const occurredAt = TUESDAY + index * DAY;
          events.push(anEvent(delivery, { report, occurredAt, delivery: { issueId: id, deliveryId } }));
        }
        return events;
      };
      const found = () => suppression('reader1@verdicts.test');

      test.each([
        ['in order', (events: ProviderEvent[]) => events],
        ['the other way round', (events: ProviderEvent[]) => [...events].reverse()],
        [
          'two at a time',
          (events: ProviderEvent[]) => [3, 4, 1, 2, 0].flatMap((index) => events[index] ?? []),
        ],
      ])('an address is suppressed after five soft bounces in a row, reported %s', async (_, order) => {
        const events = order(await tell([SOFT, SOFT, SOFT, SOFT, SOFT]));
        for (const event of events.slice(0, 4)) await apply(event);
        expect(await found()).toBeNull();
        await apply(...events);
        expect(await found()).toEqual({ reason: 'bounced', at: TUESDAY + 4 * DAY });
      });

      test.each<[string, ProviderReport[]]>([
        ['four in a row', [SOFT, SOFT, SOFT, SOFT]],
        ['a message that it took in between', [SOFT, SOFT, DELIVERED, SOFT, SOFT, SOFT]],
        ['a message that it took at last', [SOFT, SOFT, SOFT, SOFT, DELIVERED, SOFT]],
        ['one that never left the provider', [SOFT, SOFT, FAILED, SOFT, SOFT]],
        ['one that is still on its way', [SOFT, SOFT, { state: 'delayed' }, SOFT, SOFT]],
      ])('an address is not suppressed after %s', async (_, reports) => {
        await apply(...(await tell(reports)));
        expect(await found()).toBeNull();
      });

      test.each([
        ['first', [3, 0, 1, 2, 4, 5]],
        ['last', [0, 1, 2, 4, 5, 3]],
      ])('an address is not suppressed if it accepted an email in between, reported %s', async (_, order) => {
        const events = await tell([SOFT, SOFT, SOFT, DELIVERED, SOFT, SOFT]);
        for (const index of order) await apply(...events.slice(index, index + 1));
        expect(await found()).toBeNull();
      });

      test.each([
        ['first', (events: ProviderEvent[], delivered: ProviderEvent) => [delivered, ...events]],
        ['last', (events: ProviderEvent[], delivered: ProviderEvent) => [...events, delivered]],
      ])(
        'an address is not suppressed if it accepted an email at the second attempt, reported %s',
        async (_, order) => {
          const events = await tell([SOFT, SOFT, SOFT, SOFT, SOFT]);
          const third = events[2] ?? expect.fail('There are five.');
          const delivered = { ...third, id: 'then-delivered', report: DELIVERED };
          for (const event of order(events, delivered)) await apply(event);
          expect(await found()).toBeNull();
        },
      );

      test('an address is suppressed by five soft bounces despite unreported emails in between', async () => {
        const events = await tell([SOFT, SOFT, SOFT, SOFT, SOFT, SOFT, SOFT]);
        await apply(...events.filter((_, index) => index !== 2 && index !== 4));
        expect(await found()).toEqual({ reason: 'bounced', at: TUESDAY + 6 * DAY });
      });

      test.each([
        ['before', (soft: ProviderEvent[], others: ProviderEvent[]) => [...others, ...soft]],
        ['after', (soft: ProviderEvent[], others: ProviderEvent[]) => [...soft, ...others]],
      ])('an address stays suppressed if another email bounced hard, reported %s that', async (_, order) => {
        const events = await tell([SOFT, SOFT, SOFT, SOFT, SOFT, DELIVERED]);
        const ofATest = { report: HARD, delivery: null, providerId: 'p-of-a-test', id: 'of-a-test' };
        const hard = { ...(events[0] ?? expect.fail('There are six.')), ...ofATest };
        for (const event of order(events, [hard])) await apply(event);
        expect(await found()).toEqual({ reason: 'bounced', at: TUESDAY });
      });

      test('an address is suppressed although one email in between never left the provider', async () => {
        await apply(...(await tell([SOFT, SOFT, FAILED, SOFT, SOFT, SOFT])));
        expect(await found()).toMatchObject({ reason: 'bounced' });
      });
    });
  });
}

function pair(deliveries: readonly HandedOver[]): [HandedOver, HandedOver] {
  const [first, second] = deliveries;
  if (first === undefined || second === undefined) throw new Error('Two deliveries were expected.');
  return [first, second];
}

function only(deliveries: readonly HandedOver[]): HandedOver {
  const [one, ...others] = deliveries;
  if (one === undefined || others.length > 0) throw new Error('One delivery was expected.');
  return one;
}
