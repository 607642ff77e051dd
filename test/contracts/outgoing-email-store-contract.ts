import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EMAIL_LIMITS } from '../../src/subscribers/sign-ups/email-limits.ts';
import type { EmailOutcome } from '../../src/transactional/email-outcome.ts';
import type { OutgoingEmail } from '../../src/transactional/outgoing-email-store.ts';
import { DAY, HOUR, TUESDAY } from '../support/comparisons.ts';
import { SLOT, type Stores } from '../support/issues.ts';
import { writeEmails } from '../support/sending/transactional-emails.ts';
import { aSignUp, knownSignUpKeys } from '../support/sign-ups.ts';

const ADA = 'ada@verdicts.test';
const FACTS = {
  slot: SLOT,
  scheduledAt: TUESDAY,
  reason: null,
  subject: 'A subject',
  items: [],
  audience: null,
  deliveries: null,
};

type Opened = Pick<Stores, 'outgoingEmailStore' | 'noticeStore' | 'subscriberStore' | 'close'>;

const REQUEST = {
  transport: 'resend',
  idempotencyKey: 'letter-1-0123456789abcdef',
  body: Buffer.from('{}'),
} as const;
const UNKNOWN: EmailOutcome = { kind: 'again', at: TUESDAY, reason: 'Silence.', refused: false };
const REFUSED: EmailOutcome = { ...UNKNOWN, refused: true };

/** What every queue of emails to single people must do with both kinds; more is in the contracts of those who write them. */
export function outgoingEmailStoreContract(name: string, open: () => Promise<Opened>): void {
  describe(`the queue of outgoing emails in ${name}`, () => {
    let stores: Opened;
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    const claim = (now = TUESDAY, notices = true) =>
      stores.outgoingEmailStore.claimEmail({ now, leaseExpiresAt: now + HOUR, notices });
    const claimed = async (now = TUESDAY): Promise<OutgoingEmail> => {
      const email = await claim(now);
      if (email === null) throw new Error('Nothing was claimed.');
      return email;
    };
    const signUp = (...emails: string[]) => writeEmails(stores.subscriberStore, emails, TUESDAY);
    const notify = (occasion = '') =>
      stores.noticeStore.addNotice({ event: 'held', facts: FACTS, at: TUESDAY, occasion });
    /** The kinds of all that may go out, in order. */
    const kinds = async (now = TUESDAY) => {
      const found: string[] = [];
      for (let email = await claim(now); email !== null; email = await claim(now)) found.push(email.kind);
      return found;
    };

    test('a notice does not wait behind sign-ups, nor behind what no network asked for', async () => {
      await signUp(ADA, 'ben@verdicts.test');
      const { id: subscriberId = 0 } = (await stores.subscriberStore.findHistory(ADA)) ?? {};
      const { signUpKeys } = knownSignUpKeys();
      const evidence = { source: 'studio', networkAddress: null, userAgent: null };
      const now = TUESDAY + HOUR / 2;
      const request = { subscriberId, now, evidence, signUpKeys };
      expect(await stores.subscriberStore.requestConfirmation(request)).toBe('queued');
      await notify();
      expect(await kinds(now)).toEqual(['notice', 'confirm', 'confirm', 'confirm']);
    });

    test('a notice that is put off, or leased to a sender that died, holds up no sign-up', async () => {
      await notify();
      await notify('another');
      await signUp(ADA);
      const outcome = { kind: 'again', at: TUESDAY + DAY, reason: 'Busy.', refused: false } as const;
      await stores.outgoingEmailStore.settleEmail({ email: await claimed(), outcome });
      expect(await claim()).toMatchObject({ kind: 'notice' });
      expect(await claim()).toMatchObject({ kind: 'confirm', email: ADA });
      expect(await claim()).toBeNull();
    });

    test('where there is no editor, notices stay, and the others go out', async () => {
      await notify();
      await signUp(ADA);
      expect(await claim(TUESDAY, false)).toMatchObject({ kind: 'confirm' });
      expect(await claim(TUESDAY, false)).toBeNull();
      expect(await claim()).toMatchObject({ kind: 'notice', attempts: 1, facts: FACTS });
    });

    test('a notice that could not be told for days is dropped on the way to the next email', async () => {
      await notify();
      await signUp(ADA);
      const late = TUESDAY + 72 * HOUR - 1;
      expect((await claimed(late)).kind).toBe('notice');
      expect(await kinds(TUESDAY + 74 * HOUR)).toEqual([]);
    });

    test('a notice is not settled by whoever lost its lease', async () => {
      await notify();
      const [first, second] = [await claimed(), await claimed(TUESDAY + HOUR)];
      await settle(first, { kind: 'submitted' });
      expect(await claimed(TUESDAY + 2 * HOUR)).toMatchObject({ id: second.id, attempts: 3 });
    });

    const fix = (email: OutgoingEmail) => stores.outgoingEmailStore.fixRequest({ email, request: REQUEST });
    const settle = (email: OutgoingEmail, outcome: EmailOutcome) =>
      stores.outgoingEmailStore.settleEmail({ email, outcome });
    const erase = () =>
      stores.subscriberStore.erase({
        emailKey: ADA,
        erasedKeys: knownSignUpKeys().signUpKeys.erasedKeys(ADA),
        at: TUESDAY,
      });

    test('an email whose outcome is unknown comes back with its request, also after a lease that expired', async () => {
      await signUp(ADA);
      const first = await claimed();
      expect([first.request, await fix(first)]).toEqual([null, true]);
      const second = await claimed(TUESDAY + HOUR);
      expect(second).toMatchObject({ attempts: 2, request: REQUEST });
      await settle(second, UNKNOWN);
      expect(await claimed(TUESDAY + HOUR)).toMatchObject({ attempts: 3, request: REQUEST });
    });

    test('an email that was refused as a whole comes back without a request, as at its first attempt', async () => {
      await signUp(ADA);
      const email = await claimed();
      await fix(email);
      await settle(email, REFUSED);
      expect(await claimed()).toMatchObject({ attempts: 1, request: null });
    });

    test('whoever lost the lease can neither fix a request nor delete that of the new holder', async () => {
      await signUp(ADA);
      const [first, second] = [await claimed(), await claimed(TUESDAY + HOUR)];
      expect([await fix(first), await fix(second)]).toEqual([false, true]);
      await settle(first, { kind: 'submitted' });
      expect(await claimed(TUESDAY + 2 * HOUR)).toMatchObject({ request: REQUEST });
    });

    test('nothing is handed over to somebody who was erased after the claim, nor repeated after an attempt', async () => {
      await signUp(ADA);
      const email = await claimed();
      await erase();
      expect(await fix(email)).toBe(false);
      expect(await claim(TUESDAY + HOUR)).toBeNull();
      await signUp(ADA);
      const again = await claimed();
      expect(await fix(again)).toBe(true);
      await erase();
      await settle(again, UNKNOWN);
      expect(await claim(TUESDAY + HOUR)).toBeNull();
    });

    test('notices count to no limit, and are kept when old emails are forgotten', async () => {
      for (let number = 0; number < 20; number += 1) await notify(String(number));
      await stores.subscriberStore.storeSignUps([aSignUp({ email: ADA, at: TUESDAY })]);
      const { signUpKeys } = knownSignUpKeys();
      const settled = await stores.subscriberStore.settleSignUps({ limit: 9, now: TUESDAY, signUpKeys });
      expect(settled).toEqual({ settled: 1, waitsUntil: null });
      for (let email = await claim(); email !== null; email = await claim())
        await stores.outgoingEmailStore.settleEmail({ email, outcome: { kind: 'submitted' } });
      const step = { before: TUESDAY + 1, limit: EMAIL_LIMITS.maxPerHour };
      expect(await stores.subscriberStore.forgetEmails(step)).toBe(1);
      expect(await stores.noticeStore.noticedOf(SLOT)).toHaveLength(20);
      expect(await notify('7')).toBe('already');
    });
  });
}
