import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTokenSigner } from '../../src/links/tokens.ts';
import { migrateDatabase } from '../../src/sqlite/migrate-database.ts';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { type ComposeDeps, type ComposedEmail, composeEmail } from '../../src/transactional/compose-email.ts';
import type { OutgoingEmail } from '../../src/transactional/outgoing-email-store.ts';
import { openResend } from '../../src/transport/resend/resend.ts';
import type { Transport } from '../../src/transport/transport.ts';
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
const LEASE = { attempts: 1, firstAttemptAt: TUESDAY, leaseExpiresAt: TUESDAY };
const TO_ADA = { subscriberId: 1, email: ADA, createdAt: TUESDAY, ...LEASE };
/** As they stood in two tables, with ids of their own. */
const ATTEMPTED: readonly OutgoingEmail[] = [
  { id: 1, number: 1, kind: 'notice', event: 'held', facts: FACTS, createdAt: TUESDAY, ...LEASE },
  { id: 1, number: 1, kind: 'confirm', token: 't'.repeat(40), ...TO_ADA },
  { id: 2, number: 2, kind: 'data', token: 'd'.repeat(40), ...TO_ADA },
];
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
  makeEarlierDatabase();
});
afterEach(async () => {
  await fake.stop();
  await place.remove();
});

/** The database of the version with two tables, in which each of the emails was attempted once. */
function makeEarlierDatabase(): void {
  const client = new Database(place.database);
  const last = MIGRATIONS.indexOf('0013_outgoing-emails') - 1;
  migrateDatabase(client, migrationsUpTo(last, join(place.folder, 'earlier')));
  const attempt = `1, ${TUESDAY}, ${TUESDAY}`;
  client.exec(`
    insert into subscribers (email, email_key, status, created_at) values ('${ADA}', '${ADA}', 'pending', ${TUESDAY});
    insert into letters (subscriber_id, throttle_key, kind, status, token, created_at, attempts, first_attempt_at, next_attempt_at) values
      (1, 'hmac:1', 'confirm', 'open', '${'t'.repeat(40)}', ${TUESDAY}, ${attempt}),
      (1, 'hmac:1', 'data', 'open', '${'d'.repeat(40)}', ${TUESDAY}, ${attempt});
    insert into editor_notices (slot, event, occasion, facts, status, created_at, attempts, first_attempt_at, next_attempt_at) values
      ('${SLOT}', 'held', '', '${JSON.stringify(FACTS)}', 'open', ${TUESDAY}, ${attempt}),
      ('${SLOT}', 'sent', '', '{}', 'submitted', ${TUESDAY}, 1, ${TUESDAY}, null);`);
  client.close();
}

async function handOver(transport: Transport, { message, idempotencyKey }: ComposedEmail) {
  const turn = await transport.awaitTurn(AbortSignal.timeout(10_000));
  if (turn === null) throw new Error('Its turn did not come.');
  await transport.handOverMessage(message, { idempotencyKey, turn, signal: AbortSignal.timeout(10_000) });
}

test('what the version with two tables attempted is repeated with the same bytes under the same keys', async () => {
  const stores = openSqliteStores(place.database);
  const { outgoingEmailStore, paceStore } = stores;
  const pace = { requestsPerSecond: null, paceStore, clock };
  const transport = openResend({ apiKey: FAKE_KEY, baseUrl: fake.url, ...pace });
  for (const email of ATTEMPTED) await handOver(transport, await composeEmail(email, COMPOSE));
  expect(await sendFor(10_000, { outgoingEmailStore, transport, clock, ...COMPOSE })).toEqual([]);
  stores.close();
  const { requests, accepted } = await fake.history();
  const sent = requests.map(({ key, bodySha256 }) => ({ key, bodySha256 }));
  expect(sent.slice(0, 3).map(({ key }) => key)).toEqual([
    expect.stringMatching(/^notice-1-[0-9a-f]{16}$/),
    expect.stringMatching(/^letter-1-[0-9a-f]{16}$/),
    expect.stringMatching(/^letter-2-[0-9a-f]{16}$/),
  ]);
  expect(sent.slice(3)).toEqual(sent.slice(0, 3));
  expect(requests.slice(3).map(({ outcome }) => outcome)).toEqual(['replayed', 'replayed', 'replayed']);
  expect(accepted).toHaveLength(3);
});

test('what is written after the upgrade has a number that no key of either table has', async () => {
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
  stores.close();
});

test('each kind of email has its own columns, and only those', () => {
  openSqliteStores(place.database).close();
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
