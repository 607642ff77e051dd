import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openWithTables } from '../support/database/tables.ts';
import { anEmailEvent, openHttpApp, type ToldEvent, tell } from '../support/http/http-app.ts';
import { addReaders, aFrozenIssue, approveIssue, freezeWholeAudience, SLOT } from '../support/issues.ts';
import { handOverAll } from '../support/sending/hand-over.ts';
import { signedHeaders } from '../support/sending/provider-events.ts';

const MINUTE = 60_000;
const tags = (deliveryId: number) => ({ tags: { issue: aFrozenIssue().id, delivery: String(deliveryId) } });
const PERMANENT = { bounce: { type: 'Permanent', subType: 'NoEmail', message: 'x' } };

let stores: Awaited<ReturnType<typeof openWithTables>>;
let app: ReturnType<typeof openHttpApp>;
beforeEach(async () => {
  stores = await openWithTables();
  await addReaders(stores.subscriberStore, 3);
  await approveIssue(stores);
  await freezeWholeAudience(stores.deliveryStore);
  await handOverAll(stores.deliveryStore);
  app = openHttpApp(stores);
});
afterEach(() => stores.close());

const outcomes = async () => (await stores.deliveryStore.progress(SLOT)).outcomes;

async function problemOf(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await response.json()) as { fields?: string[] };
  expect(problem).toMatchObject({ type: 'about:blank', status: response.status });
  return { ...problem, status: response.status };
}

test('an event is answered by 200 once it is applied', async () => {
  const response = await tell(app.http, { event: anEmailEvent('email.delivered', tags(1)) });
  expect([response.status, await response.json()]).toEqual([200, { status: 'kept' }]);
  expect(await outcomes()).toMatchObject({ delivered: 1 });
  expect(app.tally).toMatchObject({ kept: { 'email.delivered': 1 }, repeated: 0 });
});

test('events that arrive at once are applied once each, and all are answered', async () => {
  const told = [1, 2, 3, 1, 2, 3].map((deliveryId) =>
    tell(app.http, {
      id: `msg_${deliveryId}`,
      event: anEmailEvent('email.bounced', { ...tags(deliveryId), ...PERMANENT }),
    }),
  );
  expect((await Promise.all(told)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
  expect(await outcomes()).toMatchObject({ bounced: 3 });
  expect((await stores.tables()).suppressions).toHaveLength(3);
  expect(app.tally).toMatchObject({ kept: { 'email.bounced': 6 }, repeated: 3 });
});

test('an event of an unknown type is stored and answered by 200', async () => {
  const response = await tell(app.http, { event: { type: 'inbox.moved', whatever: [1] } });
  expect(response.status).toBe(200);
  expect((await stores.tables()).provider_events).toMatchObject([
    { id: 'msg_1', type: 'inbox.moved', delivery_id: null },
  ]);
  expect(app.tally.kept.other).toBe(1);
});

test.each(['application/json', 'Application/JSON; charset=utf-8', undefined])(
  'an event of the content type %s is accepted',
  async (type) => {
    const body = JSON.stringify(anEmailEvent());
    const { 'content-type': _, ...signed } = signedHeaders({ id: 'msg_1', body });
    const response = await app.http.request('/webhooks/resend', {
      method: 'POST',
      body: Buffer.from(body),
      headers: type === undefined ? signed : { ...signed, 'content-type': type },
    });
    expect(response.status).toBe(200);
  },
);

describe('an event that changes no table:', () => {
  const bounce = anEmailEvent('email.bounced', { ...tags(1), ...PERMANENT });
  const forged = { 'svix-signature': 'v1,Zm9yZ2VkIQ==' };

  test.each<[string, ToldEvent, number, string]>([
    ['a forged signature', { event: bounce, headers: forged }, 401, 'signature'],
    ['no signature', { event: bounce, headers: { 'svix-signature': '' } }, 401, 'signature'],
    ['a signature for another event', { event: bounce, headers: { 'svix-id': 'msg_2' } }, 401, 'signature'],
    ['a stale event', { event: bounce, at: new Date(Date.now() - 6 * MINUTE) }, 401, 'signature'],
    ['an event of the future', { event: bounce, at: new Date(Date.now() + 6 * MINUTE) }, 401, 'signature'],
    [
      'a form',
      { event: bounce, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'unreadable',
    ],
    [
      'what only begins like JSON',
      { event: bounce, headers: { 'content-type': 'application/jsonp' } },
      415,
      'unreadable',
    ],
    [
      'an event larger than 64 KiB',
      { event: { ...bounce, padding: 'x'.repeat(64 * 1024) } },
      413,
      'too-large',
    ],
    ['an unreadable event', { event: '{"type":' }, 400, 'unreadable'],
    ['an empty event', { event: '' }, 400, 'unreadable'],
    ['an event with wrong fields', { event: { ...bounce, data: PERMANENT } }, 422, 'wrong-fields'],
    ['an event of 3 MB', { event: { ...bounce, padding: 'x'.repeat(3_000_000) } }, 413, 'too-large'],
    [
      'an event of 3 MB that does not say how long it is',
      { event: { ...bounce, padding: 'x'.repeat(3_000_000) }, headers: { 'transfer-encoding': 'chunked' } },
      413,
      'too-large',
    ],
  ])('an event is refused and changes no table: %s', async (_, told, status, reason) => {
    const before = await stores.tables();
    expect(await problemOf(await tell(app.http, told))).toMatchObject({ status });
    expect(await stores.tables()).toEqual(before);
    expect(app.tally.refused).toMatchObject({ [reason]: 1 });
    expect(Object.values(app.tally.refused).reduce((sum, count) => sum + count)).toBe(1);
  });

  test('an event that was applied before changes nothing, however often it arrives', async () => {
    await tell(app.http, { event: bounce });
    const before = await stores.tables();
    app.clock.advance(MINUTE);
    for (const at of [new Date(), new Date(Date.now() - MINUTE)])
      expect((await tell(app.http, { event: bounce, at })).status).toBe(200);
    expect(await stores.tables()).toEqual(before);
    expect(app.tally).toMatchObject({ kept: { 'email.bounced': 3 }, repeated: 2 });
  });

  test('a request to the webhook by another method changes nothing', async () => {
    const before = await stores.tables();
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const response = await app.http.request('/webhooks/resend', { method });
      expect(response.headers.get('allow')).toBe('POST');
      expect(await problemOf(response)).toMatchObject({ status: 405 });
    }
    expect(await stores.tables()).toEqual(before);
  });
});

test('the answer names the wrong fields of an event, without their contents', async () => {
  const event = anEmailEvent('email.bounced', { email_id: 'reader1@verdicts.test is none' });
  const problem = await problemOf(await tell(app.http, { event }));
  expect(problem.fields).toEqual(['data.email_id', 'data.tags']);
  expect(JSON.stringify(problem)).not.toContain('@');
});

test('if the store fails, the provider is asked to send the event again', async () => {
  await stores.sql('drop table provider_events');
  expect(await problemOf(await tell(app.http))).toMatchObject({ status: 503 });
  expect(app.tally.refused.store).toBe(1);
  expect(app.errors).toMatchObject([{ message: expect.stringContaining('provider_events') }]);
});

test('without a signing secret, every event is refused unread', async () => {
  const before = await stores.tables();
  const { http } = openHttpApp(stores, null);
  expect(await problemOf(await tell(http))).toMatchObject({
    status: 404,
    detail: expect.stringContaining('RESEND_WEBHOOK_SECRET'),
  });
  expect(await stores.tables()).toEqual(before);
});
