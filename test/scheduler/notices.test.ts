import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BatchAnswer } from '../../src/transport/transport.ts';
import { type TestClock, testClock } from '../support/clock.ts';
import { DAY, HOUR, TUESDAY } from '../support/comparisons.ts';
import { SLOT } from '../support/issues.ts';
import { aMachine, EDITOR, type Machine, tellFor } from '../support/scheduler.ts';
import { type Act, scriptedTransport } from '../support/sending/scripted-transport.ts';

const UNCERTAIN: BatchAnswer = { kind: 'uncertain', reason: 'Silence.' };
const WRONG_KEY: BatchAnswer = {
  kind: 'pause',
  until: null,
  reason: 'Resend refuses the key.',
  maybePartial: false,
};

let clock: TestClock;
let machine: Machine;
beforeEach(() => {
  clock = testClock();
});
afterEach(() => machine.stores.close());

/** The slot's time has come, with or without something to send. */
async function come(given: Partial<Parameters<typeof aMachine>[0]> = {}, { publishes = true } = {}) {
  machine = await aMachine({ clock, madeAt: TUESDAY - 4 * DAY, ...given });
  if (publishes) await machine.publish('Kiln', TUESDAY - 2 * DAY);
  await machine.look();
}

/** Sends notices for a while, and returns the outcome. */
async function tell(script: Act[] = [], { milliseconds = 30_000, keyLifetimeMs = DAY } = {}) {
  const transport = scriptedTransport(script, { keyLifetimeMs });
  const told = await tellFor(milliseconds, {
    outgoingEmailStore: machine.stores.outgoingEmailStore,
    transport,
    clock,
  });
  const mails = transport.requests.map(({ body }) => JSON.parse(body));
  const keys = new Set(transport.requests.map(({ idempotencyKey }) => idempotencyKey));
  return { taken: transport.taken, mails, told, keys: [...keys] };
}

test('a notice goes to the editor once, as an automatic email without list headers', async () => {
  await come({ review: 'required' });
  const { taken, mails, keys, told } = await tell();
  expect([taken, told]).toEqual([[EDITOR.email], []]);
  expect(keys).toEqual([expect.stringMatching(/^notice-1-[0-9a-f]{16}$/)]);
  expect(mails[0]).toMatchObject({
    from: { email: 'digest@verdicts.test' },
    to: EDITOR,
    subject: 'Weekly Verdicts, Week 47, 2026: on hold until you decide',
    date: TUESDAY,
    headers: [['Auto-Submitted', 'auto-generated']],
    reference: keys[0],
  });
  expect((await tell()).taken).toEqual([]);
});

test.each([
  [
    'a draft',
    { review: 'required' },
    -HOUR,
    ['Tue 17 Nov, 10:00 CET (Europe/Berlin)', `verdicts issue approve ${SLOT}`, 'kiln-vs-other-than-kiln'],
  ],
  [
    'a hold',
    { review: 'required' },
    0,
    ['It was not approved by its time (REVIEW=required).', `verdicts issue approve ${SLOT}`],
  ],
  ['a failure', { obstacles: ['POSTAL_ADDRESS is not set.'] }, 0, ['POSTAL_ADDRESS is not set.']],
] as const)(
  'the notice of %s has what happened, the numbers, the command and the link',
  async (_, given, late, words) => {
    clock.advance(late);
    await come(given as object);
    const { mails } = await tell();
    const { html, text } = mails[0] as { html: string; text: string };
    for (const said of [
      ...words,
      '2 confirmed = 2 get it + 0 cannot be mailed + 0 paused',
      'https://verdicts.test/studio',
    ]) {
      expect(text.replace(/\s+/g, ' ')).toContain(said);
      expect(html.replace(/<!--.*?-->|<[^>]*>/g, '').replace(/\s+/g, ' ')).toContain(said);
    }
  },
);

test('the notice of a skipped issue has the reason', async () => {
  await come({}, { publishes: false });
  const { mails } = await tell();
  expect(mails[0]).toMatchObject({
    subject: 'Weekly Verdicts, Week 47, 2026: skipped',
    text: expect.stringContaining('0 of at least 1 comparisons by Tue 17 Nov, 09:00 UTC'),
  });
});

test('the notice of a sent issue has the outcomes of its deliveries', async () => {
  await come();
  await machine.deliver();
  const { mails } = await tell();
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({ subject: 'Weekly Verdicts, Week 47, 2026: sent' });
  expect(mails[0].text.replace(/\s+/g, ' ')).toContain(
    '2 emails = 2 accepted + 0 still to send + 0 refused + 0 without an answer + 0 left out',
  );
});

test('the editor is told each time an issue waits for a person, and not of pauses that end by themselves', async () => {
  await come();
  const day = { ...WRONG_KEY, until: clock.now() + HOUR };
  await machine.deliver(scriptedTransport([day]));
  expect(await machine.notices()).toEqual([]);
  const change = { slot: SLOT, scheduledAt: TUESDAY, to: 'sending', reason: null } as const;
  for (const _ of ['first', 'second']) {
    clock.advance(HOUR);
    await machine.stores.issueStore.changeStatus({ ...change, at: clock.now() });
    await machine.deliver(scriptedTransport([WRONG_KEY]));
  }
  expect(await machine.notices()).toEqual([`${SLOT} paused`, `${SLOT} paused`]);
  const { mails } = await tell();
  expect(mails[0].text).toContain('Resend refuses the key.');
  expect(mails[0].text).toContain(`verdicts issue resume ${SLOT}`);
});

describe('a notice whose outcome is uncertain', () => {
  test.each([
    ['was not taken', UNCERTAIN],
    ['was taken', { takenBut: UNCERTAIN }],
  ] as const)(
    'a notice with an uncertain outcome is repeated with the same bytes and key if it %s',
    async (_, act) => {
      await come({ review: 'required' });
      const { taken, keys, mails } = await tell([act, act]);
      expect([taken, keys.length, mails.length]).toEqual([[EDITOR.email], 1, 3]);
    },
  );

  test('a notice with an uncertain outcome is given up once the provider has forgotten its key', async () => {
    await come({ review: 'required' });
    const { taken, told } = await tell([UNCERTAIN, UNCERTAIN], { keyLifetimeMs: 0 });
    expect([taken, told]).toEqual([[], ['Notice 1 was given up: Silence.']]);
  });
});

test('a notice whose sender was killed after handing it over is repeated by the next process with its key', async () => {
  await come({ review: 'required' });
  const { outgoingEmailStore } = machine.stores;
  const transport = scriptedTransport();
  const settleEmail = () => Promise.reject(new Error('killed'));
  await tellFor(1, { outgoingEmailStore: { ...outgoingEmailStore, settleEmail }, transport, clock });
  await tellFor(HOUR / 2, { outgoingEmailStore, transport, clock });
  expect(transport.requests).toHaveLength(2);
  expect(transport.taken).toEqual([EDITOR.email]);
});

test('two processes send a notice once', async () => {
  await come({ review: 'required' });
  const transport = scriptedTransport();
  const deps = { outgoingEmailStore: machine.stores.outgoingEmailStore, transport, clock };
  await Promise.all([tellFor(30_000, deps), tellFor(30_000, deps)]);
  expect(transport.requests).toHaveLength(1);
});

test('a notice that could not be sent for days is not sent at all', async () => {
  await come({ review: 'required' });
  clock.advance(72 * HOUR);
  expect((await tell()).taken).toEqual([]);
  expect(await machine.sql('select status, last_problem from outgoing_emails')).toEqual([
    { status: 'dropped', last_problem: 'It could not be sent in time.' },
  ]);
});

test('no notice is sent of a change that did not happen', async () => {
  await come();
  const change = { slot: SLOT, scheduledAt: TUESDAY, from: 'draft', reason: 'x', at: 0 } as const;
  const { changed } = await machine.stores.issueStore.changeStatus({
    ...change,
    to: 'held',
    notice: { event: 'held' },
  });
  expect([changed, await machine.notices()]).toEqual([false, []]);
});
