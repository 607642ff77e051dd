import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SignUpStore } from '../../src/subscribers/sign-ups/sign-up-store.ts';
import { createSignUpWriter } from '../../src/subscribers/sign-ups/sign-up-writer.ts';
import type { SubscriberStore } from '../../src/subscribers/subscriber-store.ts';
import { testClock } from '../support/clock.ts';
import { HOUR, TUESDAY } from '../support/comparisons.ts';
import type { SharedDatabase } from '../support/database/stores-on-one-database.ts';
import { aSignUp, knownSignUpKeys, limitsOf, SECRET } from '../support/sign-ups.ts';

interface Stores {
  subscriberStore: SignUpStore & Pick<SubscriberStore, 'count'>;
}

/** What must hold when several processes take and settle sign-ups on one database. */
export function concurrentSignUpsContract(name: string, share: () => SharedDatabase<Stores>): void {
  describe(`sign-ups of several processes in ${name}`, () => {
    let database: ReturnType<typeof share>;
    beforeEach(() => {
      database = share();
    });
    afterEach(() => database.remove());

    test('processes on one database share the limit of a network, and a restart forgets nothing', async () => {
      const limits = limitsOf({ block: { maxWithoutProof: 30, maxMoreWithProof: 5, windowMs: HOUR } });
      const openProcess = async () =>
        createSignUpWriter({
          ...(await database.open()),
          signUpKeys: knownSignUpKeys().signUpKeys,
          signingSecrets: [SECRET],
          clock: testClock(),
          limits,
          onObstacle: () => undefined,
        });
      const processes = [await openProcess(), await openProcess(), await openProcess()];
      const crowd = Array.from({ length: 120 }, (_, index) =>
        processes[index % 3]?.write(
          aSignUp({ email: `r${index}@verdicts.test`, networkAddress: `192.0.2.${index}` }),
          { isProven: index >= 60 },
        ),
      );
      const taken = (await Promise.all(crowd)).filter((obstacle) => obstacle === null);
      expect(taken).toHaveLength(35);
      await database.closeAll();
      const later = await openProcess();
      const another = aSignUp({ email: 'late@verdicts.test', networkAddress: '192.0.2.200' });
      expect(await later.write(another, { isProven: true })).toMatchObject({ kind: 'refuse', by: 'network' });
      expect(await later.needsProof('192.0.2.201')).toBe(true);
      expect(await later.needsProof('198.51.100.1')).toBe(false);
    });

    test('processes that settle at the same time settle each sign-up once', async () => {
      const stores = await Promise.all(Array.from({ length: 3 }, () => database.open()));
      const { signUpKeys, tokens } = knownSignUpKeys();
      const emails = Array.from({ length: 90 }, (_, index) => `r${index}@verdicts.test`);
      await Promise.all(
        stores.map(({ subscriberStore }, process) =>
          subscriberStore.storeSignUps(
            emails.filter((_, index) => index % 3 === process).map((email) => aSignUp({ email })),
          ),
        ),
      );
      const settle = { limit: 20, now: TUESDAY, signUpKeys };
      const steps = [...stores, ...stores, ...stores].map(({ subscriberStore }) =>
        subscriberStore.settleSignUps(settle),
      );
      const settled = (await Promise.all(steps)).reduce((sum, step) => sum + step.settled, 0);
      expect(settled).toBe(90);
      expect(await stores[0]?.subscriberStore.count()).toEqual({
        pending: 90,
        confirmed: 0,
        unsubscribed: 0,
      });
      expect(tokens).toHaveLength(90);
    });
  });
}
