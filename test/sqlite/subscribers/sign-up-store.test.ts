import { expect, test } from 'vitest';
import { sqliteEngine } from '../../../src/sqlite/engine.ts';
import { openDatabase } from '../../../src/sqlite/open-database.ts';
import { createOutgoingEmailStore } from '../../../src/store/outgoing-email-store.ts';
import { linkTokens, outgoingEmails, signUps, suppressions } from '../../../src/store/schema/index.ts';
import { createSubscriberStore } from '../../../src/store/subscribers/subscriber-store.ts';
import { concurrentSignUpsContract } from '../../contracts/concurrent-sign-ups-contract.ts';
import { signUpStoreContract } from '../../contracts/sign-up-store-contract.ts';
import { TUESDAY } from '../../support/comparisons.ts';
import { emptyDatabase } from '../../support/database/empty-database.ts';
import { sharedSqliteDatabase } from '../../support/database/stores-on-one-database.ts';
import { aSignUp, knownSignUpKeys } from '../../support/sign-ups.ts';

function openStore() {
  const db = openDatabase(emptyDatabase());
  const outgoingEmailStore = createOutgoingEmailStore(sqliteEngine(db));
  return { db, store: createSubscriberStore(sqliteEngine(db)), outgoingEmailStore };
}

signUpStoreContract('SQLite', () => {
  const { db, ...opened } = openStore();
  return {
    ...opened,
    suppress: (key, suppression) => {
      db.insert(suppressions)
        .values({ key, ...suppression })
        .run();
    },
  };
});

concurrentSignUpsContract('SQLite', sharedSqliteDatabase);

test('no token is kept once its email was submitted, and no sign-up once it was settled', async () => {
  const { db, store, outgoingEmailStore } = openStore();
  const { signUpKeys, tokens } = knownSignUpKeys();
  await store.storeSignUps([aSignUp({ email: 'ada@verdicts.test' })]);
  await store.settleSignUps({ limit: 10, now: TUESDAY, signUpKeys });
  const email = await outgoingEmailStore.claimEmail({
    now: TUESDAY,
    leaseExpiresAt: TUESDAY + 1,
    notices: false,
  });
  if (email === null) throw new Error('Nothing was claimed.');
  await outgoingEmailStore.settleEmail({ email, outcome: { kind: 'submitted' } });
  expect(db.select().from(signUps).all()).toEqual([]);
  const rest = JSON.stringify([db.select().from(outgoingEmails).all(), db.select().from(linkTokens).all()]);
  expect(rest).toContain(tokens[0]?.hash);
  expect(rest).not.toContain(tokens[0]?.token);
});

test.each([
  [
    'the next email',
    'select * from outgoing_emails as e',
    'outgoing_emails_waiting',
    `where e.status in ('open', 'taken') and (e.status = 'open' or e.lease_expires_at <= 1) order by e.turn, e.id limit 1`,
  ],
  [
    'the next email without notices',
    'select * from outgoing_emails as e',
    'outgoing_emails_waiting (turn>?)',
    `where e.status in ('open', 'taken') and (e.status = 'open' or e.lease_expires_at <= 1) and e.turn >= 0 order by e.turn, e.id limit 1`,
  ],
  [
    'the emails of the last hour',
    'select network_key, count(*) from outgoing_emails',
    'outgoing_emails_by_age (created_at>?)',
    `where kind <> 'notice' and created_at > 1 group by network_key`,
  ],
  [
    'the emails to a mailbox',
    'select created_at from outgoing_emails',
    'outgoing_emails_by_throttle_key (throttle_key=? AND created_at>?)',
    `where throttle_key = 'k' and created_at > 1`,
  ],
  [
    'emails to forget',
    'select id from outgoing_emails',
    'outgoing_emails_by_age (created_at<?)',
    `where kind <> 'notice' and created_at < 1 and status in ('submitted', 'dropped') limit 1`,
  ],
  [
    'the notices of a slot',
    'select event from outgoing_emails',
    'outgoing_emails_notice_once (slot=?)',
    `where kind = 'notice' and slot = '2026-W47'`,
  ],
  [
    'the last turn of a network',
    'select network_key, max(turn) from outgoing_emails',
    'outgoing_emails_by_network',
    `where status in ('open', 'taken') and network_key in (select value from json_each('["n"]')) group by network_key`,
  ],
  [
    'the last turn of a sign-up',
    'select network_key, max(turn) from sign_ups',
    'COVERING INDEX sign_ups_by_network',
    `where network_key in (select value from json_each('["n"]')) group by network_key`,
  ],
  [
    'sign-ups in turn',
    'select id from sign_ups',
    'COVERING INDEX sign_ups_by_turn',
    `where network_key <> 'n' or at <= 1 order by turn, id limit 1`,
  ],
  [
    'pending subscribers',
    'select id from subscribers',
    'subscribers_pending',
    `where status = 'pending' and id > 1 order by id limit 1`,
  ],
])('%s are found by an index, however many there are', (_, select, index, where) => {
  const { db } = openStore();
  const plan = db.$client.prepare(`explain query plan ${select} ${where}`).all();
  expect(JSON.stringify(plan)).toContain(index);
});
