import { beforeEach, describe, expect, test } from 'vitest';
import { readSearchText, tidySearch } from '../../src/subscribers/search-text.ts';
import type { FoundSubscribers, Place, Wanted } from '../../src/subscribers/subscriber-list-store.ts';
import { SUBSCRIBER_STATES } from '../../src/subscribers/subscriber-state.ts';
import type { SubscriberStore } from '../../src/subscribers/subscriber-store.ts';
import { TUESDAY } from '../support/comparisons.ts';
import { addReaders, aNewSubscriber, IMPORTED } from '../support/issues.ts';
import type { OpenedSubscriberStore } from './subscriber-store-contract.ts';

/** An empty store under test, and what its port cannot do. */
export interface OpenedSubscriberList extends OpenedSubscriberStore {
  /** The next subscriber gets a later id than this one. */
  skipIds(last: number): void | Promise<void>;
}

const WEEK = 7 * 24 * 60 * 60_000;

/** What every store must do that searches, lists and counts subscribers. `open` returns a new, empty one each time. */
export function subscriberListContract(
  name: string,
  open: () => OpenedSubscriberList | Promise<OpenedSubscriberList>,
): void {
  describe(`${name} as a list of subscribers`, () => {
    let opened: OpenedSubscriberList;
    let store: SubscriberStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });

    const add = (...given: Parameters<typeof aNewSubscriber>[0][]) =>
      store.importSubscribers(given.map(aNewSubscriber), IMPORTED);

    const textual = (text: string): Wanted => ({ kind: 'text', text: readSearchText(tidySearch(text)) });

    /** All pages of a list. */
    async function pagesOf(wanted: Wanted, limit = 9): Promise<FoundSubscribers[]> {
      const pages: FoundSubscribers[] = [];
      let after: Place | null = null;
      do {
        const page: FoundSubscribers = await store.find({ wanted, now: TUESDAY, after, limit });
        pages.push(page);
        after = page.next;
      } while (after !== null);
      return pages;
    }

    const emailsOf = async (wanted: Wanted, limit?: number) =>
      (await pagesOf(wanted, limit)).flatMap(({ found }) => found.map(({ email }) => email));
    const search = (text: string) => emailsOf(textual(text));

    test('a search finds those whose address begins with it first, by address, then whose address or name contains it', async () => {
      await add(
        { email: 'Bo@one.test' },
        { email: 'bob@one.test' },
        { email: 'abo@one.test' },
        { email: 'bo@a.test' },
        { email: 'x@one.test', name: 'Jim Bowie' },
        { email: 'y@one.test', name: 'Nobody else' },
      );
      expect(await search('bo')).toEqual([
        'bo@a.test',
        'Bo@one.test',
        'bob@one.test',
        'y@one.test',
        'x@one.test',
        'abo@one.test',
      ]);
    });

    test('no character of a search is a wildcard', async () => {
      await add({ email: 'a_b@one.test' }, { email: 'axb@one.test' }, { email: '%@one.test' });
      for (const text of ['a_', '%', '_']) expect(await search(text)).toHaveLength(1);
    });

    test.each([
      ['Adam', ['adam@one.test', 'one@two.test']],
      ['ÆLF', ['one@two.test']],
      ['ONE.TEST', ['adam@one.test']],
      ['jose', ['jo@x.test']],
      ['JOSÉ', ['jo@x.test']],
      ['иван', ['ivan@x.test']],
      ['ΣΟΦΊΑ', ['sofia@x.test']],
      ['山田', ['yamada@x.test']],
      ['münchen', ['typed@xn--mnchen-3ya.test', 'shown@MÜNCHEN.test']],
      ['MÜNCH', ['typed@xn--mnchen-3ya.test', 'shown@MÜNCHEN.test']],
      ['@münchen.test', ['typed@xn--mnchen-3ya.test', 'shown@MÜNCHEN.test']],
      ['xn--mnchen-3ya', ['typed@xn--mnchen-3ya.test', 'shown@MÜNCHEN.test']],
      ['shown@münchen.test', ['shown@MÜNCHEN.test']],
      ['Ivan Petrow <ivan@x.test>', ['ivan@x.test']],
      ['"Ivan" <IVAN@x.test>,', ['ivan@x.test']],
      ['mailto:ivan@x.test', ['ivan@x.test']],
      [' ivan@x.test; ', ['ivan@x.test']],
      ['GROSS', ['jg@x.test']],
      ['groß', ['jg@x.test']],
      ['lukasz', ['lw@x.test']],
      ['ISTANBUL', ['io@x.test']],
      ['istanbul', ['io@x.test']],
      ['nobody', []],
    ])('a search for %j finds whom it should, in any case and script', async (text, found) => {
      await add(
        { email: 'one@two.test', name: 'Ælfric ADAMS' },
        { email: 'adam@one.test', status: 'unsubscribed' },
        { email: 'jo@x.test', name: 'José García' },
        { email: 'ivan@x.test', name: 'Иван Петров' },
        { email: 'jg@x.test', name: 'Jürgen Groß' },
        { email: 'lw@x.test', name: 'Łukasz Wójcik' },
        { email: 'io@x.test', name: 'İstanbul Okuru' },
        { email: 'sofia@x.test', name: 'Σοφία' },
        { email: 'yamada@x.test', name: '山田 太郎' },
        { email: 'shown@MÜNCHEN.test', emailKey: 'shown@xn--mnchen-3ya.test' },
        { email: 'typed@xn--mnchen-3ya.test' },
      );
      expect(await search(text)).toEqual(found);
    });

    test.each([1, 7, 25])(
      'pages of %i contain every subscriber once, whatever is looked for',
      async (limit) => {
        await addReaders(store, 25);
        for (const wanted of [
          textual('reader'),
          textual('eader'),
          { kind: 'all' },
          { kind: 'state', state: 'confirmed' },
        ] as const) {
          const seen = (await pagesOf(wanted, limit)).flatMap(({ found }) => found.map(({ email }) => email));
          expect([seen.length, new Set(seen).size]).toEqual([25, 25]);
        }
      },
    );

    test('pages of addresses are in the order of their characters, and contain each once', async () => {
      const keys = ['a!z', 'a-b', 'a.b', 'a0', 'a_b', 'aa', 'ab', 'az', 'a~'].map((name) => `${name}@x.test`);
      await add(...keys.toReversed().map((email) => ({ email })));
      expect(await emailsOf(textual('a'))).toEqual(keys);
      expect((await pagesOf(textual('a'), 1)).flatMap(({ found }) => found)).toHaveLength(keys.length);
    });

    test('a search for names beyond ASCII reads all of a long list, in pages', async () => {
      const people = Array.from({ length: 1_200 }, (_, index) => ({
        email: `reader${index}@x.test`,
        name: index % 400 === 7 ? `Ünal ${index}` : `Ōta ${index}`,
      }));
      await add(...people);
      expect(await emailsOf(textual('UNAL'), 2)).toEqual(
        [807, 407, 7].map((index) => `reader${index}@x.test`),
      );
    });

    test('everybody is in exactly one state, which both the list and the counts say', async () => {
      const pausedUntil = TUESDAY + WEEK;
      await add(
        { email: 'confirmed@a.test' },
        { email: 'back@a.test', pausedUntil: TUESDAY },
        { email: 'paused@a.test', pausedUntil },
        { email: 'pending@a.test', status: 'pending' },
        { email: 'left@a.test', status: 'unsubscribed', pausedUntil },
        { email: 'bounced@a.test', suppression: 'bounced', pausedUntil },
        { email: 'both@a.test', status: 'unsubscribed', suppression: 'bounced' },
        { email: 'complained@a.test', suppression: 'complained' },
      );
      const lists = await Promise.all(
        SUBSCRIBER_STATES.map(async (state) => [state, await emailsOf({ kind: 'state', state })] as const),
      );
      expect(Object.fromEntries(lists)).toEqual({
        confirmed: ['back@a.test', 'confirmed@a.test'],
        paused: ['paused@a.test'],
        pending: ['pending@a.test'],
        unsubscribed: ['left@a.test'],
        bounced: ['both@a.test', 'bounced@a.test'],
        complained: ['complained@a.test'],
      });
      const { states } = await store.survey({ now: TUESDAY, points: 3, stepMs: WEEK });
      expect(states).toEqual(Object.fromEntries(lists.map(([state, { length }]) => [state, length])));
    });

    test('the growth counts who was confirmed at each instant, by when they joined and when they left', async () => {
      const now = TUESDAY + 4 * WEEK;
      await add(
        { email: 'long@a.test', createdAt: TUESDAY - 50 * WEEK },
        { email: 'exactly@a.test', createdAt: TUESDAY + WEEK },
        { email: 'later@a.test', createdAt: TUESDAY + WEEK + 1 },
        { email: 'left@a.test', createdAt: TUESDAY },
        { email: 'lost@a.test', createdAt: TUESDAY },
        { email: 'never@a.test', createdAt: TUESDAY, status: 'pending' },
        { email: 'gone@a.test', createdAt: TUESDAY, status: 'unsubscribed' },
        { email: 'paused@a.test', createdAt: now, pausedUntil: now + WEEK },
      );
      const left = { event: 'unsubscribed', source: 'link', at: TUESDAY + 2 * WEEK } as const;
      await store.unsubscribe('left@a.test', left);
      await opened.suppress('lost@a.test', { reason: 'bounced', at: TUESDAY + 3 * WEEK - 1 });
      const { growth, states } = await store.survey({ now, points: 5, stepMs: WEEK });
      expect(growth).toEqual([3, 4, 4, 3, 4]);
      expect(states.confirmed + states.paused).toBe(growth.at(-1));
    });

    test('one call searches a bounded number, and says where to continue', async () => {
      await add({ email: 'first@one.test' });
      await opened.skipIds(1_000_000);
      await add({ email: 'last@one.test' });
      const pages = await pagesOf(textual('irst'));
      expect(pages.length).toBeGreaterThanOrEqual(3);
      for (const { next } of pages.slice(0, -1)) expect(next?.by).toBe('age');
      expect(pages.flatMap(({ found }) => found)).toHaveLength(1);
    });

    test('the id of an erased subscriber leads to no address', async () => {
      await add({ email: 'ada@one.test' });
      const { findAddress, erase } = store;
      expect(await findAddress(1)).toEqual({ email: 'ada@one.test', emailKey: 'ada@one.test' });
      await erase({ emailKey: 'ada@one.test', erasedKeys: ['hmac:1'], at: 1 });
      expect(await findAddress(1)).toBeNull();
    });
  });
}
