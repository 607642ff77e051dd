import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEvent } from '../../src/provider-events/read-event.ts';
import { TUESDAY } from '../support/comparisons.ts';
import { openWithTables } from '../support/database/tables.ts';

const AT = '2026-11-17T09:00:01.500Z';
const DATA = {
  created_at: AT,
  email_id: 'e-1',
  from: 'a@verdicts.test',
  to: ['Reader1@Verdicts.test'],
  subject: 'x',
};
const TAGS = { issue: 'f0'.repeat(16), delivery: '42' };

const read = (event: unknown) =>
  readEvent({
    id: 'msg_1',
    body: Buffer.from(typeof event === 'string' ? event : JSON.stringify(event)),
    now: TUESDAY,
  });

const eventOf = (type: string, details: object = {}) => {
  const reading = read({ type, created_at: AT, data: { ...DATA, ...details } });
  return reading.kind === 'event' ? reading.event : expect.fail(`It was ${reading.kind}.`);
};

const bounced = (type: string, subType?: string) =>
  ({ bounce: { type, subType, message: 'reader1@verdicts.test does not exist' } }) as const;

describe('an event', () => {
  test('an event is read with its time, its message, its delivery and its address', () => {
    expect(eventOf('email.delivered', { tags: TAGS })).toEqual({
      id: 'msg_1',
      type: 'email.delivered',
      occurredAt: Date.parse(AT),
      providerId: 'e-1',
      delivery: { issueId: TAGS.issue, deliveryId: 42 },
      emailKey: 'reader1@verdicts.test',
      report: { state: 'delivered' },
    });
  });

  test.each([
    ['email.sent', {}, { state: 'submitted' }],
    ['email.scheduled', {}, { state: 'submitted' }],
    ['email.delivered', {}, { state: 'delivered' }],
    ['email.delivery_delayed', {}, { state: 'delayed' }],
    ['email.complained', {}, { state: 'complained' }],
    ['email.bounced', bounced('Permanent', 'NoEmail'), hard('Permanent/NoEmail')],
    ['email.bounced', bounced('Permanent'), hard('Permanent')],
    ['email.bounced', bounced('Transient', 'MailboxFull'), soft('Transient/MailboxFull')],
    ['email.bounced', bounced('Undetermined', 'Undetermined'), soft('Undetermined/Undetermined')],
    ['email.bounced', bounced('Transient', 'Suppressed'), hard('Transient/Suppressed')],
    ['email.bounced', bounced('New!', 'a@b.test said no'), soft('New_/a_b_test_said_no')],
    [
      'email.suppressed',
      { suppressed: { type: 'OnAccountSuppressionList' } },
      hard('suppressed/OnAccountSuppressionList'),
    ],
    ['email.bounced', { bounce: { type: 'Transient', subType: null } }, soft('Transient')],
    ['email.bounced', { bounce: { type: null, subType: 'MailboxFull' } }, soft('unknown/MailboxFull')],
    ['email.bounced', { bounce: null }, soft('unknown')],
    ['email.bounced', {}, soft('unknown')],
    ['email.bounced', { bounce: ['Permanent'] }, soft('unknown')],
    ['email.bounced', bounced('permanent', 'General'), hard('permanent/General')],
    ['email.bounced', bounced('transient', 'SUPPRESSED'), hard('transient/SUPPRESSED')],
    ['email.suppressed', {}, hard('suppressed')],
    ['email.suppressed', { suppressed: { type: null, reason: 7 } }, hard('suppressed')],
    ['email.suppressed', { suppressed: { reason: 'Previous_Complaint' } }, { state: 'complained' }],
    ['email.failed', {}, { state: 'bounced', bounce: null, code: 'failed' }],
    ['email.suppressed', { suppressed: { reason: 'previous_bounce' } }, hard('suppressed/previous_bounce')],
    ['email.suppressed', { suppressed: { reason: 'previous_complaint' } }, { state: 'complained' }],
    [
      'email.failed',
      { failed: { reason: 'reached_daily_quota' } },
      { state: 'bounced', bounce: null, code: 'failed/reached_daily_quota' },
    ],
  ])('%s with %j says %j', (type, details, report) => {
    expect(eventOf(type, details).report).toEqual(report);
  });

  test.each(['email.opened', 'email.clicked', 'email.received', 'email.invented', 'contact.created'])(
    'an event without meaning for us is ignored: %s',
    (type) => {
      expect(eventOf(type, { tags: TAGS })).toMatchObject({
        type,
        providerId: 'e-1',
        delivery: { deliveryId: 42 },
        report: null,
      });
    },
  );

  test.each([
    ['without the id of the provider', { email_id: undefined, tags: TAGS }, { providerId: null }],
    ['with an id that nobody could keep', { email_id: ' ', tags: TAGS }, { providerId: null }],
    ['with tags of somebody else', { tags: ['x'] }, { delivery: null, providerId: 'e-1' }],
  ])('%s is about its delivery all the same', (_, details, expected) => {
    expect(eventOf('email.delivered', details)).toMatchObject({
      ...expected,
      report: { state: 'delivered' },
    });
  });

  test.each([undefined, null, 'yesterday', '2026-11-17T09:00:01', '1969-12-31T23:59:59Z'])(
    'an event at %j is dated by its arrival',
    (created_at) => {
      const reading = read({ type: 'email.sent', created_at, data: DATA });
      expect(reading).toMatchObject({ event: { occurredAt: TUESDAY, report: { state: 'submitted' } } });
    },
  );

  test('an event of an unknown type may have any form', () => {
    const reading = read({ type: 'topic.created', created_at: 17, data: [{ email_id: 4 }] });
    expect(reading).toMatchObject({
      event: { type: 'topic.created', occurredAt: TUESDAY, providerId: null, delivery: null, report: null },
    });
  });

  test.each([
    [{ issue: 'news', delivery: '1' }],
    [{ issue: TAGS.issue, delivery: '0' }],
    [{ issue: TAGS.issue, delivery: '1e3' }],
    [{ issue: TAGS.issue }],
    [[{ name: 'issue', value: TAGS.issue }]],
    ['issue'],
    [null],
    [undefined],
  ])('an event with another program’s tags %j names no delivery of ours', (tags) => {
    expect(eventOf('email.sent', { tags }).delivery).toBeNull();
  });

  test.each([
    [['Reader <READER1@verdicts.test>'], 'reader1@verdicts.test'],
    ['reader1@verdicts.test', 'reader1@verdicts.test'],
    [['reader@bücher.test'], 'reader@xn--bcher-kva.test'],
    [['a@verdicts.test', 'b@verdicts.test'], null],
    [['nobody'], null],
    [[], null],
    [Array(51).fill('reader1@verdicts.test'), null],
    [undefined, null],
  ])('an event to %j has the address %j', (to, emailKey) => {
    expect(eventOf('email.sent', { to }).emailKey).toBe(emailKey);
  });

  test.each([
    ['2026-11-17T09:00:01.500000+00:00', Date.parse(AT)],
    ['2026-11-17T10:00:01.500+01:00', Date.parse(AT)],
    ['2026-11-17 09:00:01.5+00', Date.parse(AT)],
  ])('an event at %s is dated', (created_at, occurredAt) => {
    expect(read({ type: 'email.sent', created_at, data: DATA })).toMatchObject({ event: { occurredAt } });
  });
});

const NO_ID = ['data.email_id', 'data.tags'];

describe('what is no event', () => {
  test.each(['', '{', '{"type":"email.sent"', '\ufeff{}', '<html>'])(
    '%j is unreadable as an event',
    (body) => {
      expect(read(body)).toEqual({ kind: 'unreadable' });
    },
  );

  test.each<[unknown, string[]]>([
    [null, ['event']],
    [[], ['event']],
    ['"email.sent"', ['event']],
    [{}, ['type']],
    [{ type: 7 }, ['type']],
    [{ type: ' ' }, ['type']],
    [{ type: 'x'.repeat(101) }, ['type']],
    [{ type: 'email.sent' }, NO_ID],
    [{ type: 'email.sent', created_at: AT, data: [] }, NO_ID],
    [{ type: 'email.sent', created_at: AT, data: { ...DATA, email_id: null } }, NO_ID],
    [{ type: 'email.bounced', created_at: AT, data: { ...DATA, email_id: 7, tags: { issue: 'x' } } }, NO_ID],
  ])('%j has wrong fields', (event, fields) => {
    expect(read(event)).toEqual({ kind: 'wrong-fields', fields });
  });
});

describe('whatever is read as an event', () => {
  let stores: Awaited<ReturnType<typeof openWithTables>>;
  beforeAll(async () => {
    stores = await openWithTables();
  });
  afterAll(() => stores.close());

  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('Permanent', AT, 'a@b.test', '\0', ' '),
  );
  const data = fc.record(
    {
      email_id: anyText,
      to: fc.oneof(anyText, fc.array(anyText, { maxLength: 2 })),
      tags: fc.oneof(fc.constant(TAGS), fc.object({ maxDepth: 1 })),
      bounce: fc.record({ type: anyText, subType: anyText }, { requiredKeys: [] }),
      failed: fc.record({ reason: anyText }),
      suppressed: fc.record({ type: anyText, reason: anyText }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  );
  const event = fc.record({
    type: fc.oneof(
      fc.constantFrom('email.sent', 'email.bounced', 'email.failed', 'email.suppressed', 'email.complained'),
      anyText,
    ),
    created_at: fc.oneof(fc.constant(AT), fc.date({ noInvalidDate: true }).map(String), anyText),
    data: fc.oneof(data, fc.jsonValue()),
  });

  test('whatever is read as an event can be saved, and no other error is thrown', async () => {
    let ids = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(event, fc.jsonValue()), async (json) => {
        const reading = read(json);
        if (reading.kind !== 'event') return;
        ids += 1;
        const events = [{ ...reading.event, id: `msg_${ids}` }];
        expect(await stores.providerEventStore.applyProviderEvents(events, TUESDAY)).toMatchObject({
          applied: 1,
        });
      }),
      { numRuns: 2_000 },
    );
    expect(ids).toBeGreaterThan(100);
  });
});

function hard(code: string) {
  return { state: 'bounced', bounce: 'hard', code };
}

function soft(code: string) {
  return { state: 'bounced', bounce: 'soft', code };
}
