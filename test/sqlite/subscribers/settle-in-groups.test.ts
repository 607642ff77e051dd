import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sqliteEngine } from '../../../src/sqlite/engine.ts';
import { openDatabase } from '../../../src/sqlite/open-database.ts';
import {
  consentEvents,
  linkTokens,
  outgoingEmails,
  signUps,
  subscribers,
  suppressions,
} from '../../../src/store/schema/index.ts';
import { createSubscriberStore } from '../../../src/store/subscribers/subscriber-store.ts';
import { EMAIL_LIMITS } from '../../../src/subscribers/sign-ups/email-limits.ts';
import { SIGN_UP_REQUESTS } from '../../../src/subscribers/sign-ups/sign-up-store.ts';
import { SUBSCRIBER_STATUSES, SUPPRESSION_REASONS } from '../../../src/subscribers/subscriber.ts';
import { TUESDAY } from '../../support/comparisons.ts';
import { emptyDatabase } from '../../support/database/empty-database.ts';
import { aSignUp, knownSignUpKeys } from '../../support/sign-ups.ts';

const ADDRESSES = ['ada', 'ada+1', 'ada+2', 'eve', 'bob', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map(
  (local) => `${local}@verdicts.test`,
);
const address = fc.constantFrom(...ADDRESSES);

const rows = fc.array(
  fc.record({
    email: address,
    networkKey: fc.constantFrom('n1', 'n2', 'n3'),
    requestKind: fc.constantFrom(...SIGN_UP_REQUESTS),
    name: fc.constantFrom(null, 'Ada', 'Eve'),
  }),
  { minLength: 1, maxLength: 25 },
);
const known = fc.uniqueArray(
  fc.record({
    email: address,
    status: fc.constantFrom(...SUBSCRIBER_STATUSES),
    name: fc.constantFrom(null, 'Bob'),
  }),
  { selector: ({ email }) => email, maxLength: 6 },
);
const suppressed = fc.uniqueArray(
  fc.record({
    email: address,
    reason: fc.constantFrom(...SUPPRESSION_REASONS),
    erased: fc.boolean(),
  }),
  { selector: ({ email }) => email, maxLength: 3 },
);
/** Emails of others in the last hour: few, or so many that a network gets only four more. */
const sent = fc.constantFrom(0, EMAIL_LIMITS.maxPerHour - EMAIL_LIMITS.reservedForOwnData - 40);

const aCase = fc.record({ rows, known, suppressed, sent });
type Case = typeof aCase extends fc.Arbitrary<infer Value> ? Value : never;

/** Settles the sign-ups of a case, so many at a time, and says what is there afterwards. */
async function settled(given: Case, limit: number) {
  const db = openDatabase(emptyDatabase());
  const store = createSubscriberStore(sqliteEngine(db));
  const { signUpKeys } = knownSignUpKeys();
  for (const { email, status, name } of given.known)
    db.insert(subscribers).values({ email, emailKey: email, name, status, createdAt: 1 }).run();
  for (const { email, reason, erased } of given.suppressed)
    db.insert(suppressions)
      .values({ key: erased ? (signUpKeys.erasedKeys(email)[0] ?? '') : email, reason, at: 1 })
      .run();
  const email = { kind: 'confirm', status: 'submitted', createdAt: TUESDAY - 5 } as const;
  const others = Array.from({ length: given.sent }, (_, index) => ({
    ...email,
    throttleKey: `other ${index}`,
    turn: 0,
  }));
  if (others.length > 0) db.insert(outgoingEmails).values(others).run();
  await store.storeSignUps(given.rows.map((row) => aSignUp(row)));
  const settleNext = () => store.settleSignUps({ limit, now: TUESDAY, signUpKeys });
  let last = await settleNext();
  while (last.settled > 0) last = await settleNext();
  const left = db.select({ id: signUps.id }).from(signUps).all();
  const found = {
    subscribers: db.select().from(subscribers).all(),
    requests: db.select().from(consentEvents).all(),
    emails: db
      .select()
      .from(outgoingEmails)
      .all()
      .map((row) => ({ ...row, token: row.token === null ? null : '' })),
    links: db
      .select()
      .from(linkTokens)
      .orderBy(linkTokens.subscriberId, linkTokens.kind)
      .all()
      .map((row) => ({ ...row, hash: '' })),
  };
  db.$client.close();
  return { found, left: left.map(({ id }) => id) };
}

test('a group settled at once leaves what its sign-ups leave when settled one by one', async () => {
  await fc.assert(
    fc.asyncProperty(aCase, async (given) => {
      const [atOnce, oneByOne] = [await settled(given, 100), await settled(given, 1)];
      expect(atOnce.found).toEqual(oneByOne.found);
      // One by one, those of a full network are not looked at, even if no email is due for them.
      expect(oneByOne.left).toEqual(expect.arrayContaining(atOnce.left));
    }),
    { numRuns: 40 },
  );
}, 60_000);
