import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteStores, type SqliteStores } from '../../src/sqlite/open-stores.ts';
import { HOUR, TUESDAY } from '../support/comparisons.ts';
import { addReaders, aNewSubscriber, IMPORTED } from '../support/issues.ts';
import { makePlace, type Place } from '../support/processes.ts';

let place: Place;
let stores: SqliteStores;
let other: SqliteStores;
beforeEach(async () => {
  place = await makePlace();
  stores = openSqliteStores(place.database);
  other = openSqliteStores(place.database);
});
afterEach(async () => {
  await stores.close();
  await other.close();
  await place.remove();
});

const forecast = (at = TUESDAY) => stores.deliveryStore.forecastAudience(at);

test('a forecast counts who came since the one before, here or in another process', async () => {
  expect(await forecast()).toMatchObject({ candidates: 0, prepared: 0 });
  await addReaders(stores.subscriberStore, 2);
  expect(await forecast()).toMatchObject({ candidates: 2, prepared: 2 });
  await addReaders(other.subscriberStore, 3);
  expect(await forecast()).toMatchObject({ candidates: 3, prepared: 3 });
});

test('a pause ends in a forecast though nothing was changed', async () => {
  const paused = aNewSubscriber({ email: 'ada@verdicts.test', pausedUntil: TUESDAY + HOUR });
  await stores.subscriberStore.importSubscribers([paused], IMPORTED);
  expect(await forecast()).toMatchObject({ candidates: 1, prepared: 0, excluded: { paused: 1 } });
  expect(await forecast(TUESDAY + HOUR)).toMatchObject({
    candidates: 1,
    prepared: 1,
    excluded: { paused: 0 },
  });
});
