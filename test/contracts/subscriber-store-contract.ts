import { beforeEach, describe, expect, test } from 'vitest';
import { createEarlierRows, type EarlierRows } from '../../src/subscribers/earlier-rows.ts';
import { STUDIO_SOURCE } from '../../src/subscribers/editors-undo.ts';
import type { Suppression } from '../../src/subscribers/subscriber.ts';
import type { ImportTerms, NewSubscriber, SubscriberStore } from '../../src/subscribers/subscriber-store.ts';

/** An empty store under test, and what its port cannot do. */
export interface OpenedSubscriberStore {
  store: SubscriberStore;
  suppress(key: string, suppression: Suppression): void | Promise<void>;
  /** Every suppression, by its key. */
  suppressions(): Record<string, Suppression> | Promise<Record<string, Suppression>>;
}

const AT = Date.UTC(2026, 10, 17, 9);
const terms: ImportTerms = {
  event: 'imported',
  source: 'import:list.csv',
  at: AT,
  erasedKeys: (emailKey) => [`hmac:new-${emailKey}`, `hmac:old-${emailKey}`],
};

function subscriber(email: string, rest: Partial<NewSubscriber> = {}): NewSubscriber {
  return {
    email,
    emailKey: email.toLowerCase(),
    name: null,
    status: 'confirmed',
    suppression: null,
    pausedUntil: null,
    createdAt: null,
    ...rest,
  };
}

/** What every store of subscribers must do. `open` returns a new, empty one each time. */
export function subscriberStoreContract(
  name: string,
  open: () => OpenedSubscriberStore | Promise<OpenedSubscriberStore>,
): void {
  describe(`${name} as a store of subscribers`, () => {
    let opened: OpenedSubscriberStore;
    let store: SubscriberStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });

    const importOne = async (email: string, rest?: Partial<NewSubscriber>) =>
      (await importList([subscriber(email, rest)]))[0];
    const importList = async (list: NewSubscriber[], earlierRows?: EarlierRows) =>
      (await store.importSubscribers(list, { ...terms, ...(earlierRows && { earlierRows }) })).map(
        ({ outcome }) => outcome,
      );
    const history = async (emailKey: string) => {
      const found = await store.findHistory(emailKey);
      if (found === null) throw new Error(`${emailKey} is not there`);
      return found;
    };

    describe('importing', () => {
      test('importing adds new people, with where they came from', async () => {
        const createdAt = AT - 5;
        expect(await importOne('Ada@x.example', { name: 'Ada', pausedUntil: AT + 9, createdAt })).toBe(
          'added',
        );
        expect(await history('ada@x.example')).toEqual({
          id: expect.any(Number),
          email: 'Ada@x.example',
          name: 'Ada',
          status: 'confirmed',
          pausedUntil: AT + 9,
          createdAt,
          suppression: null,
          consent: [
            {
              event: 'imported',
              at: AT,
              source: 'import:list.csv',
              slot: null,
              textVersion: null,
              networkAddress: null,
              userAgent: null,
            },
          ],
          deliveries: [],
        });
      });

      test('importing uses the time of the import if none is given', async () => {
        await importOne('a@x.example');
        expect(await history('a@x.example')).toMatchObject({ createdAt: AT });
      });

      test('importing an empty list does nothing', async () => {
        expect(await store.importSubscribers([], terms)).toEqual([]);
      });

      test('importing what is known changes nothing and records nothing', async () => {
        await importOne('a@x.example', { name: 'Ann' });
        expect(await importOne('A@X.example')).toBe('unchanged');
        expect(await history('a@x.example')).toMatchObject({
          email: 'a@x.example',
          name: 'Ann',
          consent: [{ event: 'imported' }],
        });
      });

      test('importing fills in what is missing, and records it', async () => {
        await importOne('a@x.example', { status: 'pending' });
        expect(await importOne('a@x.example', { name: 'Ann', createdAt: AT - 5 })).toBe('updated');
        expect(await history('a@x.example')).toMatchObject({
          name: 'Ann',
          status: 'confirmed',
          createdAt: AT - 5,
          consent: [{ event: 'imported' }, { event: 'imported' }],
        });
      });

      test('importing never brings back a person who unsubscribed', async () => {
        await importOne('a@x.example', { status: 'unsubscribed' });
        expect(await importOne('a@x.example')).toBe('unchanged');
        expect(await history('a@x.example')).toMatchObject({ status: 'unsubscribed' });
      });

      test('importing may end a subscription, which is recorded as that', async () => {
        await importOne('a@x.example');
        expect(await importOne('a@x.example', { status: 'unsubscribed' })).toBe('updated');
        expect(await history('a@x.example')).toMatchObject({
          status: 'unsubscribed',
          consent: [{ event: 'imported' }, { event: 'unsubscribed', source: 'import:list.csv' }],
        });
      });

      test('importing never makes a confirmed subscriber pending', async () => {
        await importOne('a@x.example');
        expect(await importOne('a@x.example', { status: 'pending' })).toBe('unchanged');
      });

      test('importing suppresses people who bounced or complained elsewhere, and lifts no suppression', async () => {
        await importOne('a@x.example', { suppression: 'bounced' });
        await importOne('b@x.example');
        expect(await importOne('b@x.example', { suppression: 'complained' })).toBe('updated');
        expect(await importOne('a@x.example')).toBe('unchanged');
        expect(await importOne('a@x.example', { suppression: 'complained' })).toBe('unchanged');
        expect(await history('a@x.example')).toMatchObject({ suppression: { reason: 'bounced', at: AT } });
        expect(await history('b@x.example')).toMatchObject({ suppression: { reason: 'complained', at: AT } });
      });

      test('importing keeps the suppression of an address that comes back', async () => {
        await opened.suppress('a@x.example', { reason: 'complained', at: 5 });
        expect(await importOne('a@x.example', { suppression: 'bounced' })).toBe('added');
        expect(await history('a@x.example')).toMatchObject({ suppression: { reason: 'complained', at: 5 } });
      });

      test.each(['new', 'old'])(
        'importing stores nothing about an address that was erased under a %s secret',
        async (age) => {
          await opened.suppress(`hmac:${age}-a@x.example`, { reason: 'erased', at: 5 });
          const list = [subscriber('b@x.example'), subscriber('a@x.example'), subscriber('c@x.example')];
          expect(await importList(list)).toEqual(['added', 'erased', 'added']);
          expect(await store.findHistory('a@x.example')).toBeNull();
        },
      );

      test('importing merges an address that the list names twice', async () => {
        const list = [
          subscriber('a@x.example', { name: 'Ann' }),
          subscriber('b@x.example'),
          subscriber('A@x.example', { name: 'Anna' }),
          subscriber('b@x.example'),
          subscriber('a@x.example', { status: 'unsubscribed', suppression: 'bounced' }),
          subscriber('a@x.example', { name: 'Anna' }),
        ];
        expect(await importList(list)).toEqual([
          'added',
          'added',
          'updated',
          'unchanged',
          'updated',
          'unchanged',
        ]);
        expect(await history('a@x.example')).toMatchObject({
          email: 'a@x.example',
          name: 'Anna',
          status: 'unsubscribed',
          suppression: { reason: 'bounced' },
          consent: [{ event: 'imported' }, { event: 'imported' }, { event: 'unsubscribed' }],
        });
      });

      test('importing happens completely or not at all', async () => {
        const list = [subscriber('a@x.example'), subscriber('b@x.example', { name: '' })];
        await expect(importList(list)).rejects.toThrow();
        expect(await store.findHistory('a@x.example')).toBeNull();
        expect(await importOne('a@x.example')).toBe('added');
      });

      test('importing returns each person’s status in the list, before and after', async () => {
        await importOne('left@x.example', { status: 'unsubscribed' });
        await importOne('bad@x.example', { suppression: 'bounced' });
        const list = ['left@x.example', 'bad@x.example', 'new@x.example'].map((email) => subscriber(email));
        expect(await store.importSubscribers(list, terms)).toEqual([
          { outcome: 'unchanged', standing: 'unsubscribed', before: 'unsubscribed', isRepeated: false },
          { outcome: 'unchanged', standing: 'bounced', before: 'bounced', isRepeated: false },
          { outcome: 'added', standing: 'confirmed', before: null, isRepeated: false },
        ]);
      });

      test('importing keeps the first name that a file gives a person, in whatever steps it comes', async () => {
        const steps = [[null, 'Ann'], ['Anna'], ['Annie', null]].map((names) =>
          names.map((name) => subscriber('a@x.example', { name })),
        );
        for (const expected of [['added', 'updated', 'unchanged'], Array(3).fill('unchanged')]) {
          const earlierRows = createEarlierRows();
          const outcomes = [];
          for (const step of steps) outcomes.push(...(await importList(step, earlierRows)));
          expect(outcomes.slice(0, 3)).toEqual(expected);
          expect(await history('a@x.example')).toMatchObject({ name: 'Ann' });
        }
      });

      test('importing keeps texts as they are', async () => {
        const name = `'; drop table "subscribers" -- \\ \u2028 é中🦊 {"a":[1]}`;
        await importOne('a@x.example', { name });
        expect(await history('a@x.example')).toMatchObject({ name });
      });
    });

    describe('unsubscribing', () => {
      const leaving = { event: 'unsubscribed', source: 'link', at: AT + 1, slot: '2026-W47' } as const;

      test.each(['pending', 'confirmed'] as const)(
        'unsubscribing ends a %s subscription, with the slot of the link',
        async (status) => {
          await importOne('a@x.example', { status });
          expect(await store.unsubscribe('a@x.example', leaving)).toBe('unsubscribed');
          const found = await history('a@x.example');
          expect(found.status).toBe('unsubscribed');
          expect(found.consent.at(-1)).toMatchObject(leaving);
        },
      );

      test('unsubscribing a second time changes and records nothing', async () => {
        await importOne('a@x.example');
        await store.unsubscribe('a@x.example', leaving);
        expect(await store.unsubscribe('a@x.example', { ...leaving, at: AT + 2 })).toBe('already');
        expect((await history('a@x.example')).consent).toHaveLength(2);
      });

      test('unsubscribing an unknown person is not an error', async () => {
        expect(await store.unsubscribe('a@x.example', leaving)).toBe('unknown');
      });
    });

    describe('undoing an unsubscription by an editor', () => {
      const LEFT = AT + 10;
      const KEY = 'a@x.example';
      const leave = (source = STUDIO_SOURCE, at = LEFT) =>
        store.unsubscribe(KEY, { event: 'unsubscribed', source, at });
      const undo = (leftAt = LEFT, at = LEFT + 5) =>
        store.undoUnsubscription({ emailKey: KEY, leftAt, source: STUDIO_SOURCE, at });
      const standing = async () => {
        const { status, pausedUntil, consent } = await history(KEY);
        return {
          status,
          pausedUntil,
          events: consent.map(({ event, source, at }) => ({ event, source, at })),
        };
      };

      test.each(['confirmed', 'pending'] as const)(
        'undoing restores a %s subscription with its pause, and records both changes',
        async (status) => {
          await importOne(KEY, { status, pausedUntil: AT + 99 });
          await leave();
          expect(await undo()).toBe('undone');
          expect(await standing()).toEqual({
            status,
            pausedUntil: AT + 99,
            events: [
              { event: 'imported', source: terms.source, at: AT },
              { event: 'unsubscribed', source: expect.stringMatching(/^studio\b/), at: LEFT },
              { event: 'resubscribed', source: STUDIO_SOURCE, at: LEFT + 5 },
            ],
          });
        },
      );

      test('undoing succeeds once, and again after a new unsubscription, each identified by its time', async () => {
        await importOne(KEY);
        await leave();
        expect([await undo(), await undo()]).toEqual(['undone', 'refused']);
        await leave(STUDIO_SOURCE, LEFT + 20);
        expect([await undo(), await undo(LEFT + 20, LEFT + 21)]).toEqual(['refused', 'undone']);
        expect((await standing()).status).toBe('confirmed');
      });

      test.each<[string, () => unknown]>([
        ['who left themselves, after the editor', () => leave('link', LEFT + 1)],
        ['whom a command unsubscribed, too', () => leave('command', LEFT + 1)],
        ['whose address bounced since', () => opened.suppress(KEY, { reason: 'bounced', at: LEFT + 1 })],
        ['who complained since', () => opened.suppress(KEY, { reason: 'complained', at: LEFT + 1 })],
        ['who was erased since', () => store.erase({ emailKey: KEY, erasedKeys: ['hmac:a'], at: LEFT + 1 })],
      ])('undoing is refused for somebody %s', async (_, since) => {
        await importOne(KEY);
        await leave();
        await since();
        const before = await store.findHistory(KEY);
        expect(await undo()).toBe('refused');
        expect(await store.findHistory(KEY)).toEqual(before);
      });

      test.each<[string, () => unknown]>([
        ['nobody has', () => undefined],
        ['of somebody who is subscribed', () => importOne(KEY)],
        [
          'of somebody who left by themselves',
          async () => {
            await importOne(KEY);
            await leave('link');
          },
        ],
        ['of somebody whom a list unsubscribed', () => importOne(KEY, { status: 'unsubscribed' })],
        [
          'of somebody who left at another instant',
          async () => {
            await importOne(KEY);
            await leave(STUDIO_SOURCE, LEFT - 1);
          },
        ],
      ])('undoing is refused for an address %s', async (_, prepare) => {
        await prepare();
        const before = await store.findHistory(KEY);
        expect(await undo()).toBe('refused');
        expect(await store.findHistory(KEY)).toEqual(before);
      });

      test('undoing one subscriber’s leaving leaves another subscriber’s as it is', async () => {
        await importList([subscriber(KEY), subscriber('b@x.example')]);
        await leave();
        await store.unsubscribe('b@x.example', { event: 'unsubscribed', source: STUDIO_SOURCE, at: LEFT });
        const before = await history('b@x.example');
        await undo();
        expect(await history('b@x.example')).toEqual(before);
      });
    });

    describe('erasing', () => {
      const key = 'hmac:new-a@x.example';
      const erase = (emailKey: string, at = AT + 1) =>
        store.erase({ emailKey, erasedKeys: terms.erasedKeys(emailKey), at });
      const NOBODY = { deliveries: 0, requestsInFlight: 0 };

      test('erasing leaves nothing about a subscriber but the key under which the address was erased', async () => {
        await importOne('A@x.example', { name: 'Ada', suppression: null });
        await importOne('b@x.example');
        expect(await erase('a@x.example')).toEqual({ outcome: 'erased', ...NOBODY });
        expect(await store.findHistory('a@x.example')).toBeNull();
        expect(await opened.suppressions()).toEqual({ [key]: { reason: 'erased', at: AT + 1 } });
        expect(await store.count()).toMatchObject({ confirmed: 1 });
      });

      test('erasing keeps an import from bringing that address back, and no other', async () => {
        await importOne('a@x.example');
        await erase('a@x.example');
        const list = [subscriber('a@x.example'), subscriber('b@x.example')];
        expect(await importList(list)).toEqual(['erased', 'added']);
      });

      test.each(['complained', 'bounced'] as const)(
        'erasing an address that %s keeps that fact, and removes the address',
        async (reason) => {
          await importOne('a@x.example');
          await opened.suppress('a@x.example', { reason, at: 5 });
          expect(await erase('a@x.example')).toMatchObject({ outcome: 'erased' });
          expect(await opened.suppressions()).toEqual({ [key]: { reason, at: 5 } });
          expect(await importOne('a@x.example')).toBe('erased');
        },
      );

      test('erasing a suppressed address without a subscriber removes the address', async () => {
        await opened.suppress('a@x.example', { reason: 'complained', at: 5 });
        expect(await erase('a@x.example')).toEqual({ outcome: 'erased', ...NOBODY });
        expect(await opened.suppressions()).toEqual({ [key]: { reason: 'complained', at: 5 } });
      });

      test('erasing a second time says so and changes nothing', async () => {
        await importOne('a@x.example');
        await erase('a@x.example');
        expect(await erase('a@x.example', AT + 9)).toEqual({ outcome: 'already', ...NOBODY });
        expect(await opened.suppressions()).toEqual({ [key]: { reason: 'erased', at: AT + 1 } });
      });

      test('erasing an unknown address leaves nothing', async () => {
        expect(await erase('a@x.example')).toEqual({ outcome: 'unknown', ...NOBODY });
        expect(await opened.suppressions()).toEqual({});
      });

      test('erasing somebody who came back leaves one key, the current one, with the gravest reason', async () => {
        await importOne('a@x.example');
        await opened.suppress('hmac:old-a@x.example', { reason: 'complained', at: 5 });
        await opened.suppress(key, { reason: 'erased', at: 6 });
        await opened.suppress('a@x.example', { reason: 'bounced', at: 7 });
        expect(await erase('a@x.example')).toMatchObject({ outcome: 'erased' });
        expect(await opened.suppressions()).toEqual({ [key]: { reason: 'complained', at: 5 } });
      });

      test('erasing also removes a sign-up that was not settled yet', async () => {
        const signUp = { email: 'A@x.example', emailKey: 'a@x.example', name: 'Ada', source: 'form:footer' };
        await store.storeSignUps([
          {
            ...signUp,
            textVersion: '1',
            networkAddress: '2001:db8::1',
            userAgent: 'a browser',
            at: AT,
            networkKey: 'n',
          },
        ]);
        expect(await erase('a@x.example')).toMatchObject({ outcome: 'erased' });
        expect(await erase('a@x.example')).toMatchObject({ outcome: 'already' });
      });
    });

    describe('lifting a suppression', () => {
      const key = 'hmac:new-a@x.example';
      const lift = (emailKey = 'a@x.example') =>
        store.liftSuppression({
          emailKey,
          erasedKeys: terms.erasedKeys(emailKey),
          source: 'command',
          at: AT + 9,
        });

      test.each(['bounced', 'complained'] as const)(
        'lifting a suppression lets an address that %s be emailed again, and records it, once',
        async (reason) => {
          await importOne('a@x.example');
          await opened.suppress('a@x.example', { reason, at: 5 });
          await opened.suppress('b@x.example', { reason, at: 5 });
          expect(await lift()).toEqual({ reason, at: 5 });
          const found = await history('a@x.example');
          expect(found).toMatchObject({ status: 'confirmed', suppression: null });
          expect(found.consent.slice(1)).toMatchObject([
            {
              event: 'added',
              at: AT + 9,
              source: `command (suppression lifted: ${reason} 1970-01-01T00:00:00.005Z)`,
            },
          ]);
          expect(Object.keys(await opened.suppressions())).toEqual(['b@x.example']);
          expect(await lift()).toBeNull();
          expect((await history('a@x.example')).consent).toHaveLength(2);
        },
      );

      test('lifting a suppression needs no subscriber, and returns nothing if there is no suppression', async () => {
        await opened.suppress('a@x.example', { reason: 'bounced', at: 5 });
        expect(await lift()).toEqual({ reason: 'bounced', at: 5 });
        expect(await lift('b@x.example')).toBeNull();
        expect(await opened.suppressions()).toEqual({});
      });

      test('lifting a suppression leaves an erased address erased, so that only its owner can come back', async () => {
        await opened.suppress(key, { reason: 'complained', at: 5 });
        expect(await lift()).toEqual({ reason: 'complained', at: 5 });
        expect(await opened.suppressions()).toEqual({ [key]: { reason: 'erased', at: 5 } });
        expect(await lift()).toBeNull();
        expect(await importOne('a@x.example')).toBe('erased');
      });
    });

    describe('the data of a subscriber', () => {
      const signUp = (email: string) => ({
        email,
        emailKey: email.toLowerCase(),
        name: 'Ada',
        source: 'form:footer',
        textVersion: '1',
        networkAddress: '2001:db8::1',
        userAgent: 'a browser',
        at: AT + 2,
        networkKey: 'n',
      });
      const signUpKeys = {
        ...terms,
        throttleKey: (emailKey: string) => emailKey,
        networkKey: () => 'n',
        newToken: () => ({ token: 'the token', hash: '0'.repeat(64) }),
      };

      test('a subscriber’s data has their consent, what is pending and their emails, without tokens and other people', async () => {
        await store.storeSignUps([signUp('A@x.example')]);
        await store.settleSignUps({ limit: 1, now: AT + 3, signUpKeys });
        await store.storeSignUps([signUp('a@X.example'), signUp('b@x.example')]);
        const found = await store.findOwnData('a@x.example');
        const shown = { networkAddress: '2001:db8::1', userAgent: 'a browser', textVersion: '1' };
        expect(found).toEqual({
          email: 'A@x.example',
          name: 'Ada',
          status: 'pending',
          createdAt: AT + 2,
          pausedUntil: null,
          suppression: null,
          consent: [{ event: 'requested', at: AT + 2, source: 'form:footer', slot: null, ...shown }],
          deliveries: [],
          signUps: [{ email: 'a@X.example', name: 'Ada', source: 'form:footer', at: AT + 2, ...shown }],
          emails: [{ kind: 'confirm', status: 'open', createdAt: AT + 3, attempts: 0, lastProblem: null }],
          links: [{ kind: 'confirm', createdAt: AT + 3, expiresAt: expect.any(Number), usedAt: null }],
        });
        expect((await history('a@x.example')).consent).toEqual(found?.consent);
      });

      test('a subscriber’s data is empty if there is no subscriber', async () => {
        await store.storeSignUps([signUp('a@x.example')]);
        expect(await store.findOwnData('a@x.example')).toBeNull();
      });
    });

    describe('listing all subscribers', () => {
      test('listing returns pages in the order of ids, with suppressions', async () => {
        const emails = Array.from({ length: 7 }, (_, index) => `${9 - index}@x.example`);
        await store.importSubscribers(
          emails.map((email, index) => subscriber(email, index === 3 ? { suppression: 'bounced' } : {})),
          terms,
        );
        const seen = [];
        let after = 0;
        for (let page = await store.page({ after, limit: 3 }); page.length > 0; ) {
          expect(page.length).toBeLessThanOrEqual(3);
          seen.push(...page);
          after = page.at(-1)?.id ?? 0;
          page = await store.page({ after, limit: 3 });
        }
        expect(seen.map(({ email }) => email)).toEqual(emails);
        expect(seen.map(({ id }) => id)).toEqual(seen.map(({ id }) => id).sort((one, other) => one - other));
        expect(seen[3]?.suppression).toEqual({ reason: 'bounced', at: AT });
        expect(seen[0]?.suppression).toBeNull();
      });

      test('listing counts every status', async () => {
        expect(await store.count()).toEqual({ pending: 0, confirmed: 0, unsubscribed: 0 });
        await importOne('a@x.example', { status: 'pending' });
        await importOne('b@x.example', { suppression: 'bounced' });
        await importOne('c@x.example', { status: 'unsubscribed' });
        await importOne('d@x.example');
        expect(await store.count()).toEqual({ pending: 1, confirmed: 2, unsubscribed: 1 });
      });
    });

    test('a subscriber who does not exist has no history', async () => {
      await opened.suppress('a@x.example', { reason: 'bounced', at: 5 });
      expect(await store.findHistory('a@x.example')).toBeNull();
    });
  });
}
