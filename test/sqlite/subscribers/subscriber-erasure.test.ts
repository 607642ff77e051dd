import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createErasedKeys } from '../../../src/subscribers/erased-key.ts';
import { DAY, HOUR, TUESDAY } from '../../support/comparisons.ts';
import { openSqliteTables } from '../../support/database/tables.ts';
import {
  addReaders,
  aNewSubscriber,
  approveIssue,
  freezeWholeAudience,
  IMPORTED,
  SLOT,
} from '../../support/issues.ts';
import { handOverAll } from '../../support/sending/hand-over.ts';
import { anEvent, COMPLAINED } from '../../support/sending/provider-events.ts';
import { aSignUp, knownSignUpKeys } from '../../support/sign-ups.ts';

const EMAIL = 'reader2@verdicts.test';
const ADA = 'ada@verdicts.test';
const erasedKeys = createErasedKeys(['a secret of these tests'])(EMAIL);
const NOW = TUESDAY + DAY;

let opened: ReturnType<typeof openSqliteTables>;
beforeEach(async () => {
  opened = openSqliteTables();
  await addReaders(opened.subscriberStore, 3);
  await approveIssue(opened);
  await freezeWholeAudience(opened.deliveryStore);
});
afterEach(() => opened.close());

const erase = () => opened.subscriberStore.erase({ emailKey: EMAIL, erasedKeys, at: NOW });
const hand = (ending: 'submitted' | 'uncertain' | 'in-flight') =>
  handOverAll(opened.deliveryStore, { ending });
const counts = async () => (await opened.deliveryStore.progress(SLOT)).deliveries;
const everything = () => JSON.stringify(opened.tables());

describe('an erasure', () => {
  test('an erasure leaves the address in no table, and the deliveries add up', async () => {
    await hand('submitted');
    expect(everything()).toContain(EMAIL);
    expect(await erase()).toEqual({ outcome: 'erased', deliveries: 1, requestsInFlight: 0 });
    expect(everything()).not.toContain(EMAIL);
    expect(opened.tables().deliveries).toMatchObject([
      { subscriber_id: 1 },
      { subscriber_id: null, status: 'submitted' },
      { subscriber_id: 3 },
    ]);
    expect(await counts()).toEqual({ pending: 0, submitted: 3, rejected: 0, uncertain: 0, excluded: 0 });
    expect((await opened.issueStore.findIssue(SLOT))?.audience).toMatchObject({ candidates: 3, prepared: 3 });
  });

  test('an erasure leaves nothing about the person but the keyed hash of the address, whatever they did', async () => {
    const { signUpKeys, tokens } = knownSignUpKeys();
    const { subscriberStore: store, outgoingEmailStore } = opened;
    const bystander = opened.tables();
    const from = { networkAddress: '2001:db8::77', userAgent: 'Browser/77', name: 'Zephyrine' };
    const signUp = (at: number) => store.storeSignUps([aSignUp({ email: ADA.toUpperCase(), at, ...from })]);
    const settle = (now: number) => store.settleSignUps({ limit: 9, now, signUpKeys });
    await signUp(NOW);
    await settle(NOW);
    await signUp(NOW + HOUR);
    await settle(NOW + HOUR);
    const email = await outgoingEmailStore.claimEmail({
      now: NOW + HOUR,
      leaseExpiresAt: NOW + DAY,
      notices: false,
    });
    if (email === null) throw new Error('There is no email.');
    const again = {
      kind: 'again',
      at: NOW + HOUR,
      reason: `No such mailbox: ${ADA}`,
      refused: true,
    } as const;
    await outgoingEmailStore.settleEmail({ email, outcome: again });
    const { id = 0 } = (await store.findHistory(ADA)) ?? {};
    await store.confirm({
      hash: tokens[0]?.hash ?? '',
      now: NOW + HOUR,
      evidence: { source: 'link', ...from },
      signUpKeys,
    });
    await store.requestDataLink({
      subscriberId: id,
      networkAddress: '192.0.2.7',
      now: NOW + 2 * HOUR,
      signUpKeys,
    });
    await signUp(NOW + 3 * HOUR);
    const [hashed = ''] = signUpKeys.erasedKeys(ADA);
    expect(await store.findOwnData(ADA)).toMatchObject({ emails: [{}, {}, {}], signUps: [{}] });
    await store.erase({ emailKey: ADA, erasedKeys: signUpKeys.erasedKeys(ADA), at: NOW + 4 * HOUR });
    expect(opened.tables()).toEqual({
      ...bystander,
      suppressions: [{ key: hashed, reason: 'erased', at: NOW + 4 * HOUR }],
    });
  });

  test('an erasure before the request is fixed removes the subscriber from it', async () => {
    expect(await erase()).toMatchObject({ deliveries: 1, requestsInFlight: 0 });
    const [handed] = await hand('submitted');
    expect(handed?.deliveries.map(({ email }) => email)).toEqual([
      'reader1@verdicts.test',
      'reader3@verdicts.test',
    ]);
    expect(await counts()).toEqual({ pending: 0, submitted: 2, rejected: 0, uncertain: 0, excluded: 1 });
  });

  test('an erasure during a request leaves the request repeatable until its outcome is known', async () => {
    const [handed] = await hand('in-flight');
    expect(await erase()).toMatchObject({ outcome: 'erased', requestsInFlight: 1 });
    expect(everything()).toContain(EMAIL);
    const lease = { owner: 'another', expiresAt: NOW + 30_000 };
    const again = await opened.deliveryStore.claimBatch({ slot: SLOT, lease, now: NOW, dailyLimit: null });
    if (again?.kind !== 'retried') throw new Error('The batch was not given out again.');
    expect(again.recipients.map(({ email }) => email)).toContain(EMAIL);
    const outcomes = (handed?.deliveries ?? []).map(({ deliveryId, providerId }) => ({
      kind: 'accepted' as const,
      deliveryId,
      providerId,
    }));
    await opened.deliveryStore.recordOutcomes({ batch: again, outcomes, now: NOW });
    expect(everything()).not.toContain(EMAIL);
    expect(await counts()).toMatchObject({ submitted: 3 });
  });

  test.each(['accept', 'resend'] as const)(
    'an erasure of somebody in a request with an unknown outcome is finished when a person decides to %s it',
    async (how) => {
      await hand('uncertain');
      expect(await erase()).toMatchObject({ requestsInFlight: 1 });
      await opened.deliveryStore.settleUncertain({ slot: SLOT, how, at: NOW });
      expect(everything()).not.toContain(EMAIL);
    },
  );

  test('an erasure is unaffected by later events from the provider', async () => {
    const [handed] = await hand('submitted');
    const delivery = handed?.deliveries[1] ?? { deliveryId: 0, email: '', providerId: '' };
    await erase();
    const told = anEvent(delivery, { report: COMPLAINED });
    const ofAnother = anEvent(delivery, { id: 'x', report: COMPLAINED, delivery: null, providerId: 'x' });
    await opened.providerEventStore.applyProviderEvents([told, ofAnother], NOW);
    expect(everything()).not.toContain(EMAIL);
    expect(opened.tables().suppressions).toEqual([{ key: erasedKeys[0], reason: 'erased', at: NOW }]);
    expect(opened.tables().deliveries?.[1]).toMatchObject({ provider_state: 'complained' });
  });

  test('an erasure gives the id to nobody else, so that old links belong to nobody', async () => {
    const before = (await opened.subscriberStore.findHistory('reader3@verdicts.test'))?.id ?? 0;
    await opened.subscriberStore.erase({ emailKey: 'reader3@verdicts.test', erasedKeys, at: NOW });
    await opened.subscriberStore.importSubscribers(
      [aNewSubscriber({ email: 'new@verdicts.test' })],
      IMPORTED,
    );
    expect((await opened.subscriberStore.findHistory('new@verdicts.test'))?.id).toBeGreaterThan(before);
  });

  test('an erasure does nothing without a secret to hash with', async () => {
    await expect(opened.subscriberStore.erase({ emailKey: EMAIL, erasedKeys: [], at: NOW })).rejects.toThrow(
      RangeError,
    );
    expect(await opened.subscriberStore.findHistory(EMAIL)).not.toBeNull();
  });
});
