import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase, type SqliteDatabase } from '../../src/sqlite/open-database.ts';
import type { EmailOutcome } from '../../src/transactional/email-outcome.ts';
import type { OutgoingEmail } from '../../src/transactional/outgoing-email-store.ts';
import { DAY, HOUR, TUESDAY } from '../support/comparisons.ts';
import { storesOn } from '../support/database/tables.ts';
import { makePlace, type Place } from '../support/processes.ts';
import { aSignUp, FROM_A_BROWSER, knownSignUpKeys } from '../support/sign-ups.ts';

const ADA = 'ada@verdicts.test';
/** Long enough that SQLite needs pages of its own for it. */
const BODY = Buffer.from('What the email says. '.repeat(1_000));

let place: Place;
let db: SqliteDatabase;
let stores: ReturnType<typeof storesOn>;
let keys: ReturnType<typeof knownSignUpKeys>;
let email: OutgoingEmail;
beforeEach(async () => {
  place = await makePlace();
  db = openDatabase(place.database);
  stores = storesOn(db);
  keys = knownSignUpKeys();
  await stores.subscriberStore.storeSignUps([aSignUp({ email: ADA, at: TUESDAY })]);
  await stores.subscriberStore.settleSignUps({ limit: 1, now: TUESDAY, signUpKeys: keys.signUpKeys });
  const claimed = await claim(TUESDAY);
  if (claimed === null) throw new Error('Nothing was claimed.');
  email = claimed;
  const request = { transport: 'resend', idempotencyKey: 'letter-1-0123456789abcdef', body: BODY } as const;
  expect(await stores.outgoingEmailStore.fixRequest({ email, request })).toBe(true);
});
afterEach(async () => {
  await stores.close();
  await place.remove();
});

const claim = (now: number) =>
  stores.outgoingEmailStore.claimEmail({ now, leaseExpiresAt: now + HOUR, notices: true });
const settle = (outcome: EmailOutcome) => stores.outgoingEmailStore.settleEmail({ email, outcome });
const putOff = (refused: boolean) => settle({ kind: 'again', at: TUESDAY, reason: 'Silence.', refused });
/** Whether the file still has anything of the body, in a table or in space that is free again. */
function isInFile(): boolean {
  db.$client.pragma('wal_checkpoint(TRUNCATE)');
  return readFileSync(place.database).includes('What the email says. ');
}

test.each<[string, () => Promise<unknown>]>([
  ['was sent', () => settle({ kind: 'submitted' })],
  ['was given up', () => settle({ kind: 'dropped', reason: 'No such address.' })],
  ['was refused as a whole', () => putOff(true)],
  [
    'is to somebody who was erased',
    () =>
      stores.subscriberStore.erase({
        emailKey: ADA,
        erasedKeys: keys.signUpKeys.erasedKeys(ADA),
        at: TUESDAY,
      }),
  ],
  [
    'is to somebody who has confirmed by the copy that arrived',
    async () => {
      await putOff(false);
      const hash = keys.tokens[0]?.hash ?? '';
      const { signUpKeys } = keys;
      await stores.subscriberStore.confirm({ hash, now: TUESDAY, evidence: FROM_A_BROWSER, signUpKeys });
      expect(await claim(TUESDAY)).toBeNull();
    },
  ],
  [
    'has a link that expired',
    async () => {
      await putOff(false);
      expect(await claim(TUESDAY + 3 * DAY)).toBeNull();
    },
  ],
  [
    'waited for longer than emails are kept',
    () => stores.subscriberStore.forgetEmails({ before: TUESDAY + 1, limit: 10 }),
  ],
])('the file has nothing left of an email that %s', async (_, end) => {
  expect(isInFile()).toBe(true);
  await end();
  expect(isInFile()).toBe(false);
});

test('an email whose outcome is unknown keeps its request', async () => {
  await putOff(false);
  expect(isInFile()).toBe(true);
});
