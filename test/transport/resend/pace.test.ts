import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteStores } from '../../../src/sqlite/open-stores.ts';
import { createPace, statedLimit } from '../../../src/transport/resend/pace.ts';
import { mostInAnySecond } from '../../fake-resend/limits/rate-window.ts';
import { type TestClock, testClock } from '../../support/clock.ts';
import { HOUR } from '../../support/comparisons.ts';
import { emptyDatabase } from '../../support/database/empty-database.ts';

let stores: ReturnType<typeof openSqliteStores>;
let clock: TestClock;
beforeEach(() => {
  stores = openSqliteStores(emptyDatabase());
  clock = testClock();
});
afterEach(() => stores.close());

const never = new AbortController().signal;
const open = (most: number | null = null) => createPace({ paceStore: stores.paceStore, clock, most });
type Sender = ReturnType<typeof open>;

/** The times at which these senders get this many turns, one after the other. */
async function turnsOf(senders: readonly Sender[], count: number): Promise<number[]> {
  const turns: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const turn = await senders[index % senders.length]?.awaitTurn(never);
    turns.push(turn?.at ?? 0);
  }
  return turns;
}

const learn = async (sender: Sender, limit: string) => {
  const [at = 0] = await turnsOf([sender], 1);
  const headers = { 'ratelimit-limit': limit };
  await sender.learn({ turn: { id: 0, at }, madeAt: at, answeredAt: at + 10, headers });
};

test('two requests a second are made until an answer gives the provider’s limit', async () => {
  const sender = open();
  expect(mostInAnySecond(await turnsOf([sender], 9))).toBe(2);
  await learn(sender, '10');
  clock.advance(1_100);
  expect(mostInAnySecond(await turnsOf([sender], 50))).toBe(10);
});

test('a lower limit is kept from the next request on', async () => {
  const sender = open();
  await learn(sender, '10');
  await turnsOf([sender], 30);
  await learn(sender, '2');
  clock.advance(1_100);
  expect(mostInAnySecond(await turnsOf([sender], 10))).toBe(2);
});

test('the configured limit is not exceeded, whatever the provider allows', async () => {
  const sender = open(3);
  await learn(sender, '100');
  clock.advance(1_100);
  expect(mostInAnySecond(await turnsOf([sender], 20))).toBe(3);
});

test('several senders on one database keep to the limit together, and learn it from each other', async () => {
  const senders = [open(), open(), open()];
  await learn(open(), '10');
  clock.advance(1_100);
  const turns = await turnsOf(senders, 60);
  expect(mostInAnySecond(turns)).toBe(10);
  expect((turns.at(-1) ?? 0) - (turns[0] ?? 0)).toBeLessThan(6_000);
});

test('a limit that was learned an hour ago is no longer used', async () => {
  await learn(open(), '10');
  clock.advance(HOUR + 1);
  expect(mostInAnySecond(await turnsOf([open()], 10))).toBe(2);
});

test('an unused turn is given back for another request', async () => {
  const sender = open();
  const turn = await sender.awaitTurn(never);
  clock.advance(3_000);
  const kept = turn === null ? null : await sender.keepTurn(turn, never);
  expect(kept?.at).toBe(clock.now());
});

test('an unusually slow answer moves its turn, so that the next requests keep their distance', async () => {
  const sender = open();
  await learn(sender, '2');
  for (const took of [10, 10, 10, 70]) {
    const turn = await sender.awaitTurn(never);
    const madeAt = clock.now();
    if (turn !== null) await sender.learn({ turn, madeAt, answeredAt: madeAt + took, headers: {} });
  }
  const slow = clock.now();
  const [, second = 0] = await turnsOf([sender], 2);
  expect(second - slow).toBeGreaterThanOrEqual(1_060);
});

test('a request that left late counts from when it left', async () => {
  const sender = open();
  await learn(sender, '2');
  clock.advance(3_000);
  const turn = await sender.awaitTurn(never);
  const madeAt = clock.now() + 300;
  if (turn !== null) await sender.learn({ turn, madeAt, answeredAt: madeAt, headers: {} });
  const [, second = 0] = await turnsOf([sender], 2);
  expect(second).toBeGreaterThanOrEqual(madeAt + 1_000);
});

test('a provider that asks to wait gets no request from any sender before', async () => {
  const until = clock.now() + 60_000;
  await open().holdUntil(until);
  const turns = await turnsOf([open(), open()], 4);
  expect(Math.min(...turns)).toBeGreaterThanOrEqual(until);
  expect(mostInAnySecond(turns)).toBe(2);
});

test('a clock that is set back stops no sender', async () => {
  await turnsOf([open()], 5);
  await open().holdUntil(clock.now() + 60_000);
  clock.set('2026-11-10T09:00:00Z');
  const [turn = 0] = await turnsOf([open()], 1);
  expect(turn - clock.now()).toBeLessThanOrEqual(0);
});

test('a sender that is asked to stop gets no turn', async () => {
  const stopped = AbortSignal.abort();
  expect(await open().awaitTurn(stopped)).toBeNull();
});

test.each([
  [{ 'ratelimit-limit': '10' }, 10],
  [{ 'ratelimit-limit': '10', 'ratelimit-policy': '10;w=1' }, 10],
  [{ 'ratelimit-limit': '20', 'ratelimit-policy': '20;w=2' }, 10],
  [{ 'ratelimit-limit': '0' }, null],
  [{ 'ratelimit-limit': 'many' }, null],
  [{}, null],
])('the headers %j mean %j requests a second', (headers, perSecond) => {
  expect(statedLimit(headers as Record<string, string>)).toBe(perSecond);
});
