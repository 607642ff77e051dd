import { copyFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteStores, type SqliteStores } from '../../src/sqlite/open-stores.ts';
import { DAY, TUESDAY } from '../support/comparisons.ts';
import { addReaders, approveIssue, freezeWholeAudience, SLOT } from '../support/issues.ts';
import { makePlace, type Place } from '../support/processes.ts';

let place: Place;
let stores: SqliteStores;
beforeEach(async () => {
  place = await makePlace();
  stores = openSqliteStores(place.database);
});
afterEach(async () => {
  await stores.close();
  await place.remove();
});

const check = (now: number) => stores.scheduleStore.recordCheck({ now, pattern: '0 9 * * 2', zone: 'UTC' });

test('in an older copy of the database, an issue that was sending waits for a person', async () => {
  await addReaders(stores.subscriberStore, 1);
  await approveIssue(stores);
  await freezeWholeAudience(stores.deliveryStore);
  await check(TUESDAY);
  await stores.close();
  const copy = `${place.database}.copy`;
  copyFileSync(place.database, copy);
  stores = openSqliteStores(place.database);
  await check(TUESDAY + 1);
  await stores.close();
  copyFileSync(copy, place.database);
  stores = openSqliteStores(place.database);
  expect(await check(TUESDAY + DAY)).toMatchObject({ copy: 'proved' });
  expect(await stores.issueStore.findIssue(SLOT)).toMatchObject({ status: 'paused', pausedUntil: null });
  expect(await stores.noticeStore.noticedOf(SLOT)).toMatchObject([{ event: 'paused' }]);
});
