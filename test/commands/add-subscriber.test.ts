import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CommandContext } from '../../src/commands/command-action.ts';
import { type Output, SILENT_BAR } from '../../src/commands/output.ts';
import { runAdd } from '../../src/commands/subscribers/add-subscriber.ts';
import { createErasedKeys } from '../../src/subscribers/erased-key.ts';
import type { SuppressionReason } from '../../src/subscribers/subscriber.ts';
import { testClock } from '../support/clock.ts';
import { TUESDAY } from '../support/comparisons.ts';
import { openWithTables } from '../support/database/tables.ts';
import { aNewSubscriber, IMPORTED } from '../support/issues.ts';
import { aSignUp, knownSignUpKeys, SECRET } from '../support/sign-ups.ts';

const ADA = 'ada@verdicts.test';
const HASHED = createErasedKeys([SECRET])(ADA)[0] ?? '';

let opened: Awaited<ReturnType<typeof openWithTables>>;
let said: { results: unknown[]; notes: string[]; questions: string[] };
beforeEach(async () => {
  opened = await openWithTables();
  said = { results: [], notes: [], questions: [] };
});
afterEach(() => opened.close());

/** Runs the command; without an answer, there is no terminal. */
async function add(options: Parameters<typeof runAdd>[2], answer?: boolean) {
  const output: Output = {
    json: true,
    showsBars: false,
    isInteractive: answer !== undefined,
    result: (value) => said.results.push(value),
    list: async () => undefined,
    note: (text) => said.notes.push(text),
    bar: () => SILENT_BAR,
    confirm: async (question) => {
      said.questions.push(question);
      return answer === true;
    },
  };
  const app = { subscriberStore: opened.subscriberStore, clock: testClock(), signingSecrets: [SECRET] };
  return runAdd({ app, output } as unknown as CommandContext, ADA, options);
}

const suppress = (reason: SuppressionReason, key = ADA) =>
  opened.sql(`insert into suppressions (key, reason, at) values ('${key}', '${reason}', ${TUESDAY})`);
const subscribe = (status: 'confirmed' | 'unsubscribed' = 'confirmed') =>
  opened.subscriberStore.importSubscribers([aNewSubscriber({ email: ADA, status })], IMPORTED);
const nextEmail = () =>
  opened.outgoingEmailStore.claimEmail({ now: TUESDAY, leaseExpiresAt: TUESDAY + 1, notices: false });

describe('adding a subscriber', () => {
  test('adding somebody without consent emails them a question, and says that serve sends it', async () => {
    expect(await add({})).toBe(true);
    expect(said.results).toMatchObject([{ email: ADA, status: 'pending' }]);
    expect(said.notes).toEqual([expect.stringContaining('`verdicts serve` sends it')]);
    expect(await nextEmail()).toMatchObject({ kind: 'confirm', email: ADA });
  });

  test('adding somebody again soon says that no email is sent', async () => {
    await add({});
    await add({});
    expect(said.notes[1]).toMatch(/^No confirmation email was made: .* later\.$/);
  });

  test('adding somebody who confirmed elsewhere says nothing further', async () => {
    await add({ confirmed: true });
    expect([said.notes, await nextEmail()]).toEqual([[], null]);
  });

  test('adding a suppressed address is refused, with the way to lift the suppression', async () => {
    await subscribe();
    await suppress('complained');
    await expect(add({ confirmed: true })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('--lift-suppression'),
    });
  });
});

describe('lifting a suppression', () => {
  test.each(['bounced', 'complained'] as const)(
    'lifting a suppression lets an address that %s be emailed again',
    async (reason) => {
      await subscribe();
      await suppress(reason);
      expect(await add({ liftSuppression: true })).toBe(true);
      expect(said.results).toMatchObject([
        {
          status: 'confirmed',
          suppressed: null,
          consent: [
            { event: 'imported' },
            { event: 'added', source: `command (suppression lifted: ${reason} 2026-11-17T09:00:00.000Z)` },
          ],
        },
      ]);
      expect(said.notes).toEqual([expect.stringContaining('can be mailed again')]);
    },
  );

  test('lifting a suppression asks on a terminal, and an answer of no changes nothing', async () => {
    await subscribe();
    await suppress('complained');
    const before = await opened.tables();
    expect(await add({ liftSuppression: true }, false)).toBe(false);
    expect(said.questions).toEqual([
      expect.stringMatching(/^Allow mail to ada.* again, who complained on 2026-11-17\?/),
    ]);
    expect(await opened.tables()).toEqual(before);
    expect(await add({ liftSuppression: true }, true)).toBe(true);
    expect(await opened.subscriberStore.findHistory(ADA)).toMatchObject({ suppression: null });
  });

  test('lifting a suppression does not ask with --yes', async () => {
    await subscribe();
    await suppress('bounced');
    expect(await add({ liftSuppression: true, yes: true }, false)).toBe(true);
    expect(said.questions).toEqual([]);
  });

  test('lifting a suppression brings back nobody who left: only they can do that', async () => {
    await subscribe('unsubscribed');
    await suppress('bounced');
    expect(await add({ liftSuppression: true, confirmed: true })).toBe(true);
    expect(said.results).toMatchObject([{ status: 'unsubscribed', suppressed: null }]);
  });

  test('lifting the suppression of an erased person lets them sign up again, and lets nobody else add them', async () => {
    await suppress('complained', HASHED);
    expect(await add({ liftSuppression: true, confirmed: true })).toBe(true);
    expect(said.results).toEqual([{ lifted: 1 }]);
    expect(await opened.subscriberStore.findHistory(ADA)).toBeNull();
    const { signUpKeys, tokens } = knownSignUpKeys();
    await opened.subscriberStore.storeSignUps([aSignUp({ email: ADA })]);
    await opened.subscriberStore.settleSignUps({ limit: 1, now: TUESDAY, signUpKeys });
    expect(tokens).toHaveLength(1);
  });

  test('lifting a suppression that does not exist adds the subscriber as usual', async () => {
    await add({ liftSuppression: true, confirmed: true });
    expect(said.results).toMatchObject([{ status: 'confirmed', consent: [{ source: 'command' }] }]);
  });
});
