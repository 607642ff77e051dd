import { expect, test } from 'vitest';
import { openDatabase } from '../../src/store/sqlite/open-database.ts';
import { letters, linkTokens, signUps, suppressions } from '../../src/store/sqlite/schema/index.ts';
import { createSqliteSubscriberStore } from '../../src/store/sqlite/subscriber-store.ts';
import { signUpStoreContract } from '../contracts/sign-up-store-contract.ts';
import { TUESDAY } from '../support/comparisons.ts';
import { aSignUp, knownTerms } from '../support/sign-ups.ts';

function openStore() {
  const db = openDatabase(':memory:');
  return { db, store: createSqliteSubscriberStore(db) };
}

signUpStoreContract('SQLite', () => {
  const { db, store } = openStore();
  return {
    store,
    suppress: (key, suppression) => {
      db.insert(suppressions)
        .values({ key, ...suppression })
        .run();
    },
  };
});

test('no token is kept once its letter was submitted, and no sign-up once it was settled', async () => {
  const { db, store } = openStore();
  const { terms, tokens } = knownTerms();
  await store.keepSignUps([aSignUp({ email: 'ada@verdicts.test' })]);
  await store.settleSignUps({ limit: 10, now: TUESDAY, terms });
  const letter = await store.claimLetter({ now: TUESDAY, leaseExpiresAt: TUESDAY + 1 });
  if (letter === null) throw new Error('Nothing was claimed.');
  await store.settleLetter({ letter, outcome: { kind: 'submitted' } });
  expect(db.select().from(signUps).all()).toEqual([]);
  const rest = JSON.stringify([db.select().from(letters).all(), db.select().from(linkTokens).all()]);
  expect(rest).toContain(tokens[0]?.hash);
  expect(rest).not.toContain(tokens[0]?.token);
});

test.each([
  [
    'the next letter',
    'select * from letters as l',
    'letters_open',
    `where l.status in ('open', 'taken') and (l.status = 'open' or l.lease_expires_at <= 1) order by l.turn, l.id limit 1`,
  ],
  [
    'the last turn of a network',
    'select max(turn) from letters',
    'letters_by_network',
    `where status in ('open', 'taken') and network_key = 'n'`,
  ],
  [
    'the last turn of a sign-up',
    'select max(turn) from sign_ups',
    'sign_ups_by_network',
    `where network_key = 'n'`,
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
