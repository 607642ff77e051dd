import { beforeEach, describe, expect, test } from 'vitest';
import { linkHash } from '../../src/links/link-token.ts';
import { EMAIL_LIMITS } from '../../src/subscribers/sign-ups/email-limits.ts';
import type { SubscriptionChange } from '../../src/subscribers/sign-ups/sign-up-store.ts';
import { MAX_UNDOS, UNDO_LIFETIME_MS } from '../../src/subscribers/undo-limits.ts';
import type { OutgoingEmailStore, TransactionalEmail } from '../../src/transactional/outgoing-email-store.ts';
import { DAY, HOUR, TUESDAY } from '../support/comparisons.ts';
import { aNewSubscriber, IMPORTED, SLOT } from '../support/issues.ts';
import { aSignUp, FROM_A_BROWSER, knownSignUpKeys } from '../support/sign-ups.ts';
import type { OpenedSubscriberStore } from './subscriber-store-contract.ts';

type Opened = Pick<OpenedSubscriberStore, 'store' | 'suppress'> & { outgoingEmailStore: OutgoingEmailStore };

const MINUTE = 60_000;
const ADA = 'ada@verdicts.test';
/** The emails that sign-ups may send in an hour. */
const MOST = EMAIL_LIMITS.maxPerHour - EMAIL_LIMITS.reservedForOwnData;

/** What every store must do with sign-ups, emails and links. `open` returns a new, empty one each time. */
export function signUpStoreContract(name: string, open: () => Opened | Promise<Opened>): void {
  describe(`${name} as a store of sign-ups`, () => {
    let opened: Opened;
    let store: Opened['store'];
    let emails: OutgoingEmailStore;
    let known: ReturnType<typeof knownSignUpKeys>;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
      emails = opened.outgoingEmailStore;
      known = knownSignUpKeys();
    });

    const settle = (now: number, limit = 500) =>
      store.settleSignUps({ limit, now, signUpKeys: known.signUpKeys });
    const signUp = async (email = ADA, now = TUESDAY, given: { name?: string } = {}) => {
      await store.storeSignUps([aSignUp({ email, at: now, ...given })]);
      return settle(now);
    };
    const claim = async (now = TUESDAY) => {
      const email = await emails.claimEmail({ now, leaseExpiresAt: now + MINUTE, notices: false });
      if (email?.kind === 'notice') throw new Error('Notices were not asked for.');
      return email;
    };
    /** Submits all emails that may be handed over at an instant. */
    const submitAll = async (now = TUESDAY) => {
      const taken: TransactionalEmail[] = [];
      for (let email = await claim(now); email !== null; email = await claim(now)) {
        taken.push(email);
        await emails.settleEmail({ email, outcome: { kind: 'submitted' } });
      }
      return taken;
    };
    const lastHash = () => known.tokens.at(-1)?.hash ?? '';
    const confirm = (now = TUESDAY, hash = lastHash()) =>
      store.confirm({ hash, now, evidence: FROM_A_BROWSER, signUpKeys: known.signUpKeys });
    const subscribe = async (email = ADA, now = TUESDAY) => {
      await signUp(email, now);
      await confirm(now);
      await submitAll(now);
    };
    const history = async (emailKey = ADA) => {
      const found = await store.findHistory(emailKey);
      if (found === null) throw new Error(`${emailKey} is not there.`);
      return found;
    };
    const statusOf = async (emailKey = ADA) => (await store.findHistory(emailKey))?.status ?? null;
    const eventsOf = async (emailKey = ADA) => (await history(emailKey)).consent.map(({ event }) => event);
    const change = async (what: SubscriptionChange, now = TUESDAY, slot = SLOT) =>
      store.changeOwn({
        subscriberId: (await history()).id,
        change: what,
        evidence: FROM_A_BROWSER,
        slot,
        now,
      });

    describe('a sign-up', () => {
      test('a sign-up of a new address makes a pending subscriber, a record of the request and one email', async () => {
        expect(await signUp('Ada@verdicts.test', TUESDAY, { name: 'Ada' })).toEqual({
          settled: 1,
          waitsUntil: null,
        });
        expect(await history()).toMatchObject({
          email: 'Ada@verdicts.test',
          name: 'Ada',
          status: 'pending',
          createdAt: TUESDAY,
          consent: [{ event: 'requested', at: TUESDAY, source: 'form:footer' }],
        });
        expect(await submitAll()).toMatchObject([
          { kind: 'confirm', email: 'Ada@verdicts.test', token: known.tokens[0]?.token, createdAt: TUESDAY },
        ]);
      });

      test('a sign-up changes nothing before it is settled', async () => {
        await store.storeSignUps([aSignUp({ email: ADA })]);
        expect(await statusOf()).toBeNull();
        expect(await claim()).toBeNull();
      });

      test('sign-ups are settled once, oldest first, a given number at a time', async () => {
        await store.storeSignUps(
          ['a', 'b', 'c'].map((local) => aSignUp({ email: `${local}@verdicts.test` })),
        );
        expect(await settle(TUESDAY, 2)).toEqual({ settled: 2, waitsUntil: null });
        expect([await statusOf('b@verdicts.test'), await statusOf('c@verdicts.test')]).toEqual([
          'pending',
          null,
        ]);
        expect(await settle(TUESDAY)).toEqual({ settled: 1, waitsUntil: null });
        expect(await settle(TUESDAY)).toEqual({ settled: 0, waitsUntil: null });
      });

      test('a sign-up is the latest until another is kept, and none is left once all are settled', async () => {
        expect(await store.findLatestSignUp()).toBeNull();
        const keep = async (email: string) => {
          await store.storeSignUps([aSignUp({ email })]);
          return (await store.findLatestSignUp()) ?? 0;
        };
        expect(await keep(ADA)).toBeLessThan(await keep('b@verdicts.test'));
        await settle(TUESDAY);
        expect(await store.findLatestSignUp()).toBeNull();
      });

      test('a sign-up is saved with the others of its group or not at all', async () => {
        const bad = aSignUp({ email: 'b@verdicts.test', name: ' ' });
        await expect(store.storeSignUps([aSignUp({ email: ADA }), bad])).rejects.toThrow();
        expect(await settle(TUESDAY)).toMatchObject({ settled: 0 });
      });

      test('a sign-up of a pending address queues another email, and fills in what is missing', async () => {
        await signUp();
        await signUp('ADA@verdicts.test', TUESDAY + HOUR, { name: 'Ada' });
        expect(await history()).toMatchObject({
          email: ADA,
          name: 'Ada',
          consent: [{ event: 'requested' }, { event: 'requested', at: TUESDAY + HOUR }],
        });
        expect(await submitAll(TUESDAY + HOUR)).toHaveLength(2);
      });

      test('a sign-up of a confirmed address does nothing', async () => {
        await subscribe();
        await signUp(ADA, TUESDAY + DAY, { name: 'Eve' });
        expect(await submitAll(TUESDAY + DAY)).toEqual([]);
        expect(await history()).toMatchObject({ name: null, status: 'confirmed' });
        expect(await eventsOf()).toEqual(['requested', 'confirmed']);
      });

      test('a sign-up of an unsubscribed address only asks: nothing else changes before the confirmation', async () => {
        await subscribe();
        await change({ kind: 'unsubscribe' }, TUESDAY + HOUR);
        await signUp(ADA, TUESDAY + DAY, { name: 'Eve' });
        expect(await history()).toMatchObject({ name: null, status: 'unsubscribed' });
        expect(await submitAll(TUESDAY + DAY)).toHaveLength(1);
        expect(await confirm(TUESDAY + DAY)).toBe('confirmed');
        expect(await statusOf()).toBe('confirmed');
        expect(await eventsOf()).toEqual([
          'requested',
          'confirmed',
          'unsubscribed',
          'requested',
          'resubscribed',
        ]);
      });

      test.each([
        ['bounced', (key: string) => key],
        ['complained', (key: string) => key],
        ['bounced', (key: string) => known.signUpKeys.erasedKeys(key)[0] ?? ''],
        ['complained', (key: string) => known.signUpKeys.erasedKeys(key)[0] ?? ''],
      ] as const)(
        'a sign-up of an address that %s does nothing, whether the address or its hash says so',
        async (reason, keyOf) => {
          await opened.suppress(keyOf(ADA), { reason, at: 5 });
          expect(await signUp()).toMatchObject({ settled: 1 });
          expect(await statusOf()).toBeNull();
          expect(await claim()).toBeNull();
        },
      );

      test('a sign-up of an erased address is like a new one, and confirming it ends the suppression', async () => {
        const [key = ''] = known.signUpKeys.erasedKeys(ADA);
        await opened.suppress(key, { reason: 'erased', at: 5 });
        await signUp();
        expect(await statusOf()).toBe('pending');
        const again = () =>
          store.importSubscribers([aNewSubscriber({ email: ADA, name: 'A' })], {
            ...IMPORTED,
            erasedKeys: known.signUpKeys.erasedKeys,
          });
        expect(await again()).toMatchObject([{ outcome: 'erased' }]);
        expect(await confirm()).toBe('confirmed');
        expect(await again()).toMatchObject([{ outcome: 'updated' }]);
      });
    });

    describe('the limits on emails', () => {
      /** How many emails this many sign-ups of one mailbox send within two days, and the maximum in any 24 hours. */
      const bombard = async (emails: readonly string[]) => {
        const written: number[] = [];
        for (let hour = 0; hour < 48; hour += 1) {
          const now = TUESDAY + hour * HOUR;
          const share = emails.filter((_, index) => index % 48 === hour);
          await store.storeSignUps(share.map((email) => aSignUp({ email, at: now })));
          expect(await settle(now)).toMatchObject({ waitsUntil: null });
          written.push(...(await submitAll(now)).map(({ createdAt }) => createdAt));
        }
        return Math.max(
          ...written.map((at) => written.filter((other) => other > at - DAY && other <= at).length),
        );
      };

      test('a mailbox gets three emails in any 24 hours, after 10,000 sign-ups in all its spellings', async () => {
        const spelling = (number: number) => {
          const local = [...'victim']
            .map((letter, bit) => letter + ((number >> bit) & 1 ? '.' : ''))
            .join('');
          const tag = number % 3 === 0 ? '' : `+${number}`;
          const domain = number % 2 === 0 ? 'gmail.com' : 'GoogleMail.com';
          return `${local.replace(/\.$/, '')}${tag}@${domain}`;
        };
        const emails = Array.from({ length: 10_000 }, (_, index) => spelling(index));
        expect(new Set(emails).size).toBeGreaterThan(5_000);
        expect(await bombard(emails)).toBe(3);
        expect((await store.count()).pending).toBeLessThanOrEqual(6);
      });

      test('a mailbox gets one email in ten minutes', async () => {
        await signUp('ada+1@verdicts.test', TUESDAY);
        await signUp('ada+2@verdicts.test', TUESDAY + 10 * MINUTE - 1);
        expect(known.tokens).toHaveLength(1);
        expect(await statusOf('ada+2@verdicts.test')).toBeNull();
        await signUp('ada+2@verdicts.test', TUESDAY + 10 * MINUTE);
        expect(known.tokens).toHaveLength(2);
      });

      test('a mailbox’s limit leaves other mailboxes alone', async () => {
        for (const email of [ADA, 'eve@verdicts.test', 'a.da@verdicts.test']) await signUp(email);
        expect(known.tokens).toHaveLength(3);
      });

      test('emails beyond the hour’s limit wait for the next hour, in order, and none is lost', async () => {
        const emails = Array.from({ length: MOST + 2 }, (_, index) => `r${index}@verdicts.test`);
        await store.storeSignUps(emails.map((email) => aSignUp({ email })));
        expect(await settle(TUESDAY, 2_000)).toEqual({
          settled: MOST,
          waitsUntil: TUESDAY + HOUR,
        });
        expect(await settle(TUESDAY + HOUR - 1)).toEqual({ settled: 0, waitsUntil: TUESDAY + HOUR });
        expect(await settle(TUESDAY + HOUR)).toEqual({ settled: 2, waitsUntil: null });
        expect(await statusOf(emails.at(-1))).toBe('pending');
      });
    });

    describe('limits on sign-ups', () => {
      const NETWORK = {
        key: 'a network',
        by: 'network',
        maxWithoutProof: 2,
        maxMoreWithProof: 1,
        windowMs: HOUR,
      } as const;
      const limited = (email: string, at = TUESDAY) => aSignUp({ email, at, limits: [NETWORK] });
      const crowd = ['a', 'b', 'c', 'd'].map((local) => limited(`${local}@verdicts.test`));
      const kindsOf = async (signUps: typeof crowd) =>
        (await store.storeSignUps(signUps)).map((obstacle) => obstacle?.kind ?? null);

      test('limits on sign-ups hold within a group and from one group to the next, and what they stop is not saved', async () => {
        expect(await kindsOf(crowd)).toEqual([null, null, 'prove', 'prove']);
        expect(await kindsOf([{ ...limited('e@verdicts.test'), isProven: true }])).toEqual([null]);
        expect(await kindsOf([{ ...limited('f@verdicts.test'), isProven: true }])).toEqual(['refuse']);
        expect(await settle(TUESDAY)).toMatchObject({ settled: 3 });
        expect(await statusOf('c@verdicts.test')).toBeNull();
        expect(await statusOf('e@verdicts.test')).toBe('pending');
      });

      test('limits on sign-ups let them in again when their time is over', async () => {
        await kindsOf(crowd);
        expect(await kindsOf([limited(ADA, TUESDAY + HOUR - 1)])).toEqual(['prove']);
        expect(await kindsOf([limited(ADA, TUESDAY + HOUR)])).toEqual([null]);
      });

      test('limits on sign-ups do not count a group that could not be saved', async () => {
        const bad = { ...limited('bad@verdicts.test'), name: ' ' };
        await expect(store.storeSignUps([limited(ADA), bad])).rejects.toThrow();
        expect(await store.findSignUpCounts([NETWORK.key])).toEqual(new Map());
        expect(await kindsOf(crowd)).toEqual([null, null, 'prove', 'prove']);
      });

      test('limits on sign-ups can be read without counting', async () => {
        await kindsOf(crowd);
        for (let times = 0; times < 2; times += 1)
          expect(await store.findSignUpCounts([NETWORK.key, 'another'])).toEqual(
            new Map([[NETWORK.key, { count: 2, endsAt: TUESDAY + HOUR }]]),
          );
        expect(await store.findSignUpCounts([])).toEqual(new Map());
      });

      test('limits on sign-ups count only the given ones, and a sign-up without any is always saved', async () => {
        await kindsOf(crowd);
        expect(await store.storeSignUps([aSignUp({ email: ADA })])).toEqual([null]);
      });
    });

    describe('networks', () => {
      /** Sign-ups of one network, with addresses of their own. */
      const from = (networkKey: string, count: number, at = TUESDAY) =>
        Array.from({ length: count }, (_, index) =>
          aSignUp({ email: `${networkKey}${index}@verdicts.test`, networkKey, at }),
        );
      const emailsOf = (list: TransactionalEmail[]) =>
        list.map(({ email }) => email.replace('@verdicts.test', ''));
      const FLOOD = 400;

      test('networks take turns when sign-ups are settled and when emails are sent', async () => {
        await store.storeSignUps([...from('a', 3), ...from('b', 2), ...from('c', 1)]);
        await settle(TUESDAY);
        expect(emailsOf(await submitAll())).toEqual(['a0', 'b0', 'c0', 'a1', 'b1', 'a2']);
      });

      test('networks that come late join the current round, ahead of repeated requests', async () => {
        await store.storeSignUps(from('flood', 50));
        await settle(TUESDAY);
        const first = await claim();
        await store.storeSignUps([...from('ada', 2)]);
        await settle(TUESDAY);
        if (first === null) throw new Error('Nothing was claimed.');
        await emails.settleEmail({ email: first, outcome: { kind: 'submitted' } });
        const order = emailsOf(await submitAll());
        expect([order.indexOf('ada0'), order.indexOf('ada1')]).toEqual([0, 2]);
        expect(order).toHaveLength(51);
      });

      test('networks that come while an email of the first round is postponed join the current round', async () => {
        await store.storeSignUps([...from('a', 1), ...from('b', 3)]);
        await settle(TUESDAY);
        const [late, first] = [await claim(), await claim()];
        if (late === null || first === null) throw new Error('Nothing was claimed.');
        const again = { kind: 'again', at: TUESDAY + HOUR, reason: 'busy', refused: true } as const;
        await emails.settleEmail({ email: late, outcome: again });
        await emails.settleEmail({ email: first, outcome: { kind: 'submitted' } });
        await store.storeSignUps(from('c', 1));
        await settle(TUESDAY);
        expect(emailsOf(await submitAll())).toEqual(['b1', 'c0', 'b2']);
        expect(emailsOf(await submitAll(TUESDAY + HOUR))).toEqual(['a0']);
      });

      test('networks’ turns do not apply to requests by the studio and by commands', async () => {
        await signUp('pending@verdicts.test', TUESDAY - HOUR);
        await submitAll(TUESDAY - HOUR);
        await store.storeSignUps(from('flood', 5));
        await settle(TUESDAY);
        const subscriberId = (await history('pending@verdicts.test')).id;
        const evidence = { source: 'studio', networkAddress: null, userAgent: null };
        expect(
          await store.requestConfirmation({
            subscriberId,
            now: TUESDAY,
            evidence,
            signUpKeys: known.signUpKeys,
          }),
        ).toBe('queued');
        expect(emailsOf(await submitAll())[0]).toBe('pending');
      });

      test('a network that floods gets a tenth of the hour’s emails, and other sign-ups do not wait for its own', async () => {
        await store.storeSignUps(from('flood', FLOOD));
        expect(await settle(TUESDAY)).toEqual({ settled: MOST / 10, waitsUntil: TUESDAY + HOUR });
        await store.storeSignUps(from('ada', 1, TUESDAY + MINUTE));
        expect(await settle(TUESDAY + MINUTE)).toEqual({ settled: 1, waitsUntil: TUESDAY + HOUR });
        expect(await statusOf('ada0@verdicts.test')).toBe('pending');
        expect(await settle(TUESDAY + HOUR)).toMatchObject({ settled: MOST / 10 });
      });

      test('a dozen networks that flood leave room for a new one', async () => {
        const floods = Array.from({ length: 24 }, (_, index) => from(`flood${index}x`, 100));
        await store.storeSignUps(floods.flat());
        for (let step = 0; step < 20; step += 1) await settle(TUESDAY, 100);
        await store.storeSignUps(from('ada', 1));
        expect(await settle(TUESDAY)).toMatchObject({ settled: 1 });
        const submitted = await submitAll();
        expect(submitted.length).toBeLessThanOrEqual(MOST);
        expect(emailsOf(submitted)).toContain('ada0');
      });

      test('networks that flood keep nobody from their own data', async () => {
        await subscribe('owner@verdicts.test', TUESDAY - DAY);
        const networks = Array.from({ length: MOST }, (_, index) => from(`n${index}x`, 1));
        await store.storeSignUps(networks.flat());
        expect(await settle(TUESDAY, MOST)).toMatchObject({ settled: MOST });
        const subscriberId = (await history('owner@verdicts.test')).id;
        const request = {
          subscriberId,
          networkAddress: '192.0.2.7',
          now: TUESDAY,
          signUpKeys: known.signUpKeys,
        };
        expect(await store.requestDataLink(request)).toBe('queued');
      });

      test('networks whose sign-ups have waited for a day lose those that still have no room', async () => {
        await store.storeSignUps(from('flood', FLOOD));
        await settle(TUESDAY);
        await store.storeSignUps(from('ada', 1, TUESDAY + DAY));
        expect(await settle(TUESDAY + DAY, 1_000)).toEqual({
          settled: FLOOD - MOST / 10 + 1,
          waitsUntil: null,
        });
        expect(known.tokens).toHaveLength(2 * (MOST / 10) + 1);
      });

      test('networks are forgotten once their emails no longer count, and not before', async () => {
        await store.storeSignUps(from('flood', FLOOD));
        await settle(TUESDAY);
        await submitAll();
        const forget = (before: number, limit = 500) => store.forgetEmailNetworks({ before, limit });
        expect(await forget(TUESDAY)).toBe(0);
        expect(await settle(TUESDAY + HOUR - 1)).toMatchObject({ settled: 0 });
        expect(await forget(TUESDAY + 1, 10)).toBe(10);
        expect(await forget(TUESDAY + 1)).toBe(MOST / 10 - 10);
        expect(await forget(TUESDAY + 1)).toBe(0);
      });

      test('networks of emails that still wait are not forgotten', async () => {
        await signUp();
        expect(await store.forgetEmailNetworks({ before: TUESDAY + DAY, limit: 10 })).toBe(0);
        await submitAll();
        expect(await store.forgetEmailNetworks({ before: TUESDAY + DAY, limit: 10 })).toBe(1);
      });
    });

    describe('an email to one person', () => {
      test('an email is leased to one sender at a time, until the lease lapses', async () => {
        await signUp();
        const first = await claim();
        expect(first).toMatchObject({ attempts: 1, firstAttemptAt: TUESDAY });
        expect(await claim(TUESDAY + MINUTE - 1)).toBeNull();
        const second = await claim(TUESDAY + MINUTE);
        expect(second).toEqual({ ...first, attempts: 2, leaseExpiresAt: TUESDAY + 2 * MINUTE });
      });

      test('an email is not settled by a sender that lost its lease', async () => {
        await signUp();
        const [first, second] = [await claim(), await claim(TUESDAY + MINUTE)];
        if (first === null || second === null) throw new Error('Nothing was claimed.');
        await emails.settleEmail({ email: first, outcome: { kind: 'dropped', reason: 'x' } });
        await emails.settleEmail({
          email: second,
          outcome: { kind: 'again', at: TUESDAY, reason: 'x', refused: false },
        });
        expect(await claim(TUESDAY + MINUTE)).toMatchObject({ id: first.id, attempts: 3 });
      });

      test.each([
        ['counts its attempts where it may have been taken', false, 2, TUESDAY],
        ['begins anew where it was refused whole', true, 1, TUESDAY + HOUR],
      ])(
        'an email that is postponed waits for its time, and %s',
        async (_, refused, attempts, firstAttemptAt) => {
          await signUp();
          const email = await claim();
          if (email === null) throw new Error('Nothing was claimed.');
          const at = TUESDAY + HOUR;
          await emails.settleEmail({ email, outcome: { kind: 'again', at, reason: 'busy', refused } });
          expect(await claim(at - 1)).toBeNull();
          expect(await claim(at)).toMatchObject({
            id: email.id,
            token: email.token,
            attempts,
            firstAttemptAt,
          });
        },
      );

      test.each(['submitted', 'dropped'] as const)('an email that was %s is not sent again', async (kind) => {
        await signUp();
        const email = await claim();
        if (email === null) throw new Error('Nothing was claimed.');
        await emails.settleEmail({ email, outcome: { kind, reason: 'x' } });
        expect(await claim(TUESDAY + DAY)).toBeNull();
      });

      test('an email is dropped if its subscriber is confirmed or suppressed meanwhile, or its link has expired', async () => {
        await signUp('confirmed@verdicts.test');
        await confirm();
        await signUp('bounced@verdicts.test');
        await opened.suppress('bounced@verdicts.test', { reason: 'bounced', at: TUESDAY });
        await signUp('good@verdicts.test');
        expect(await claim()).toMatchObject({ email: 'good@verdicts.test' });
        await signUp('late@verdicts.test');
        expect(await claim(TUESDAY + 72 * HOUR)).toBeNull();
      });
    });

    describe('a link', () => {
      const find = (hash: string, now = TUESDAY, kind: 'confirm' | 'data' = 'confirm') =>
        store.findLink({ hash, kind, now });

      test('a link confirms the subscription, with the evidence', async () => {
        await signUp();
        expect(await find(lastHash())).toMatchObject({ email: ADA, state: 'valid' });
        expect(await confirm(TUESDAY + HOUR)).toBe('confirmed');
        expect(await history()).toMatchObject({
          status: 'confirmed',
          consent: [{ event: 'requested' }, { event: 'confirmed', at: TUESDAY + HOUR, source: 'link' }],
        });
      });

      test('a link that is used twice says so, changes nothing and records nothing', async () => {
        await signUp();
        await confirm();
        expect(await confirm(TUESDAY + HOUR)).toBe('already');
        expect(await find(lastHash(), TUESDAY + DAY * 9)).toMatchObject({ state: 'used' });
        expect(await eventsOf()).toEqual(['requested', 'confirmed']);
      });

      test('a link is valid for 72 hours', async () => {
        await signUp();
        const end = TUESDAY + 72 * HOUR;
        expect(await find(lastHash(), end - 1)).toMatchObject({ state: 'valid' });
        expect(await find(lastHash(), end)).toMatchObject({ state: 'expired' });
        expect(await confirm(end)).toBe('expired');
        expect(await statusOf()).toBe('pending');
        expect(await confirm(end - 1)).toBe('confirmed');
      });

      test('a link stays valid when another one is requested', async () => {
        await signUp();
        const first = lastHash();
        await signUp(ADA, TUESDAY + HOUR);
        expect(await confirm(TUESDAY + HOUR, first)).toBe('confirmed');
        expect(await confirm(TUESDAY + HOUR)).toBe('already');
      });

      test('a link from before an unsubscription brings nobody back', async () => {
        await signUp();
        const unused = lastHash();
        await signUp(ADA, TUESDAY + HOUR);
        const used = lastHash();
        await confirm(TUESDAY + HOUR);
        await change({ kind: 'unsubscribe' }, TUESDAY + 2 * HOUR);
        for (const hash of [unused, used]) {
          expect(await find(hash, TUESDAY + 2 * HOUR)).toMatchObject({ state: 'expired' });
          expect(await confirm(TUESDAY + 2 * HOUR, hash)).toBe('expired');
        }
        expect(await statusOf()).toBe('unsubscribed');
      });

      test.each(['bounced', 'complained'] as const)(
        'a link never confirms an address that %s, under its own name or its hash',
        async (reason) => {
          for (const [email, hashed] of [
            ['a@verdicts.test', false],
            ['b@verdicts.test', true],
          ] as const) {
            await signUp(email);
            const key = hashed ? (known.signUpKeys.erasedKeys(email)[0] ?? '') : email;
            await opened.suppress(key, { reason, at: TUESDAY });
            expect(await confirm()).toBe('refused');
            expect(await statusOf(email)).toBe('pending');
          }
        },
      );

      test('a link that nobody was sent is unknown, and a link of one kind is none of the other', async () => {
        await signUp();
        expect(await find(linkHash('x'))).toBeNull();
        expect(await confirm(TUESDAY, linkHash('x'))).toBe('unknown');
        expect(await find(lastHash(), TUESDAY, 'data')).toBeNull();
      });

      test('a link ends an earlier pause', async () => {
        await subscribe();
        await change({ kind: 'pause', until: TUESDAY + 90 * DAY });
        await change({ kind: 'unsubscribe' }, TUESDAY + HOUR);
        await signUp(ADA, TUESDAY + DAY);
        await confirm(TUESDAY + DAY);
        expect(await history()).toMatchObject({ status: 'confirmed', pausedUntil: null });
      });
    });

    describe('the data email', () => {
      const request = async (now: number) =>
        store.requestDataLink({
          subscriberId: (await history()).id,
          networkAddress: '192.0.2.7',
          now,
          signUpKeys: known.signUpKeys,
        });

      test('the data email has a link that is valid for 24 hours, however often it is opened', async () => {
        await subscribe();
        const now = TUESDAY + DAY;
        expect(await request(now)).toBe('queued');
        expect(await submitAll(now)).toMatchObject([{ kind: 'data', email: ADA }]);
        const find = (at: number) => store.findLink({ hash: lastHash(), kind: 'data', now: at });
        expect(await find(now + DAY - 1)).toMatchObject({ email: ADA, state: 'valid' });
        expect(await find(now + DAY)).toMatchObject({ state: 'expired' });
        expect(await confirm(now)).toBe('unknown');
      });

      test('the data email keeps to the limits of its mailbox, which sign-ups by strangers do not use up', async () => {
        await subscribe();
        expect(await request(TUESDAY + MINUTE)).toBe('queued');
        expect(await request(TUESDAY + 2 * MINUTE)).toBe('limited');
        expect(await request(TUESDAY + HOUR)).toBe('queued');
        expect(await request(TUESDAY + 2 * HOUR)).toBe('queued');
        expect(await request(TUESDAY + 3 * HOUR)).toBe('limited');
        expect(await request(TUESDAY + DAY + MINUTE)).toBe('queued');
      });

      test('the data email counts towards the sign-ups of its mailbox', async () => {
        await subscribe();
        for (const hours of [1, 2]) expect(await request(TUESDAY + hours * HOUR)).toBe('queued');
        await change({ kind: 'unsubscribe' }, TUESDAY + 2 * HOUR);
        await signUp(ADA, TUESDAY + 3 * HOUR);
        expect(await submitAll(TUESDAY + 3 * HOUR)).toMatchObject([{ kind: 'data' }, { kind: 'data' }]);
        await signUp(ADA, TUESDAY + DAY);
        expect(await submitAll(TUESDAY + DAY)).toMatchObject([{ kind: 'confirm' }]);
      });

      test('the data email is sent to nobody who must not be emailed or does not exist', async () => {
        await subscribe();
        await opened.suppress(ADA, { reason: 'complained', at: TUESDAY });
        expect(await request(TUESDAY + DAY)).toBe('refused');
        expect(
          await store.requestDataLink({
            subscriberId: 999,
            networkAddress: '192.0.2.7',
            now: TUESDAY,
            signUpKeys: known.signUpKeys,
          }),
        ).toBe('unknown');
      });
    });

    describe('a request for links', () => {
      const requestLinks = async (email = ADA, now = TUESDAY) => {
        await store.storeSignUps([aSignUp({ email, at: now, requestKind: 'links' })]);
        return settle(now);
      };

      test('a subscriber’s request for links queues the email with their links, and records nothing', async () => {
        await subscribe();
        const before = await history();
        expect(await requestLinks(ADA, TUESDAY + HOUR)).toEqual({ settled: 1, waitsUntil: null });
        expect(await submitAll(TUESDAY + HOUR)).toMatchObject([
          { kind: 'data', email: ADA, subscriberId: before.id },
        ]);
        expect(await history()).toEqual(before);
      });

      test('a former subscriber’s request for links queues an email, and does not bring them back', async () => {
        await subscribe();
        await change({ kind: 'unsubscribe' });
        await requestLinks(ADA, TUESDAY + HOUR);
        expect(await submitAll(TUESDAY + HOUR)).toMatchObject([{ kind: 'data' }]);
        expect(await statusOf()).toBe('unsubscribed');
      });

      test('a pending subscriber’s request for links asks them once more, without a new consent', async () => {
        await signUp();
        await submitAll();
        await requestLinks(ADA, TUESDAY + HOUR);
        expect(await submitAll(TUESDAY + HOUR)).toMatchObject([{ kind: 'confirm', email: ADA }]);
        expect(await eventsOf()).toEqual(['requested']);
        expect(await confirm(TUESDAY + HOUR)).toBe('confirmed');
      });

      test('a request for links does nothing for unknown addresses and those that must not be emailed', async () => {
        await subscribe();
        await opened.suppress(ADA, { reason: 'bounced', at: TUESDAY });
        await requestLinks(ADA, TUESDAY + HOUR);
        expect(await requestLinks('nobody@verdicts.test', TUESDAY + HOUR)).toEqual({
          settled: 1,
          waitsUntil: null,
        });
        expect(await submitAll(TUESDAY + HOUR)).toEqual([]);
        expect(await statusOf('nobody@verdicts.test')).toBeNull();
      });

      test('a request for links keeps to the limits of its mailbox', async () => {
        await subscribe();
        for (const minutes of [60, 65, 120, 180, 240]) await requestLinks(ADA, TUESDAY + minutes * MINUTE);
        expect(await submitAll(TUESDAY + 5 * HOUR)).toHaveLength(EMAIL_LIMITS.maxPerDay);
      });

      test('a request for links waits while its network has had its share of the hour, and no longer', async () => {
        const now = TUESDAY + DAY;
        await subscribe();
        await store.storeSignUps(
          Array.from({ length: MOST / 10 }, (_, index) =>
            aSignUp({ email: `reader${index}@verdicts.test`, at: now, networkKey: 'flood' }),
          ),
        );
        await settle(now);
        await store.storeSignUps([
          aSignUp({ email: ADA, at: now, requestKind: 'links', networkKey: 'flood' }),
        ]);
        expect(await settle(now)).toEqual({ settled: 0, waitsUntil: now + HOUR });
        expect(await settle(now + HOUR)).toEqual({ settled: 1, waitsUntil: null });
        expect((await submitAll(now + HOUR)).at(-1)).toMatchObject({ kind: 'data', email: ADA });
      });

      test('a request for links counts for its network, so that a flood leaves room for everybody else', async () => {
        const now = TUESDAY + DAY;
        const emails = Array.from({ length: MOST / 10 + 5 }, (_, index) => `reader${index}@verdicts.test`);
        for (const email of emails) await subscribe(email);
        await store.storeSignUps(
          emails.map((email) => aSignUp({ email, at: now, requestKind: 'links', networkKey: 'flood' })),
        );
        expect(await settle(now)).toEqual({ settled: MOST / 10, waitsUntil: now + HOUR });
        expect(await requestLinks(emails.at(-1), now)).toMatchObject({ settled: 1 });
      });

      test('a request for links uses none of the emails that are reserved for data links', async () => {
        const now = TUESDAY + DAY;
        await subscribe();
        await store.storeSignUps(
          Array.from({ length: MOST }, (_, index) =>
            aSignUp({ email: `reader${index}@verdicts.test`, at: now }),
          ),
        );
        expect(await settle(now, MOST)).toMatchObject({ settled: MOST });
        expect(await requestLinks(ADA, now)).toEqual({ settled: 0, waitsUntil: now + HOUR });
      });
    });

    describe('a confirmation that the operator requests', () => {
      const ask = async (at: number) =>
        store.requestConfirmation({
          subscriberId: (await history()).id,
          now: at,
          evidence: { source: 'command', networkAddress: null, userAgent: null },
          signUpKeys: known.signUpKeys,
        });

      test('a confirmation that the operator requests is one email, recorded, within the limits', async () => {
        await signUp();
        expect(await ask(TUESDAY + MINUTE)).toBe('limited');
        expect(await ask(TUESDAY + HOUR)).toBe('queued');
        expect((await history()).consent).toMatchObject([
          { source: 'form:footer' },
          { event: 'requested', at: TUESDAY + HOUR, source: 'command' },
        ]);
        expect(await submitAll(TUESDAY + HOUR)).toHaveLength(2);
        expect(await confirm(TUESDAY + HOUR)).toBe('confirmed');
      });

      test('a confirmation that the operator requests waits for room like all emails', async () => {
        await signUp();
        await store.storeSignUps(
          Array.from({ length: MOST }, (_, index) =>
            aSignUp({ email: `reader${index}@verdicts.test`, at: TUESDAY + HOUR }),
          ),
        );
        await settle(TUESDAY + HOUR, MOST);
        expect(await ask(TUESDAY + HOUR)).toBe('limited');
        expect(await ask(TUESDAY + 2 * HOUR)).toBe('queued');
      });

      test('a confirmation is requested from nobody who is subscribed, has left, must not be emailed or does not exist', async () => {
        await subscribe();
        expect(await ask(TUESDAY + DAY)).toBe('refused');
        await change({ kind: 'unsubscribe' });
        expect(await ask(TUESDAY + DAY)).toBe('refused');
        expect(
          await store.requestConfirmation({
            subscriberId: 999,
            now: TUESDAY,
            evidence: FROM_A_BROWSER,
            signUpKeys: known.signUpKeys,
          }),
        ).toBe('unknown');
      });
    });

    describe('a subscriber’s own changes', () => {
      beforeEach(() => subscribe());

      test('a subscriber unsubscribes at once, with the issue’s slot on record, and the first record stays', async () => {
        expect(await change({ kind: 'unsubscribe' })).toBe('changed');
        expect(await change({ kind: 'unsubscribe' }, TUESDAY + HOUR, '2026-W48')).toBe('already');
        expect((await history()).consent.slice(2)).toMatchObject([
          { event: 'unsubscribed', at: TUESDAY, source: 'link', slot: SLOT },
        ]);
      });

      test('a subscriber who must not be emailed may unsubscribe all the same', async () => {
        await opened.suppress(ADA, { reason: 'bounced', at: 1 });
        expect(await change({ kind: 'unsubscribe' })).toBe('changed');
        expect(await change({ kind: 'resubscribe' })).toBe('refused');
      });

      test('a subscriber can undo the unsubscription for a day', async () => {
        await change({ kind: 'unsubscribe' });
        expect(await change({ kind: 'resubscribe' }, TUESDAY + UNDO_LIFETIME_MS)).toBe('refused');
        expect(await change({ kind: 'resubscribe' }, TUESDAY + UNDO_LIFETIME_MS - 1)).toBe('changed');
        expect(await change({ kind: 'resubscribe' }, TUESDAY + DAY)).toBe('already');
        expect((await eventsOf()).slice(2)).toEqual(['unsubscribed', 'resubscribed']);
      });

      test('a subscriber can leave and come back a few times a day, and no more', async () => {
        for (let time = 0; time < 3 * MAX_UNDOS; time += 1) {
          await change({ kind: 'unsubscribe' }, TUESDAY + time);
          await change({ kind: 'resubscribe' }, TUESDAY + time);
        }
        expect(await statusOf()).toBe('unsubscribed');
        expect(await eventsOf()).toHaveLength(2 + 2 * MAX_UNDOS + 1);
      });

      test('a subscriber’s undo is offered as long as it would succeed', async () => {
        const { id } = await history();
        const mayUndo = async (now: number) => (await store.findSubscriber(id, now))?.mayUndo;
        expect(await mayUndo(TUESDAY)).toBe(false);
        await change({ kind: 'unsubscribe' });
        expect(await mayUndo(TUESDAY)).toBe(true);
        expect(await mayUndo(TUESDAY + UNDO_LIFETIME_MS - 1)).toBe(true);
        expect(await mayUndo(TUESDAY + UNDO_LIFETIME_MS)).toBe(false);
        await opened.suppress(ADA, { reason: 'complained', at: TUESDAY });
        expect(await mayUndo(TUESDAY)).toBe(false);
      });

      test('a subscriber can pause and resume, without a record of consent', async () => {
        const { id } = await history();
        const until = TUESDAY + 30 * DAY;
        expect(await change({ kind: 'pause', until })).toBe('changed');
        expect(await change({ kind: 'pause', until })).toBe('already');
        expect(await store.findSubscriber(id, TUESDAY)).toEqual({
          id,
          status: 'confirmed',
          pausedUntil: until,
          suppression: null,
          mayUndo: false,
        });
        expect(await change({ kind: 'pause', until: null })).toBe('changed');
        expect(await history()).toMatchObject({ pausedUntil: null });
        expect(await eventsOf()).toHaveLength(2);
      });

      test('a subscriber who has left cannot pause', async () => {
        await change({ kind: 'unsubscribe' });
        expect(await change({ kind: 'pause', until: TUESDAY + DAY })).toBe('refused');
      });

      test('a subscriber is found with the suppression of the address', async () => {
        await opened.suppress(ADA, { reason: 'complained', at: 5 });
        const { id } = await history();
        expect(await store.findSubscriber(id, TUESDAY)).toMatchObject({
          suppression: { reason: 'complained', at: 5 },
        });
      });
    });

    test('no subscriber is changed by the link of one who does not exist', async () => {
      const request = { subscriberId: 999, evidence: FROM_A_BROWSER, slot: SLOT, now: TUESDAY };
      expect(await store.changeOwn({ ...request, change: { kind: 'unsubscribe' } })).toBe('unknown');
      expect(await store.findSubscriber(999, TUESDAY)).toBeNull();
    });

    test('a pending subscriber does not become confirmed by leaving and coming back', async () => {
      await signUp();
      expect(await change({ kind: 'resubscribe' })).toBe('refused');
      expect(await change({ kind: 'pause', until: TUESDAY + DAY })).toBe('refused');
      expect(await statusOf()).toBe('pending');
    });

    describe('tidying up', () => {
      test('tidying up removes those whose last request is too old, a given number at a time, and nobody else', async () => {
        await subscribe('confirmed@verdicts.test');
        for (const local of ['old1', 'old2', 'asked-again']) await signUp(`${local}@verdicts.test`);
        await signUp('asked-again@verdicts.test', TUESDAY + 20 * DAY);
        const before = TUESDAY + DAY;
        const step = async (after: number) => store.removeUnconfirmed({ before, after, limit: 2 });
        const first = await step(0);
        expect(first.removed).toBe(2);
        expect(await step(first.last ?? 0)).toEqual({ removed: 0, last: null });
        expect(await store.count()).toEqual({ pending: 1, confirmed: 1, unsubscribed: 0 });
        expect(await statusOf('old1@verdicts.test')).toBeNull();
      });

      test('tidying up makes the links of removed subscribers unknown, and drops their emails', async () => {
        await signUp();
        await store.removeUnconfirmed({ before: TUESDAY + 1, after: 0, limit: 10 });
        expect(await confirm()).toBe('unknown');
        expect(await claim()).toBeNull();
      });

      test('tidying up does not remove what still counts for the limits, or is still to be sent', async () => {
        await signUp('gone@verdicts.test');
        await submitAll();
        await signUp(ADA);
        const forget = (before: number) => store.forgetEmails({ before, limit: 10 });
        expect(await forget(TUESDAY)).toBe(0);
        expect(await forget(TUESDAY + 1)).toBe(1);
        expect(await submitAll()).toHaveLength(1);
        expect(await forget(TUESDAY + 100 * DAY)).toBe(3);
        expect(await confirm()).toBe('unknown');
      });
    });
  });
}
