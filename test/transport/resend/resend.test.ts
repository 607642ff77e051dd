import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/shared/clock.ts';
import { openSqliteStores } from '../../../src/sqlite/open-stores.ts';
import { openResend } from '../../../src/transport/resend/resend.ts';
import { aMail, aRecipient, transportContract } from '../../contracts/transport-contract.ts';
import {
  FAKE_KEY,
  type FakeResend,
  type FakeResendOptions,
  startFakeResend,
} from '../../fake-resend/fake-resend.ts';
import { emptyDatabase } from '../../support/database/empty-database.ts';
import { aFrozenIssue } from '../../support/issues.ts';

const open = (baseUrl: string, stores: ReturnType<typeof openSqliteStores>, apiKey = FAKE_KEY) =>
  openResend({ apiKey, baseUrl, requestsPerSecond: null, paceStore: stores.paceStore, clock: systemClock });

transportContract('Resend', async () => {
  const fake = await startFakeResend({ rateLimit: 100 });
  const stores = openSqliteStores(emptyDatabase());
  return {
    transport: open(fake.url, stores),
    arrived: async () => (await fake.history()).accepted.flatMap(({ to }) => to),
    remove: async () => {
      await stores.close();
      await fake.stop();
    },
  };
});

describe('a batch through Resend', () => {
  let fake: FakeResend;
  let stores: ReturnType<typeof openSqliteStores>;
  beforeEach(async () => {
    fake = await startFakeResend({ rateLimit: 100, keepsContent: true });
    stores = openSqliteStores(emptyDatabase());
  });
  afterEach(async () => {
    await stores.close();
    await fake.stop();
  });

  const issue = aFrozenIssue();
  const recipients = [aRecipient(1), aRecipient(2), aRecipient(3)];
  const handOver = async (
    given: { key?: string; apiKey?: string; signal?: AbortSignal; url?: string } = {},
  ) => {
    const transport = open(given.url ?? fake.url, stores, given.apiKey);
    const body = await transport.compose({ issue, recipients });
    const signal = given.signal ?? AbortSignal.timeout(10_000);
    const turn = await transport.awaitTurn(new AbortController().signal);
    if (turn === null) throw new Error('Its turn did not come.');
    return transport.handOver(
      { idempotencyKey: given.key ?? 'k', body, issue, recipients },
      { turn, signal },
    );
  };
  const tell = (orders: FakeResendOptions) => fake.tell(orders);

  test('a batch through Resend arrives as it was composed, with its key and tags that name each delivery', async () => {
    await handOver({ key: 'key-1' });
    const { accepted } = await fake.history();
    expect(accepted).toHaveLength(3);
    expect(accepted[1]).toMatchObject({
      key: 'key-1',
      to: ['reader2@verdicts.test'],
      tags: { issue: issue.id, delivery: '2' },
      headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
      html: expect.stringContaining('https://verdicts.test/unsubscribe/u2'),
    });
  });

  test('a batch through Resend loses only the message with the refused address, and matches ids to the others', async () => {
    await tell({ invalidAddresses: ['reader2@verdicts.test'] });
    const answer = await handOver();
    if (answer.kind !== 'answered') throw new Error(`Expected answers, not ${answer.kind}.`);
    expect(answer.outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'rejected', 'accepted']);
    const ids = (await fake.history()).accepted.map(({ id }) => id);
    expect(answer.outcomes.flatMap((one) => (one.kind === 'accepted' ? [one.providerId] : []))).toEqual(ids);
  });

  test.each([
    ['application-error', 'uncertain'],
    ['service-unavailable', 'uncertain'],
    ['bad-gateway', 'uncertain'],
    ['dropped-at-once', 'uncertain'],
    ['dropped', 'uncertain'],
    ['too-many-requests', 'retry'],
    ['accepted-then-application-error', 'uncertain'],
    ['accepted-then-dropped', 'uncertain'],
    ['accepted-then-cut-short', 'uncertain'],
    ['accepted-then-html', 'uncertain'],
  ] as const)(
    'a batch that meets the fault %s is %s, and goes out once when it is repeated',
    async (fault, kind) => {
      await tell({ faults: [fault] });
      expect((await handOver()).kind).toBe(kind);
      expect((await handOver()).kind).toBe('answered');
      const history = await fake.history();
      expect(history.accepted).toHaveLength(3);
      expect(history.keysWithSeveralBodies()).toEqual([]);
    },
  );

  test.each(['silent', 'accepted-then-silent'] as const)(
    'a batch that is never answered (%s) is uncertain after the time limit',
    async (fault) => {
      await tell({ faults: [fault] });
      expect((await handOver({ signal: AbortSignal.timeout(100) })).kind).toBe('uncertain');
    },
  );

  test('a batch to a server that does not listen is uncertain', async () => {
    await fake.stop();
    expect((await handOver()).kind).toBe('uncertain');
    fake = await startFakeResend();
  });

  test('a batch whose key belongs to another body is left to a person', async () => {
    const transport = open(fake.url, stores);
    await handOver();
    const body = await transport.compose({ issue, recipients: [aRecipient(9)] });
    const signal = AbortSignal.timeout(10_000);
    const turn = (await transport.awaitTurn(signal)) ?? { id: 0, at: 0 };
    const other = { idempotencyKey: 'k', body, issue, recipients: [aRecipient(9)] };
    expect((await transport.handOver(other, { turn, signal })).kind).toBe('hold');
  });

  test('a batch with a wrong key, an unverified domain or a used-up month is refused whole, and stops the issue', async () => {
    expect(await handOver({ apiKey: 're_unknown' })).toMatchObject({
      kind: 'pause',
      until: null,
      reason: expect.stringContaining('RESEND_API_KEY'),
    });
    await tell({ monthlyQuota: 2 });
    expect(await handOver()).toMatchObject({ kind: 'pause', until: null });
    await tell({ monthlyQuota: null, domains: [] });
    expect(await handOver()).toMatchObject({
      kind: 'pause',
      until: null,
      reason: expect.stringContaining('Verify the domain'),
    });
    expect((await fake.history()).accepted).toEqual([]);
  });

  test('a batch beyond the daily quota pauses the issue until 00:00 UTC', async () => {
    await tell({ dailyQuota: 2 });
    const answer = await handOver();
    if (answer.kind !== 'pause') throw new Error(`Expected a pause, not ${answer.kind}.`);
    expect(new Date(answer.until ?? 0).toISOString()).toMatch(/T00:00:00\.000Z$/);
  });

  test.each([
    [401, { message: 'Unauthorized' }, 'pause'],
    [403, { message: 'Forbidden' }, 'pause'],
    [413, { message: 'Request Entity Too Large' }, 'divide'],
    [429, { error: 'slow down' }, 'retry'],
    [503, null, 'uncertain'],
    [500, 'oops', 'uncertain'],
  ])('a batch that a server in between answers with %d and %j means: %s', async (status, body, kind) => {
    const between = createServer((request, response) => {
      request.resume().on('end', () => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
    between.listen(0, '127.0.0.1');
    await once(between, 'listening');
    const { port } = between.address() as AddressInfo;
    expect((await handOver({ url: `http://127.0.0.1:${port}` })).kind).toBe(kind);
    between.close();
    between.closeAllConnections();
  });

  test('a batch that cannot be built into a request says why', async () => {
    await fake.stop();
    expect(await handOver()).toMatchObject({ reason: expect.stringContaining('ECONNREFUSED') });
    fake = await startFakeResend();
  });

  test('a batch that is too large is to be split', async () => {
    await tell({ bodyLimit: 100 });
    expect((await handOver()).kind).toBe('divide');
  });
});

describe('a single mail through Resend', () => {
  let fake: FakeResend;
  let stores: ReturnType<typeof openSqliteStores>;
  beforeEach(async () => {
    fake = await startFakeResend({ rateLimit: 100, keepsContent: true });
    stores = openSqliteStores(emptyDatabase());
  });
  afterEach(async () => {
    await stores.close();
    await fake.stop();
  });

  const handOver = async (mail = aMail()) => {
    const transport = open(fake.url, stores);
    const signal = AbortSignal.timeout(10_000);
    const turn = (await transport.awaitTurn(signal)) ?? { id: 0, at: 0 };
    const body = await transport.composeMessage(mail);
    return transport.handOverMessage({ idempotencyKey: 'letter-1-x', body }, { turn, signal });
  };

  test('a single email through Resend arrives as it was composed, with its key and without list headers', async () => {
    await handOver(aMail({ replyTo: { name: null, email: 'editors@verdicts.test' } }));
    expect((await fake.history()).accepted).toMatchObject([
      {
        key: 'letter-1-x',
        from: 'Digest <digest@verdicts.test>',
        to: ['ada@verdicts.test'],
        replyTo: ['editors@verdicts.test'],
        subject: 'Confirm your subscription',
        headers: { 'Auto-Submitted': 'auto-generated' },
        html: aMail().html,
        text: aMail().text,
      },
    ]);
  });

  test.each([
    ['application-error', 'uncertain'],
    ['too-many-requests', 'retry'],
    ['accepted-then-dropped', 'uncertain'],
    ['accepted-then-html', 'uncertain'],
  ] as const)('a single email that meets the fault %s is %s, and goes out once', async (fault, kind) => {
    await fake.tell({ faults: [fault] });
    expect((await handOver()).kind).toBe(kind);
    expect((await handOver()).kind).toBe('answered');
    const history = await fake.history();
    expect(history.accepted).toHaveLength(1);
    expect(history.keysWithSeveralBodies()).toEqual([]);
  });

  test('a single email with a refused address, or that is too large, is rejected', async () => {
    await fake.tell({ invalidAddresses: ['ada@verdicts.test'] });
    expect(await handOver()).toMatchObject({ kind: 'answered', outcomes: [{ kind: 'rejected' }] });
    await fake.tell({ invalidAddresses: [], bodyLimit: 100 });
    expect(await handOver()).toMatchObject({ kind: 'answered', outcomes: [{ kind: 'rejected' }] });
  });

  test('a single email through Resend waits for its turn like a batch', async () => {
    await fake.tell({ rateLimit: 2 });
    for (const _ of [1, 2, 3]) expect((await handOver()).kind).toBe('answered');
    expect((await fake.history()).requests.map(({ status }) => status)).not.toContain(429);
  });
});
