import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StudioStore } from '../../src/http/studio/access/studio-store.ts';

const NOW = 1_795_000_000_000;
const LIVE = { credential: 'c'.repeat(64), createdAfter: NOW - 1_000, seenAfter: NOW - 100 };
const hashOf = (letter: string) => letter.repeat(64);
const aSession = (letter: string, at = NOW) => ({
  hash: hashOf(letter),
  createdAt: at,
  seenAt: at,
  provedAt: at,
  network: '192.0.2.1',
  browser: 'Firefox on Linux',
});

/** What every store of the studio's sessions and events must do. */
export function studioStoreContract(
  name: string,
  open: () => Promise<{ studioStore: StudioStore; close(): void }>,
): void {
  describe(`the studio's sessions and events in ${name}`, () => {
    let stores: Awaited<ReturnType<typeof open>>;
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    test('a session is found by its hash until it is over', async () => {
      const { studioStore } = stores;
      await studioStore.beginSession(aSession('a'), LIVE);
      const found = await studioStore.findSession(hashOf('a'), LIVE);
      expect(found).toMatchObject({ createdAt: NOW, provedAt: NOW, browser: 'Firefox on Linux' });
      expect(await studioStore.findSession(hashOf('b'), LIVE)).toBeNull();
      for (const change of [{ credential: 'd'.repeat(64) }, { createdAfter: NOW }, { seenAfter: NOW }])
        expect(await studioStore.findSession(hashOf('a'), { ...LIVE, ...change })).toBeNull();
    });

    test('using, authenticating or ending a session affects no other', async () => {
      const { studioStore } = stores;
      await studioStore.beginSession(aSession('a'), LIVE);
      await studioStore.beginSession(aSession('b', NOW - 1), LIVE);
      const { id = 0 } = (await studioStore.findSession(hashOf('b'), LIVE)) ?? {};
      await studioStore.updateSession(id, { seenAt: NOW + 5 });
      await studioStore.updateSession(id, { provedAt: NOW + 6 });
      expect(await studioStore.listSessions(LIVE)).toMatchObject([
        { id, seenAt: NOW + 5, provedAt: NOW + 6 },
        { seenAt: NOW, provedAt: NOW },
      ]);
      expect([await studioStore.endSession(id), await studioStore.endSession(id)]).toEqual([true, false]);
      expect(await studioStore.listSessions(LIVE)).toHaveLength(1);
    });

    test('sessions that are over are forgotten when another one begins', async () => {
      const { studioStore } = stores;
      await studioStore.beginSession(aSession('a', NOW - 200), { ...LIVE, seenAfter: 0 });
      await studioStore.beginSession(aSession('b'), LIVE);
      expect(await studioStore.findSession(hashOf('a'), { ...LIVE, seenAfter: 0 })).toBeNull();
    });

    test('the studio’s events are listed latest first, counted, and forgotten in time', async () => {
      const { studioStore } = stores;
      await studioStore.recordEvent({ event: 'signed-in', at: NOW - 50, about: null }, 0);
      await studioStore.recordEvent({ event: 'refused', at: NOW - 10, about: null }, 0);
      await studioStore.recordEvent({ event: 'refused', at: NOW, about: null }, 0);
      expect(await studioStore.countEvents('refused', NOW - 10)).toEqual({ count: 1, latestAt: NOW });
      expect(await studioStore.countEvents('refused', NOW)).toEqual({ count: 0, latestAt: null });
      await studioStore.recordEvent({ event: 'sent', at: NOW, about: '2026-W47' }, NOW - 10);
      expect((await studioStore.listEvents(2)).map(({ event }) => event)).toEqual(['sent', 'refused']);
      expect((await studioStore.listEvents(9)).map(({ event }) => event)).not.toContain('signed-in');
      expect((await studioStore.listEvents(2, 'refused')).map(({ event }) => event)).toEqual(['sent']);
    });
  });
}
