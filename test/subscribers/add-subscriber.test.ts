import { beforeEach, describe, expect, test } from 'vitest';
import { type AddSubscriberRequest, addSubscriber } from '../../src/subscribers/add-subscriber.ts';
import { erasedKey } from '../../src/subscribers/erased-key.ts';
import type { SuppressionReason } from '../../src/subscribers/subscriber.ts';
import type { SubscriberStore } from '../../src/subscribers/subscriber-store.ts';
import { unsubscribe } from '../../src/subscribers/unsubscribe.ts';
import { HOUR } from '../support/comparisons.ts';
import { type OpenedStores, openWithTables } from '../support/database/tables.ts';

const AT = Date.UTC(2026, 10, 17, 9);
const secrets = ['the present secret of these tests'];

let opened: OpenedStores;
let store: SubscriberStore;
beforeEach(async () => {
  opened = await openWithTables();
  store = opened.subscriberStore;
});

const suppress = (key: string, reason: SuppressionReason) =>
  opened.sql(`insert into suppressions (key, reason, at) values ('${key}', '${reason}', ${AT})`);

const add = (email: string, rest: Partial<AddSubscriberRequest> = {}) =>
  addSubscriber({
    subscriberStore: store,
    email,
    name: null,
    confirmed: false,
    source: 'command',
    now: AT,
    secrets,
    ...rest,
  });
const nextEmail = () =>
  opened.outgoingEmailStore.claimEmail({ now: AT, leaseExpiresAt: AT + 1, notices: false });
const leave = (email: string) =>
  unsubscribe({ subscriberStore: store, email, source: 'command', now: AT + 1 });

describe('adding a subscriber', () => {
  test('adding makes a pending subscriber, with where they came from, and emails them a question', async () => {
    expect(await add(' Ada@X.example ', { name: '  Ada \n Lovelace ' })).toMatchObject({
      status: 'added',
      asked: 'queued',
      subscriber: {
        email: 'Ada@X.example',
        name: 'Ada Lovelace',
        status: 'pending',
        createdAt: AT,
        consent: [
          { event: 'added', at: AT, source: 'command' },
          { event: 'requested', at: AT, source: 'command' },
        ],
      },
    });
    expect(await nextEmail()).toMatchObject({ kind: 'confirm', email: 'Ada@X.example' });
  });

  test('adding a pending subscriber asks again, as often as the limits allow', async () => {
    await add('a@x.example');
    expect(await add('a@x.example')).toMatchObject({ status: 'unchanged', asked: 'limited' });
    expect(await add('a@x.example', { now: AT + HOUR })).toMatchObject({ asked: 'queued' });
  });

  test('adding an existing subscriber sends no email', async () => {
    for (const confirmed of [true, false])
      expect(await add('a@x.example', { confirmed })).toMatchObject({ asked: 'none' });
    expect(await nextEmail()).toBeNull();
  });

  test('adding a suppressed address is refused, even without a subscriber', async () => {
    await suppress('a@x.example', 'bounced');
    expect(await add('a@x.example', { confirmed: true })).toMatchObject({ status: 'refused' });
    expect(await nextEmail()).toBeNull();
  });

  test('adding makes a confirmed subscriber if the operator vouches for their consent', async () => {
    expect(await add('a@x.example', { confirmed: true })).toMatchObject({
      subscriber: { status: 'confirmed' },
    });
  });

  test('adding with consent confirms a pending subscriber, and leaves a confirmed one alone', async () => {
    await add('a@x.example');
    expect(await add('a@x.example', { confirmed: true })).toMatchObject({
      status: 'updated',
      subscriber: { status: 'confirmed' },
    });
    expect(await add('a@x.example')).toMatchObject({
      status: 'unchanged',
      subscriber: { status: 'confirmed' },
    });
  });

  test.each([
    ['ada', {}, /no @/],
    ['a@x.example', { name: 'n'.repeat(201) }, /longer than 200/],
  ])('adding %s is refused with the reason', async (email, rest, reason) => {
    expect(await add(email, rest)).toMatchObject({
      status: 'refused',
      reason: expect.stringMatching(reason),
    });
    expect(await store.page({ after: 0, limit: 1 })).toEqual([]);
  });

  test('adding somebody who unsubscribed is refused', async () => {
    await add('a@x.example');
    await leave('a@x.example');
    expect(await add('a@x.example', { confirmed: true })).toEqual({
      status: 'refused',
      liftable: false,
      reason: expect.stringMatching(/unsubscribed.*signing up again/),
    });
    expect(await store.findHistory('a@x.example')).toMatchObject({ status: 'unsubscribed' });
  });

  test.each([
    ['bounced', /bounced for good/, true],
    ['complained', /spam/, true],
    ['erased', /erased/, false],
  ] as const)('adding a suppressed address is refused: %s', async (reason, message, liftable) => {
    await add('a@x.example');
    await suppress('a@x.example', reason);
    expect(await add('a@x.example', { confirmed: true })).toEqual({
      status: 'refused',
      reason: expect.stringMatching(message),
      liftable,
    });
  });

  test('adding an erased address is refused', async () => {
    const key = erasedKey('a@x.example', secrets[0] ?? '');
    await suppress(key, 'erased');
    expect(await add('A@x.example')).toMatchObject({
      status: 'refused',
      reason: expect.stringMatching(/erased/),
    });
    expect(await store.findHistory('a@x.example')).toBeNull();
  });
});

describe('unsubscribing by address', () => {
  test('unsubscribing by address ends the subscription and records who did it', async () => {
    await add('a@x.example', { confirmed: true });
    expect(await leave(' A@x.example')).toEqual({ status: 'unsubscribed' });
    expect(await store.findHistory('a@x.example')).toMatchObject({
      status: 'unsubscribed',
      consent: [{ event: 'added' }, { event: 'unsubscribed', source: 'command', at: AT + 1, slot: null }],
    });
  });

  test('unsubscribing by address says if it had ended, if nobody has the address, and if it is no address', async () => {
    await add('a@x.example');
    await leave('a@x.example');
    expect(await leave('a@x.example')).toEqual({ status: 'already' });
    expect(await leave('b@x.example')).toEqual({ status: 'unknown' });
    expect(await leave('b')).toEqual({ status: 'refused', reason: 'The address has no @.' });
  });
});
