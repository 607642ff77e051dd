import { setImmediate } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sqliteEngine } from '../../src/sqlite/engine.ts';
import { inTxWithRetry } from '../../src/sqlite/in-tx.ts';
import { openDatabase, type SqliteDatabase } from '../../src/sqlite/open-database.ts';
import { createProviderEventStore } from '../../src/store/deliveries/provider-events.ts';
import { createSignUpStore } from '../../src/store/subscribers/sign-up-store.ts';
import { TUESDAY } from '../support/comparisons.ts';
import { makePlace, type Place } from '../support/processes.ts';
import { anEvent } from '../support/sending/provider-events.ts';
import { aSignUp, knownSignUpKeys } from '../support/sign-ups.ts';

let place: Place;
let db: SqliteDatabase;
let other: Database.Database;
beforeEach(async () => {
  place = await makePlace();
  db = openDatabase(place.database);
  other = new Database(place.database);
});
afterEach(async () => {
  other.close();
  db.$client.close();
  await place.remove();
});

const EVENT = anEvent({ deliveryId: 1, email: 'a@verdicts.test', providerId: 'p' }, { report: null });

describe('while another process has the write lock', () => {
  test('events wait while another process has the write lock, and everything else continues', async () => {
    other.exec('begin immediate');
    let settled = false;
    const store = createProviderEventStore(sqliteEngine(db));
    const applied = store.applyProviderEvents([EVENT], TUESDAY).finally(() => {
      settled = true;
    });
    const before = performance.now();
    await setImmediate();
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(settled).toBe(false);
    other.exec('rollback');
    expect(await applied).toEqual({ applied: 1, repeated: 0 });
  });

  test('sign-ups wait while another process has the write lock, and everything else continues', async () => {
    const store = createSignUpStore(sqliteEngine(db));
    other.exec('begin immediate');
    const kept = store.storeSignUps([aSignUp({ email: 'a@verdicts.test' })]);
    const settled = store.settleSignUps({ limit: 1, now: TUESDAY, signUpKeys: knownSignUpKeys().signUpKeys });
    const before = performance.now();
    await setImmediate();
    expect(performance.now() - before).toBeLessThan(1_000);
    other.exec('rollback');
    await kept;
    await settled;
    expect(
      db.$client.prepare('select 1 from sign_ups union all select 1 from outgoing_emails').all(),
    ).toHaveLength(1);
  });

  test('a write that waits too long for the lock fails, and says why', async () => {
    other.exec('begin immediate');
    await expect(inTxWithRetry(db, () => 1, 2)).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    expect(db.$client.pragma('busy_timeout', { simple: true })).toBe(10_000);
  });
});

test('a failure in a transaction that did not wait for the lock is not retried', async () => {
  let calls = 0;
  const work = () => {
    calls += 1;
    throw new Error('It cannot be done.');
  };
  await expect(inTxWithRetry(db, work)).rejects.toThrow('It cannot be done.');
  expect(calls).toBe(1);
});
