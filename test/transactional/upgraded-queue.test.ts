import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTokenSigner } from '../../src/links/tokens.ts';
import { migrateDatabase } from '../../src/sqlite/migrate-database.ts';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { type ComposeDeps, composeEmail } from '../../src/transactional/compose-email.ts';
import { openResend } from '../../src/transport/resend/resend.ts';
import { FAKE_KEY, type FakeResend, startFakeResend } from '../fake-resend/fake-resend.ts';
import { type TestClock, testClock } from '../support/clock.ts';
import { TUESDAY } from '../support/comparisons.ts';
import { MIGRATIONS, migrationsUpTo } from '../support/database/migration-folders.ts';
import { SLOT } from '../support/issues.ts';
import { lookStoreOf } from '../support/looks.ts';
import { makePlace, type Place } from '../support/processes.ts';
import { EDITOR } from '../support/scheduler.ts';
import { NEWSLETTER, sendFor, writeEmails } from '../support/sending/transactional-emails.ts';

const ADA = 'ada@verdicts.test';
const FACTS = {
  slot: SLOT,
  scheduledAt: TUESDAY,
  reason: 'Not approved.',
  subject: 'A subject',
  items: ['kiln-vs-loom'],
  audience: null,
  deliveries: null,
};
const COMPOSE: ComposeDeps = {
  newsletter: NEWSLETTER,
  lookStore: lookStoreOf(),
  signer: createTokenSigner(['a secret of these tests']),
  notices: { editor: EDITOR, zone: 'Europe/Berlin' },
};

let place: Place;
let fake: FakeResend;
let clock: TestClock;
beforeEach(async () => {
  place = await makePlace({ hasDatabase: false });
  fake = await startFakeResend({ rateLimit: 100 });
  clock = testClock();
});
afterEach(async () => {
  await fake.stop();
  await place.remove();
});

/** Opens a database that has the migrations up to this one, with Ada in it, and runs the statements. */
function makeEarlierDatabase(last: string, sql: string): void {
  const client = new Database(place.database);
  migrateDatabase(client, migrationsUpTo(MIGRATIONS.indexOf(last), join(place.folder, 'earlier')));
  client.exec(`
    insert into subscribers (email, email_key, status, created_at) values ('${ADA}', '${ADA}', 'pending', ${TUESDAY});
    ${sql}`);
  client.close();
}

/** The version with two tables, in which each of these emails was attempted so often. */
function makeDatabaseWithTwoTables({ attempts }: { attempts: number }): void {
  const attempted = attempts === 0 ? `0, null, null` : `${attempts}, ${TUESDAY}, ${TUESDAY}`;
  makeEarlierDatabase(
    '0012_issue-tables',
    `insert into letters (subscriber_id, throttle_key, kind, status, token, created_at, attempts, first_attempt_at, next_attempt_at) values
      (1, 'hmac:1', 'confirm', 'open', '${'t'.repeat(40)}', ${TUESDAY}, ${attempted}),
      (1, 'hmac:1', 'data', 'open', '${'d'.repeat(40)}', ${TUESDAY}, ${attempted});
    insert into editor_notices (slot, event, occasion, facts, status, created_at, attempts, first_attempt_at, next_attempt_at) values
      ('${SLOT}', 'held', '', '${JSON.stringify(FACTS)}', 'open', ${TUESDAY}, ${attempted}),
      ('${SLOT}', 'sent', '', '{}', 'submitted', ${TUESDAY}, 1, ${TUESDAY}, null);`,
  );
}

/** The last version that stored no requests, in which each of these emails was attempted once. */
function makeDatabaseWithoutRequests(): void {
  const columns = 'kind, status, created_at, attempts, first_attempt_at, next_attempt_at';
  const attempted = `'open', ${TUESDAY}, 1, ${TUESDAY}, ${TUESDAY}`;
  makeEarlierDatabase(
    '0003_look',
    `insert into outgoing_emails (${columns}, slot, event, occasion, facts) values
      ('notice', ${attempted}, '${SLOT}', 'held', '', '${JSON.stringify(FACTS)}');
    insert into outgoing_emails (${columns}, subscriber_id, throttle_key, turn, token) values
      ('confirm', ${attempted}, 1, 'hmac:1', 0, '${'t'.repeat(40)}'),
      ('data', ${attempted}, 1, 'hmac:1', 0, '${'d'.repeat(40)}');`,
  );
}

/** Upgrades the database and sends what waits in it; returns what was handed over. */
async function upgradeAndSend() {
  const stores = openSqliteStores(place.database);
  const { outgoingEmailStore, paceStore } = stores;
  const pace = { requestsPerSecond: null, paceStore, clock };
  const transport = openResend({ apiKey: FAKE_KEY, baseUrl: fake.url, ...pace });
  expect(await sendFor(10_000, { outgoingEmailStore, transport, clock, ...COMPOSE })).toEqual([]);
  await stores.close();
  return (await fake.history()).requests.map(({ key, bodySha256 }) => ({ key, bodySha256 }));
}

test('what a version attempted that stored no requests is not repeated, because it could arrive twice', async () => {
  makeDatabaseWithoutRequests();
  expect(await upgradeAndSend()).toEqual([]);
});

test('what a version with two tables attempted is not repeated, because it could arrive twice', async () => {
  makeDatabaseWithTwoTables({ attempts: 1 });
  expect(await upgradeAndSend()).toEqual([]);
});

test('what an earlier version queued and never attempted goes out', async () => {
  makeDatabaseWithTwoTables({ attempts: 0 });
  expect((await upgradeAndSend()).map(({ key }) => key?.replace(/-[^-]*$/, ''))).toEqual([
    'notice-1',
    'letter-1',
    'letter-2',
  ]);
});

test('what is written after the upgrade has a number that no key of either table has', async () => {
  makeDatabaseWithTwoTables({ attempts: 0 });
  const stores = openSqliteStores(place.database);
  const { noticeStore, outgoingEmailStore, subscriberStore } = stores;
  await writeEmails(subscriberStore, ['eve@verdicts.test'], TUESDAY);
  await noticeStore.addNotice({ event: 'draft', facts: FACTS, at: TUESDAY });
  const names: string[] = [];
  const claim = { now: TUESDAY, leaseExpiresAt: TUESDAY + 1, notices: true };
  for (let email = await outgoingEmailStore.claimEmail(claim); email !== null; ) {
    names.push((await composeEmail(email, COMPOSE)).idempotencyKey.replace(/-[^-]*$/, ''));
    email = await outgoingEmailStore.claimEmail(claim);
  }
  expect(names).toEqual(['notice-1', 'notice-6', 'letter-1', 'letter-2', 'letter-5']);
  await stores.close();
});

test('each kind of email has its own columns, and only those', async () => {
  await openSqliteStores(place.database).close();
  const client = new Database(place.database);
  const columns = `kind, status, created_at, throttle_key, turn, token, slot, event, occasion, facts`;
  const insert = (values: string) => () =>
    client.exec(`insert into outgoing_emails (${columns}) values (${values})`);
  const refused = /CHECK constraint failed/;
  const [token, own, notice] = [`'a-token'`, `'hmac:1', 0`, `'2026-W48', 'held', '', '{}'`];
  expect(insert(`'confirm', 'open', 1, ${own}, ${token}, null, null, null, null`)).not.toThrow();
  expect(insert(`'notice', 'open', 1, null, null, null, ${notice}`)).not.toThrow();
  expect(insert(`'confirm', 'open', 1, ${own}, ${token}, ${notice}`)).toThrow(refused);
  expect(insert(`'confirm', 'open', 1, ${own}, null, null, null, null, null`)).toThrow(refused);
  expect(insert(`'data', 'submitted', 1, 'hmac:1', null, null, null, null, null, null`)).toThrow(refused);
  expect(insert(`'notice', 'open', 1, ${own}, null, ${notice}`)).toThrow(refused);
  expect(insert(`'notice', 'open', 1, null, null, ${token}, ${notice}`)).toThrow(refused);
  expect(insert(`'notice', 'open', 1, null, null, null, '2026-W49', 'held', '', null`)).toThrow(refused);
  expect(insert(`'notice', 'open', 1, null, null, null, ${notice}`)).toThrow(/UNIQUE/);
  client.close();
});
