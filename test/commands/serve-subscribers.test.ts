import { afterEach, beforeEach, expect, test } from 'vitest';
import { subscriberJobs } from '../../src/commands/serve-subscribers.ts';
import type { Log } from '../../src/log.ts';
import type { SubscriberStore } from '../../src/store/subscriber-store.ts';
import { LETTER_LIMITS } from '../../src/subscribers/letter-limits.ts';
import { createTokenSigner } from '../../src/subscribers/tokens.ts';
import { testClock } from '../support/clock.ts';
import { HOUR } from '../support/comparisons.ts';
import { NEWSLETTER, runFor } from '../support/letters.ts';
import { scriptedTransport } from '../support/scripted-transport.ts';
import { aSignUp, SECRET } from '../support/sign-ups.ts';
import { openWithTables } from '../support/tables.ts';

let stores: ReturnType<typeof openWithTables>;
beforeEach(() => {
  stores = openWithTables();
});
afterEach(() => stores.close());

/** Runs one of the jobs for so many milliseconds of the clock; says what it told the log. */
async function run(
  job: 'settle' | 'send' | 'tidy',
  { store = {}, milliseconds = 1_000 }: { store?: Partial<SubscriberStore>; milliseconds?: number } = {},
) {
  const told: [string, object][] = [];
  const log: Log = (event, facts) => {
    told.push([event, facts]);
  };
  await runFor(milliseconds, testClock(), ({ clock, signal }) => {
    const subscriberStore = { ...stores.subscriberStore, ...store };
    const { rateLimitStore } = stores;
    const signer = createTokenSigner([SECRET]);
    const given = { signer, signingSecrets: [SECRET], newsletter: NEWSLETTER };
    const app = { clock, subscriberStore, rateLimitStore, ...given };
    const [settle, send, tidy] = subscriberJobs({ ...app, transport: scriptedTransport(), log });
    const chosen = { settle, send, tidy }[job];
    if (chosen === undefined) throw new Error('There is no such job.');
    return chosen(signal);
  });
  return told;
}

const fails = async (): Promise<never> => {
  throw new Error('The disk is full.');
};

test('that sign-ups wait for room is told, and until when', async () => {
  const emails = Array.from({ length: LETTER_LIMITS.hourly + 1 }, (_, index) => `r${index}@verdicts.test`);
  await stores.subscriberStore.keepSignUps(emails.map((email) => aSignUp({ email })));
  const until = new Date(testClock().now() + HOUR).toISOString();
  expect(await run('settle')).toEqual([['sign-ups-wait', { until }]]);
});

test.each([
  ['settle', 'sign-ups-failed', { settleSignUps: fails }],
  ['send', 'letter-failed', { claimLetter: fails }],
  ['tidy', 'tidying-failed', { removeUnconfirmed: fails }],
] as const)('what fails is told by the job to %s', async (job, event, store) => {
  const told = await run(job, { store });
  expect(told.length).toBeGreaterThan(0);
  for (const one of told) expect(one).toEqual([event, { code: null, message: 'The disk is full.' }]);
});

test('a quiet hour is told by nobody', async () => {
  for (const job of ['settle', 'send', 'tidy'] as const)
    expect(await run(job, { milliseconds: HOUR })).toEqual([]);
});
