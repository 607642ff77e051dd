import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWithTables } from '../../support/database/tables.ts';
import { addReaders, aNewSubscriber, IMPORTED } from '../../support/issues.ts';

let stores: ReturnType<typeof openWithTables>;
beforeEach(() => {
  stores = openWithTables();
});
afterEach(() => stores.close());

const add = (...emails: string[]) =>
  stores.subscriberStore.importSubscribers(
    emails.map((email) => aNewSubscriber({ email })),
    IMPORTED,
  );
const emailsOf = (found: { email: string }[]) => found.map(({ email }) => email);

test('a subscriber is found by the beginning of the address, in the order of addresses', async () => {
  await add('Bo@one.test', 'bob@one.test', 'abo@one.test', 'bo@a.test');
  const { found, after } = await stores.subscriberStore.findByAddress({ start: 'bo', after: null, limit: 9 });
  expect([emailsOf(found), after]).toEqual([['bo@a.test', 'Bo@one.test', 'bob@one.test'], null]);
});

test('no character of a search is a wildcard', async () => {
  await add('a_b@one.test', 'axb@one.test', '%@one.test');
  const { findByAddress, browse } = stores.subscriberStore;
  for (const text of ['a_', '%']) {
    expect((await findByAddress({ start: text, after: null, limit: 9 })).found).toHaveLength(1);
  }
  expect((await browse({ status: null, part: '_', before: null, limit: 9 })).found).toHaveLength(1);
});

test.each([1, 7, 25])('pages of %i by address contain every subscriber once', async (limit) => {
  await addReaders(stores.subscriberStore, 25);
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page = await stores.subscriberStore.findByAddress({ start: 'reader', after, limit });
    seen.push(...emailsOf(page.found));
    after = page.after;
  } while (after !== null);
  expect(seen).toEqual([...new Set(seen)].sort());
  expect(seen).toHaveLength(25);
});

test.each([1, 7, 25])('pages of %i by age contain every subscriber once, latest first', async (limit) => {
  await addReaders(stores.subscriberStore, 25);
  const seen: number[] = [];
  let before: number | null = null;
  do {
    const page = await stores.subscriberStore.browse({ status: null, part: null, before, limit });
    seen.push(...page.found.map(({ id }) => id));
    before = page.before;
  } while (before !== null);
  expect(seen).toEqual([...new Set(seen)].sort((one, other) => other - one));
  expect(seen).toHaveLength(25);
});

test('a subscriber is found by a part of the address or the name, and by status alone', async () => {
  const list = [
    aNewSubscriber({ email: 'one@two.test', name: 'Ælfric ADAMS' }),
    aNewSubscriber({ email: 'adam@one.test', status: 'unsubscribed' }),
    aNewSubscriber({ email: 'other@one.test', suppression: 'bounced' }),
  ];
  await stores.subscriberStore.importSubscribers(list, IMPORTED);
  const find = async (part: string | null, status: 'unsubscribed' | null = null) =>
    emailsOf((await stores.subscriberStore.browse({ status, part, before: null, limit: 9 })).found);
  expect(await find('Adam')).toEqual(['adam@one.test', 'one@two.test']);
  expect(await find('Ælf')).toEqual(['one@two.test']);
  expect(await find('ONE.TEST')).toEqual(['other@one.test', 'adam@one.test']);
  expect(await find('one.test', 'unsubscribed')).toEqual(['adam@one.test']);
  expect(await find('nobody')).toEqual([]);
});

test('one call searches a bounded number, and says where to continue', async () => {
  await add('first@one.test');
  stores.db.$client.exec("update sqlite_sequence set seq = 700000 where name = 'subscribers'");
  await add('last@one.test');
  const { browse } = stores.subscriberStore;
  const search = { status: null, part: 'first', limit: 9 };
  let before: number | null = null;
  const steps: [number, number | null][] = [];
  do {
    const page: Awaited<ReturnType<typeof browse>> = await browse({ ...search, before });
    before = page.before;
    steps.push([page.found.length, before]);
  } while (before !== null);
  expect(steps).toEqual([
    [0, 500_002],
    [0, 300_002],
    [0, 100_002],
    [1, null],
  ]);
});

test('the id of an erased subscriber leads to no address', async () => {
  await add('ada@one.test');
  const { findAddress, erase } = stores.subscriberStore;
  expect(await findAddress(1)).toEqual({ email: 'ada@one.test', emailKey: 'ada@one.test' });
  await erase({ emailKey: 'ada@one.test', erasedKeys: ['hmac:1'], at: 1 });
  expect(await findAddress(1)).toBeNull();
});
