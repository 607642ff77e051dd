import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTokenSigner } from '../../src/links/tokens.ts';
import type { Log } from '../../src/serve/log.ts';
import { emailJob } from '../../src/serve/serve-emails.ts';
import { subscriberJobs } from '../../src/serve/serve-subscribers.ts';
import { EMAIL_LIMITS } from '../../src/subscribers/sign-ups/email-limits.ts';
import type { SubscriberStore } from '../../src/subscribers/subscriber-store.ts';
import type { OutgoingEmailStore } from '../../src/transactional/outgoing-email-store.ts';
import { testClock } from '../support/clock.ts';
import { HOUR, TUESDAY } from '../support/comparisons.ts';
import { openWithTables } from '../support/database/tables.ts';
import { SLOT } from '../support/issues.ts';
import { EDITOR, scheduleOf } from '../support/scheduler.ts';
import {
  type Act,
  type ScriptedTransport,
  scriptedTransport,
} from '../support/sending/scripted-transport.ts';
import { NEWSLETTER, runFor } from '../support/sending/transactional-emails.ts';
import { aSignUp, SECRET } from '../support/sign-ups.ts';

let stores: Awaited<ReturnType<typeof openWithTables>>;
beforeEach(async () => {
  stores = await openWithTables();
});
afterEach(() => stores.close());

/** Runs one of the jobs for this many milliseconds of the clock; returns what it logged. */
async function run(
  job: 'settle' | 'send' | 'tidy',
  {
    store = {},
    milliseconds = 1_000,
    editor = null,
    transport = scriptedTransport(),
  }: {
    store?: Partial<SubscriberStore & OutgoingEmailStore>;
    milliseconds?: number;
    editor?: typeof EDITOR | null;
    transport?: ScriptedTransport;
  } = {},
) {
  const told: [string, object][] = [];
  const log: Log = (event, facts) => {
    told.push([event, facts]);
  };
  await runFor(milliseconds, testClock(), ({ clock, signal }) => {
    const subscriberStore = { ...stores.subscriberStore, ...store };
    const { rateLimitStore } = stores;
    const signer = createTokenSigner([SECRET]);
    const outgoingEmailStore = { ...stores.outgoingEmailStore, ...store };
    const config = { newsletter: NEWSLETTER, editor, schedule: scheduleOf('0 9 * * 2') };
    const send = emailJob({
      clock,
      signer,
      outgoingEmailStore,
      lookStore: stores.lookStore,
      config,
      transport,
      log,
    });
    const [settle, tidy] = subscriberJobs({
      clock,
      signingSecrets: [SECRET],
      subscriberStore,
      rateLimitStore,
      log,
    });
    const chosen = { settle, send, tidy }[job];
    if (chosen === undefined) throw new Error('There is no such job.');
    return chosen(signal);
  });
  return told;
}

const fails = async (): Promise<never> => {
  throw new Error('The disk is full.');
};

test('the log says that sign-ups wait for room, and until when', async () => {
  const emails = Array.from({ length: EMAIL_LIMITS.maxPerHour + 1 }, (_, index) => `r${index}@verdicts.test`);
  await stores.subscriberStore.storeSignUps(emails.map((email) => aSignUp({ email })));
  const until = new Date(testClock().now() + HOUR).toISOString();
  expect(await run('settle')).toEqual([['sign-ups-wait', { until }]]);
});

test.each([
  ['settle', 'sign-ups-failed', { settleSignUps: fails }],
  ['send', 'letter-failed', { claimEmail: fails }],
  ['tidy', 'tidying-failed', { removeUnconfirmed: fails }],
] as const)('the log names what fails: the job to %s', async (job, event, store) => {
  const told = await run(job, { store });
  expect(told.length).toBeGreaterThan(0);
  for (const one of told) expect(one).toEqual([event, { code: null, message: 'The disk is full.' }]);
});

describe('a database that cannot be written for an hour', () => {
  /** Fails in the first hour, and succeeds after that. */
  function failingForAnHour(works: () => Promise<unknown>) {
    const end = testClock().now() + HOUR;
    return async ({ now }: { now: number }) => (now < end ? fails() : works()) as Promise<never>;
  }

  test.each([
    ['settle', 'sign-ups-failed', 'settleSignUps', { settled: 0, waitsUntil: null }],
    ['send', 'letter-failed', 'claimEmail', null],
  ] as const)(
    'an hour of failures is a few log lines of the job to %s, and one when it works again',
    async (job, event, name, result) => {
      const store = { [name]: failingForAnHour(async () => result) };
      const told = await run(job, { store, milliseconds: HOUR + 60_000 });
      expect(told.slice(0, -1).map(([what]) => what)).toEqual(Array.from({ length: 6 }, () => event));
      expect(told[1]?.[1]).toEqual({ code: null, message: 'The disk is full.', leftOut: 1_199 });
      expect(told.at(-1)).toEqual([
        'works-again',
        { what: event, message: 'The disk is full.', since: '2026-11-17T09:00:00.000Z', failures: 7_200 },
      ]);
    },
  );
});

test('emails that the provider refuses for the same reason are one log line, however many', async () => {
  const refuse: Act = {
    kind: 'answered',
    outcomes: [{ kind: 'rejected', code: 'validation_error', message: 'The sender is unknown.' }],
  };
  const emails = Array.from({ length: 50 }, (_, index) => `r${index}@verdicts.test`);
  await stores.subscriberStore.storeSignUps(emails.map((email) => aSignUp({ email })));
  await run('settle');
  const transport = scriptedTransport(Array.from({ length: 49 }, () => refuse));
  const told = await run('send', { transport });
  expect(told).toEqual([
    ['letter-failed', { code: null, message: expect.stringContaining('The sender is unknown.') }],
    ['works-again', expect.objectContaining({ what: 'letter-failed', failures: 49 })],
  ]);
});

describe('a notice and a sign-up in the queue', () => {
  const facts = {
    ...{ slot: SLOT, scheduledAt: TUESDAY, reason: null, subject: null, items: [] },
    ...{ audience: null, deliveries: null },
  };
  beforeEach(async () => {
    await stores.noticeStore.addNotice({ event: 'held', facts, at: TUESDAY });
    await stores.subscriberStore.storeSignUps([aSignUp({ email: 'ada@verdicts.test' })]);
    await run('settle');
  });

  test('that the notice fails is told as that, and does not hold up the email to the subscriber', async () => {
    const { settleEmail } = stores.outgoingEmailStore;
    const store: Partial<OutgoingEmailStore> = {
      settleEmail: (result) => (result.email.kind === 'notice' ? fails() : settleEmail(result)),
    };
    const transport = scriptedTransport();
    const told = await run('send', { editor: EDITOR, transport, store });
    expect(transport.taken).toEqual([EDITOR.email, 'ada@verdicts.test']);
    expect(told.map(([event]) => event)).toEqual(['notice-failed', 'works-again']);
  });

  test('a notice that cannot be read does not hold up the email to the subscriber', async () => {
    await stores.sql(`update outgoing_emails set facts = '{}' where kind = 'notice'`);
    const transport = scriptedTransport();
    await run('send', { editor: EDITOR, transport });
    expect(transport.taken).toEqual(['ada@verdicts.test']);
  });
});

test('a queue that cannot be read is told for subscribers and, if there is an editor, for notices', async () => {
  const told = await run('send', { editor: EDITOR, milliseconds: 100, store: { claimEmail: fails } });
  expect(told.map(([event]) => event)).toEqual(['letter-failed', 'notice-failed']);
});

test('an hour without events is not logged', async () => {
  for (const job of ['settle', 'send', 'tidy'] as const)
    expect(await run(job, { milliseconds: HOUR })).toEqual([]);
});
