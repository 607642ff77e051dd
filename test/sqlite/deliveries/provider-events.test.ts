import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProviderEvent, ProviderReport } from '../../../src/provider-events/provider-event-store.ts';
import { inWords, runSteps } from '../../../src/sqlite/engine.ts';
import { openSqliteStores } from '../../../src/sqlite/open-stores.ts';
import {
  eventChanges,
  eventQueries,
  pruneEvents,
} from '../../../src/store/deliveries/provider-event-statements.ts';
import { applyParkedEvents } from '../../../src/store/deliveries/provider-events.ts';
import { all, change } from '../../../src/store/steps.ts';
import { providerEventsContract } from '../../contracts/provider-events-contract.ts';
import { DAY, TUESDAY } from '../../support/comparisons.ts';
import { emptyDatabase } from '../../support/database/empty-database.ts';
import { openSqliteTables } from '../../support/database/tables.ts';
import { addReaders, approveIssue, freezeWholeAudience } from '../../support/issues.ts';
import { type HandedBatch, type HandedOver, handOverAll } from '../../support/sending/hand-over.ts';
import { anEvent, COMPLAINED, DELIVERED, FAILED, HARD, SOFT } from '../../support/sending/provider-events.ts';

providerEventsContract('SQLite', async () => openSqliteStores(emptyDatabase()));

const NOW = TUESDAY + DAY;
const ISSUES = [
  { slot: '2026-W45', id: 'a0'.repeat(16), ending: 'submitted' },
  { slot: '2026-W46', id: 'b0'.repeat(16), ending: 'uncertain' },
  { slot: '2026-W47', id: 'c0'.repeat(16), ending: 'in-flight' },
] as const;

/** Three issues to three subscribers: one that was submitted, one of which nobody knows, one that is not answered yet. */
async function openWithIssues() {
  const stores = openSqliteTables();
  await addReaders(stores.subscriberStore, 3);
  const handed: HandedBatch[] = [];
  const deliveries: (HandedOver & { issueId: string })[] = [];
  for (const { slot, id, ending } of ISSUES) {
    await approveIssue(stores, { slot, id });
    await freezeWholeAudience(stores.deliveryStore, { slot });
    for (const one of await handOverAll(stores.deliveryStore, { slot, ending })) {
      handed.push(one);
      deliveries.push(...one.deliveries.map((delivery) => ({ ...delivery, issueId: id })));
    }
  }
  return { ...stores, deliveries, answer: async () => handed.at(-1)?.submit() };
}

type Opened = Awaited<ReturnType<typeof openWithIssues>>;

/** An event of one of the nine deliveries, by its index. */
interface Told {
  delivery: number;
  report: ProviderReport | null;
  at: number;
  tagged: boolean;
}

const toldEvents = fc.uniqueArray(
  fc.record({
    delivery: fc.nat(8),
    report: fc.constantFrom<ProviderReport | null>(
      null,
      { state: 'submitted' },
      { state: 'delayed' },
      DELIVERED,
      SOFT,
      { state: 'bounced', bounce: 'soft', code: 'Transient/General' },
      HARD,
      FAILED,
      COMPLAINED,
    ),
    at: fc.integer({ min: 1, max: 3 }),
    tagged: fc.boolean(),
  }),
  { minLength: 1, maxLength: 25, selector: (told) => JSON.stringify(told) },
);

/** The events in some order, some of them more than once, in groups, and the instant at which the last issue is answered. */
const storyOf = (told: readonly Told[]) =>
  fc.record({
    order: fc
      .array(fc.nat(told.length - 1), { maxLength: 10 })
      .chain((again) => shuffled([...told.keys(), ...again])),
    groupSize: fc.integer({ min: 1, max: 6 }),
    answeredAfter: fc.nat(8),
  });

function shuffled(values: readonly number[]) {
  return fc.shuffledSubarray([...values], { minLength: values.length, maxLength: values.length });
}

function toEvent({ delivery: index, report, at, tagged }: Told, { deliveries }: Opened): ProviderEvent {
  const delivery = deliveries[index] ?? expect.fail('There are nine.');
  const { deliveryId, issueId } = delivery;
  return anEvent(delivery, {
    id: `${index}/${JSON.stringify(report)}/${at}/${tagged}`,
    report,
    occurredAt: TUESDAY + at,
    delivery: tagged ? { issueId, deliveryId } : null,
  });
}

async function live(
  told: readonly Told[],
  { order, groupSize, answeredAfter }: { order: readonly number[]; groupSize: number; answeredAfter: number },
) {
  const opened = await openWithIssues();
  const events = told.map((one) => toEvent(one, opened));
  const groups = Math.ceil(order.length / groupSize);
  for (let group = 0; group <= Math.max(groups, answeredAfter); group += 1) {
    if (group === answeredAfter) await opened.answer();
    const part = order.slice(group * groupSize, (group + 1) * groupSize);
    await opened.providerEventStore.applyProviderEvents(
      part.flatMap((index) => events[index] ?? []),
      NOW,
    );
  }
  const tables = opened.tables();
  opened.close();
  return tables;
}

test('any order and any repetition of events ends in the same tables, whose counts equal a recount', async () => {
  await fc.assert(
    fc.asyncProperty(
      toldEvents.chain((told) => fc.tuple(fc.constant(told), storyOf(told))),
      async ([told, story]) => {
        const once = await live(told, { order: [...told.keys()], groupSize: told.length, answeredAfter: 0 });
        const tables = await live(told, story);
        expect(tables).toEqual(once);
        const { issues = [], provider_counts = [], deliveries = [], batches = [] } = tables;
        for (const issue of issues) {
          const count = (event: string) =>
            deliveries.filter((row) => row.issue_id === issue.id && row.provider_state === event).length;
          const counts = provider_counts.find(({ issue_id }) => issue_id === issue.id);
          for (const state of ['delayed', 'delivered', 'bounced', 'complained'])
            expect(counts?.[state] ?? 0).toBe(count(state));
        }
        for (const batch of batches) {
          const count = (status: string) =>
            deliveries.filter((row) => row.issue_id === batch.issue_id && row.status === status).length;
          expect(batch).toMatchObject({ submitted: count('submitted'), uncertain: count('uncertain') });
          expect(batch.status).toBe(count('uncertain') > 0 ? 'uncertain' : 'done');
        }
      },
    ),
    { numRuns: 100 },
  );
});

describe('in the tables', () => {
  let opened: Opened;
  beforeEach(async () => {
    opened = await openWithIssues();
  });
  afterEach(() => opened.close());

  const told = (delivery: number, report: ProviderReport | null, given: Partial<ProviderEvent> = {}) => ({
    ...toEvent({ delivery, report, at: 1, tagged: true }, opened),
    ...given,
  });
  const apply = (...events: ProviderEvent[]) => opened.providerEventStore.applyProviderEvents(events, NOW);

  test('repeating an event changes no table at all', async () => {
    const events = [told(0, DELIVERED), told(3, HARD), told(4, null), told(8, SOFT)];
    await apply(...events);
    const before = opened.tables();
    expect(await opened.providerEventStore.applyProviderEvents(events, NOW + DAY)).toMatchObject({
      applied: 0,
    });
    expect(opened.tables()).toEqual(before);
  });

  test('tags of another database change nothing but the record of events', async () => {
    const { provider_events: none, ...before } = opened.tables();
    const delivery = { issueId: 'd0'.repeat(16), deliveryId: 1 };
    await apply(told(0, HARD, { delivery, providerId: 'p-1', emailKey: 'nobody@verdicts.test' }));
    const { provider_events: kept, ...after } = opened.tables();
    expect(after).toEqual(before);
    expect([none, kept]).toMatchObject([[], [{ delivery_id: null }]]);
  });

  test('the event of an erased subscriber counts, and suppresses nobody', async () => {
    opened.db.$client.exec('delete from subscribers where id = 1');
    await addReaders(opened.subscriberStore, 1);
    await apply(told(0, COMPLAINED), told(3, HARD), ...[0, 3, 6].map((index) => told(index, SOFT)));
    const { provider_counts, suppressions } = opened.tables();
    expect(provider_counts).toMatchObject([{ complained: 1 }, { bounced: 1 }, { bounced: 1 }]);
    expect(suppressions).toEqual([]);
  });

  test('the suppression of an erased address is unchanged by events', async () => {
    const erased = { key: 'reader1@verdicts.test', reason: 'erased', at: 1 };
    opened.db.$client.prepare('insert into suppressions values (:key, :reason, :at)').run(erased);
    await apply(told(0, COMPLAINED));
    expect(opened.tables().suppressions).toEqual([erased]);
  });

  test('the kind of a bounce is stored with the delivery, and the event has nothing about the recipient', async () => {
    await apply(told(0, SOFT));
    const { deliveries, provider_events: events } = opened.tables();
    expect(deliveries?.[0]).toMatchObject({
      provider_state: 'bounced',
      provider_state_at: TUESDAY + 1,
      bounce_kind: 'soft',
      bounce_code: 'Transient/MailboxFull',
      updated_at: TUESDAY,
    });
    expect(JSON.stringify(events)).not.toContain('@');
  });

  test('the reason of a rejected delivery stays, whatever events say', async () => {
    opened.db.$client.exec(`update deliveries set status = 'rejected', reject_code = 'invalid' where id = 1`);
    await apply(told(0, HARD));
    expect(opened.tables().deliveries?.[0]).toMatchObject({
      status: 'rejected',
      reject_code: 'invalid',
      bounce_kind: 'hard',
    });
  });

  test('events that wait are applied when the ids of their deliveries are known', async () => {
    const waiting = { delivery: null, emailKey: null };
    await apply(told(6, HARD, waiting), told(7, null, waiting));
    const named = opened.db.$client.prepare('update deliveries set provider_id = ? where id = ?');
    for (const { providerId, deliveryId } of opened.deliveries.slice(6)) named.run(providerId, deliveryId);
    const learned = opened.deliveries.slice(6).map(({ providerId }) => providerId);
    runSteps(opened.db, applyParkedEvents(inWords(opened.db), learned, NOW));
    const { provider_events: events, deliveries, suppressions } = opened.tables();
    expect(events).toMatchObject([7, 8].map((id) => ({ delivery_id: id, report: null })));
    expect(deliveries?.[6]).toMatchObject({ provider_state: 'bounced', status: 'pending' });
    expect(suppressions).toMatchObject([{ key: 'reader1@verdicts.test', reason: 'bounced' }]);
  });

  test('a batch that was done keeps its time and problem when an event settles one of its deliveries late', async () => {
    const slot = ISSUES[1].slot;
    await opened.deliveryStore.settleUncertain({ slot, how: 'accept', at: TUESDAY + 7 });
    const batchOf = () => opened.tables().batches?.find(({ issue_id }) => issue_id === 2);
    const { finished_at, last_problem, uncertain, submitted } = batchOf() ?? {};
    expect(finished_at).toBe(TUESDAY + 7);
    await apply(told(3, DELIVERED));
    expect(batchOf()).toMatchObject({
      ...{ finished_at, last_problem, status: 'done' },
      ...{ uncertain: Number(uncertain) - 1, submitted: Number(submitted) + 1 },
    });
  });

  test('an event is forgotten after a month, a bounded number at a time', async () => {
    const old = Array.from({ length: 300 }, (_, index) => told(0, null, { id: `old-${index}` }));
    await apply(...old);
    const later = NOW + 30 * DAY;
    await opened.providerEventStore.applyProviderEvents([told(0, null, { id: 'a' })], later);
    expect(opened.tables().provider_events).toHaveLength(301);
    await opened.providerEventStore.applyProviderEvents([told(0, null, { id: 'b' })], later + 1);
    expect(opened.tables().provider_events).toHaveLength(200);
  });

  test('an event that the tables refuse leaves its whole group unapplied', async () => {
    const before = opened.tables();
    await expect(apply(told(0, DELIVERED), told(1, DELIVERED, { id: ' ' }))).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining('CHECK'),
    });
    expect(opened.tables()).toEqual(before);
  });
});

test('no statement that runs for each event scans a whole table', () => {
  const { db, close } = openSqliteTables();
  const prepared: string[] = [];
  const prepare = db.$client.prepare.bind(db.$client);
  db.$client.prepare = ((statement: string) => {
    prepared.push(statement);
    return prepare(statement);
  }) as typeof db.$client.prepare;
  for (const query of Object.values(eventQueries)) runSteps(db, all<typeof query>(query, { rows: '[]' }));
  for (const one of Object.values(eventChanges)) runSteps(db, change<typeof one>(one, { rows: '[]' }));
  runSteps(db, change(pruneEvents, { before: NOW, most: 1 }));
  expect(prepared.length).toBeGreaterThan(10);
  for (const statement of prepared) {
    const count = statement.split('?').length - 1;
    const plan = prepare(`explain query plan ${statement}`).all(...Array(count).fill(1)) as {
      detail: string;
    }[];
    const scans = plan
      .map(({ detail }) => detail)
      .filter((detail) => detail.startsWith('SCAN') && !detail.includes('VIRTUAL TABLE'));
    expect(scans).toEqual([]);
  }
  close();
});
