import { describe, expect, test } from 'vitest';
import type {
  EventFacts,
  KnownBatch,
  KnownDelivery,
  KnownIssue,
} from '../../src/provider-events/event-facts.ts';
import { planEvents } from '../../src/provider-events/plan-events.ts';
import type { ProviderEvent } from '../../src/provider-events/provider-event-store.ts';
import { subscribersInQuestion } from '../../src/provider-events/subscribers-in-question.ts';
import { TUESDAY } from '../support/comparisons.ts';
import { COMPLAINED, DELIVERED, HARD, SOFT } from '../support/sending/provider-events.ts';

const NOW = TUESDAY + 5_000;
const FREEZE = 'f0'.repeat(16);

const aDelivery = (given: Partial<KnownDelivery> = {}): KnownDelivery => ({
  id: 1,
  issueId: 7,
  freezeId: FREEZE,
  batchNumber: 1,
  status: 'submitted',
  updatedAt: TUESDAY,
  providerId: 're_1',
  subscriberId: 11,
  emailKey: 'ada@verdicts.test',
  state: null,
  stateAt: null,
  bounceKind: null,
  bounceCode: null,
  ...given,
});
const aBatch = (given: Partial<KnownBatch> = {}): KnownBatch => ({
  issueId: 7,
  number: 1,
  status: 'uncertain',
  isFixed: true,
  size: 2,
  submitted: 0,
  rejected: 0,
  excluded: 0,
  uncertain: 2,
  ...given,
});
const anIssue = (given: Partial<KnownIssue> = {}): KnownIssue => ({
  id: 7,
  slot: '2026-W47',
  status: 'paused',
  isAudienceFixed: true,
  unfinishedBatches: 1,
  ...given,
});
const facts = (given: Partial<EventFacts> = {}): EventFacts => ({
  appliedIds: new Set(),
  deliveries: [aDelivery()],
  parked: [],
  batches: [],
  issues: [],
  suppressions: new Map(),
  subscriberIds: new Map(),
  reports: [],
  ...given,
});
const anEvent = (given: Partial<ProviderEvent> = {}): ProviderEvent => ({
  id: 'evt-1',
  type: 'email.test',
  occurredAt: TUESDAY + 1,
  providerId: 're_1',
  delivery: null,
  emailKey: 'ada@verdicts.test',
  report: DELIVERED,
  ...given,
});
const plan = (events: readonly ProviderEvent[], given: Partial<EventFacts> = {}) =>
  planEvents({ events, now: NOW }, facts(given));

describe('a group of provider events', () => {
  test('counts an event once, although the group repeats it', () => {
    const { applied, newEvents, issueCounts } = plan([anEvent(), anEvent()]);
    expect(applied).toBe(1);
    expect(newEvents).toHaveLength(1);
    expect(issueCounts).toEqual([{ issueId: 7, delayed: 0, delivered: 1, bounced: 0, complained: 0 }]);
  });

  test('writes nothing for events that were applied before', () => {
    const { applied, deliveries, newEvents } = plan([anEvent()], { appliedIds: new Set(['evt-1']) });
    expect({ applied, deliveries, newEvents }).toEqual({ applied: 0, deliveries: [], newEvents: [] });
  });

  test('keeps the strongest of several reports about one delivery, and counts it alone', () => {
    const events = [
      anEvent({ id: 'a', report: { state: 'delayed' } }),
      anEvent({ id: 'b', report: HARD, occurredAt: TUESDAY + 3 }),
      anEvent({ id: 'c', report: DELIVERED, occurredAt: TUESDAY + 2 }),
    ];
    const { deliveries, issueCounts } = plan(events);
    expect(deliveries).toMatchObject([{ state: 'bounced', stateAt: TUESDAY + 3, bounceKind: 'hard' }]);
    expect(issueCounts).toEqual([{ issueId: 7, delayed: 0, delivered: 0, bounced: 1, complained: 0 }]);
  });

  test('does not take the tags of another database for ours', () => {
    const tagged = anEvent({ providerId: 're_9', delivery: { issueId: 'e0'.repeat(16), deliveryId: 1 } });
    const { deliveries, newEvents } = plan([tagged]);
    expect(deliveries).toEqual([]);
    expect(newEvents).toMatchObject([{ deliveryId: null, report: DELIVERED }]);
  });

  test('applies an event without tags once another event of the group names its delivery', () => {
    const untagged = anEvent({ id: 'early', providerId: 're_2', report: HARD });
    const tagged = anEvent({
      id: 'late',
      providerId: 're_2',
      delivery: { issueId: FREEZE, deliveryId: 1 },
      report: { state: 'delayed' },
    });
    const { deliveries, newEvents, suppressions } = plan([untagged, tagged], {
      deliveries: [aDelivery({ providerId: null })],
    });
    expect(deliveries).toMatchObject([{ providerId: 're_2', state: 'bounced' }]);
    expect(newEvents).toMatchObject([
      { id: 'early', deliveryId: 1, report: null },
      { id: 'late', deliveryId: 1 },
    ]);
    expect(suppressions.get('ada@verdicts.test')).toEqual({ reason: 'bounced', at: TUESDAY + 1 });
  });

  test('links an event that waited, once the provider id of its delivery is known', () => {
    const parked = [{ id: 'waited', providerId: 're_1', occurredAt: TUESDAY, report: DELIVERED }];
    const { linkedEvents, deliveries } = planEvents(
      { events: [], learnedProviderIds: ['re_1'], now: NOW },
      facts({ parked }),
    );
    expect(linkedEvents).toEqual([{ id: 'waited', deliveryId: 1 }]);
    expect(deliveries).toMatchObject([{ state: 'delivered', stateAt: TUESDAY }]);
  });

  test('finishes an uncertain batch, and with the last one a paused issue', () => {
    const both = [
      aDelivery({ id: 1, status: 'uncertain' }),
      aDelivery({
        id: 2,
        status: 'uncertain',
        providerId: 're_2',
        subscriberId: 12,
        emailKey: 'ben@verdicts.test',
      }),
    ];
    const events = [anEvent(), anEvent({ id: 'evt-2', providerId: 're_2', emailKey: 'ben@verdicts.test' })];
    const given = { deliveries: both, batches: [aBatch()], issues: [anIssue()] };
    expect(plan(events.slice(0, 1), given)).toMatchObject({
      batches: [{ submitted: 1, uncertain: 1, status: 'uncertain' }],
      finishedBatches: [],
      finishedIssues: [],
    });
    expect(plan(events, given)).toMatchObject({
      deliveries: [
        { status: 'submitted', updatedAt: NOW },
        { status: 'submitted', updatedAt: NOW },
      ],
      batches: [{ submitted: 2, uncertain: 0, status: 'done' }],
      finishedIssues: [{ id: 7, status: 'sent' }],
    });
    const another = { ...given, issues: [anIssue({ unfinishedBatches: 2 })] };
    expect(plan(events, another).finishedIssues).toEqual([]);
  });

  test('counts a late event of a batch that was done before, and does not end the batch again', () => {
    const given = {
      deliveries: [aDelivery({ status: 'uncertain' })],
      batches: [aBatch({ status: 'done' })],
      issues: [anIssue({ status: 'sent', unfinishedBatches: null })],
    };
    const { batches, finishedBatches } = plan([anEvent()], given);
    expect(batches).toMatchObject([{ submitted: 1, uncertain: 1, status: 'done' }]);
    expect(finishedBatches).toEqual([]);
  });

  test('leaves a delivery whose request is in flight to the response, but remembers its provider id', () => {
    const { deliveries, batches } = plan([anEvent({ delivery: { issueId: FREEZE, deliveryId: 1 } })], {
      deliveries: [aDelivery({ status: 'pending', providerId: null })],
      batches: [aBatch({ status: 'taken', uncertain: 0 })],
      issues: [anIssue({ status: 'sending', unfinishedBatches: null })],
    });
    expect(deliveries).toMatchObject([{ status: 'pending', providerId: 're_1', state: 'delivered' }]);
    expect(batches).toEqual([]);
  });

  test('never turns a rejected or excluded delivery into a submitted one', () => {
    for (const status of ['rejected', 'excluded'] as const) {
      const { deliveries } = plan([anEvent({ report: HARD })], { deliveries: [aDelivery({ status })] });
      expect(deliveries).toMatchObject([{ status, state: 'bounced' }]);
    }
  });

  test('counts the report about an erased subscriber, and suppresses nobody', () => {
    const erased = aDelivery({ subscriberId: null, emailKey: null });
    const { issueCounts, suppressions } = plan([anEvent({ report: COMPLAINED })], { deliveries: [erased] });
    expect(issueCounts).toMatchObject([{ complained: 1 }]);
    expect(suppressions.size).toBe(0);
  });

  test('suppresses the subscriber that a test email bounced for, and no one unknown', () => {
    const test = anEvent({ providerId: 're_test', report: HARD, emailKey: 'ben@verdicts.test' });
    const known = { subscriberIds: new Map([['ben@verdicts.test', 12]]) };
    expect(plan([test], known).suppressions.get('ben@verdicts.test')).toMatchObject({ reason: 'bounced' });
    expect(plan([test]).suppressions.size).toBe(0);
  });

  test('lifts a suppression by soft bounces once one of those emails turns out to be delivered', () => {
    const earlier = [2, 3, 4, 5].map((id) => ({
      deliveryId: id,
      subscriberId: 11,
      state: 'bounced' as const,
      stateAt: TUESDAY - id,
      bounceKind: 'soft' as const,
    }));
    const fifth = plan([anEvent({ report: SOFT })], { reports: earlier });
    expect(fifth.suppressions.get('ada@verdicts.test')).toEqual({ reason: 'bounced', at: TUESDAY + 1 });
    const both = plan([anEvent({ report: SOFT }), anEvent({ id: 'evt-2' })], { reports: earlier });
    expect(both.suppressions.get('ada@verdicts.test')).toBeNull();
  });
});

describe('the subscribers in question', () => {
  const without = (given: Partial<EventFacts> = {}) => facts(given);

  test('are none if all was delivered and nobody is suppressed', () => {
    expect(subscribersInQuestion([anEvent()], without())).toEqual([]);
  });

  test('are those of whom something bounced or who complained, however the event names them', () => {
    const tagged = { delivery: { issueId: FREEZE, deliveryId: 1 }, providerId: null, emailKey: null };
    for (const report of [HARD, SOFT, COMPLAINED]) {
      expect(subscribersInQuestion([anEvent({ report })], without())).toEqual([11]);
      expect(subscribersInQuestion([anEvent({ ...tagged, report })], without())).toEqual([11]);
    }
  });

  test('include a suppressed subscriber of whom something was delivered', () => {
    const suppressions = new Map([['ada@verdicts.test', { reason: 'bounced', at: TUESDAY } as const]]);
    expect(subscribersInQuestion([anEvent()], without({ suppressions }))).toEqual([11]);
  });
});
