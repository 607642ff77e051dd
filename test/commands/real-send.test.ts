import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { type FakeResend, type FakeResendOptions, startFakeResend } from '../fake-resend/fake-resend.ts';
import { aComparison, TUESDAY } from '../support/comparisons.ts';
import { addReaders, approveIssue, freezeWholeAudience, SLOT } from '../support/issues.ts';
import { makePlace, type Place } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';
import { handOverAll } from '../support/sending/hand-over.ts';
import { resendEnvironment } from '../support/sending/resend-environment.ts';

let place: Place;
let fake: FakeResend;
beforeEach(async () => {
  place = await makePlace();
});
afterEach(async () => {
  await fake.stop();
  await place.remove();
});

/** A database with a comparison and readers, and a provider. */
async function begin(readers: number, options: FakeResendOptions = {}) {
  fake = await startFakeResend({ rateLimit: 100, ...options });
  const stores = openSqliteStores(place.database);
  await addReaders(stores.subscriberStore, readers);
  await stores.comparisonStore.saveComparison(aComparison({ tools: ['Alpha', 'Beta'] }), TUESDAY);
  await stores.close();
}

/** Runs a command with the real settings, changed by `changes`. */
async function run(parameters: string[], changes: Record<string, string> = {}) {
  const env = { ...place.env, ...resendEnvironment(fake.url), ...changes };
  const { status, stdout, stderr } = await runCommand([...parameters, '--json'], { env });
  return { status, result: JSON.parse(stdout), stderr };
}
const send = (changes?: Record<string, string>) => run(['send', '--slot', SLOT, '--yes'], changes);

const OUTBOX = { TRANSPORT: 'outbox', RESEND_API_KEY: '' };
const EXAMPLES = {
  ...OUTBOX,
  NEWSLETTER_FROM: '',
  NEWSLETTER_REPLY_TO: '',
  POSTAL_ADDRESS: '',
  PUBLIC_URL: '',
};

describe('an issue that was approved with the example settings', () => {
  beforeEach(async () => {
    await begin(3);
    expect((await run(['issue', 'approve', SLOT], EXAMPLES)).status).toBe(0);
  });

  test('an issue approved with the example settings is not sent with real ones, says how to continue, and then goes out', async () => {
    const { status, stderr } = await send();
    expect(status).toBe(1);
    expect(stderr).toBe(
      `Week 47 was approved with the example sender, postal address and public URL, and without a reply address. Approve it again: verdicts issue hold ${SLOT} && verdicts issue approve ${SLOT}\n`,
    );
    expect((await fake.counts()).requests).toBe(0);

    await run(['issue', 'hold', SLOT]);
    await run(['issue', 'approve', SLOT]);
    expect((await send()).result).toMatchObject({ status: 'sent', deliveries: { submitted: 3 } });
  });

  test('the dry run and draft give the same reasons why an issue approved with the example settings cannot go out', async () => {
    const dry = await run(['send', '--slot', SLOT, '--dry-run']);
    const draft = await run(['draft', '--slot', SLOT]);
    const messages = draft.result.problems.map(({ message }: { message: string }) => message);
    expect(dry.result.reason.split('\n')).toEqual(messages);
    expect((await send()).stderr.trim().split('\n')).toEqual(messages);
    const { result } = await run(['doctor']);
    expect(result.checks).toContainEqual({
      name: 'issue',
      level: 'stop',
      ok: false,
      message: messages.join(' '),
    });
  });

  test('an issue approved with the example settings still goes to the outbox', async () => {
    expect((await send(EXAMPLES)).result).toMatchObject({ status: 'sent' });
  });
});

test('an issue whose links lead to another PUBLIC_URL than today’s has to be approved again before it goes out', async () => {
  await begin(1);
  await run(['issue', 'approve', SLOT], { PUBLIC_URL: 'https://old.verdicts.test' });
  const { status, stderr } = await send();
  expect(status).toBe(1);
  expect(stderr).toBe(
    `The links in Week 47 lead to https://old.verdicts.test, and the public URL is now https://verdicts.test. Set PUBLIC_URL in .env back to https://old.verdicts.test, or approve it again: verdicts issue hold ${SLOT} && verdicts issue approve ${SLOT}\n`,
  );
  await run(['issue', 'hold', SLOT]);
  await run(['issue', 'approve', SLOT]);
  expect((await send()).result.status).toBe('sent');
});

test('an issue that began through Resend is not finished into the outbox by a shell without TRANSPORT', async () => {
  await begin(150, { dailyQuota: 100 });
  expect((await send()).result).toMatchObject({ status: 'paused', deliveries: { submitted: 100 } });
  const resumed = await run(['issue', 'resume', SLOT], OUTBOX);
  expect([resumed.status, resumed.stderr]).toEqual([
    1,
    expect.stringContaining(
      `Set TRANSPORT=resend and RESEND_API_KEY (and RESEND_BASE_URL, if you use one), then let it continue: verdicts issue resume ${SLOT} && verdicts send --slot ${SLOT}`,
    ),
  ]);
  const { status, stderr } = await send(OUTBOX);
  expect(status).toBe(1);
  expect(stderr).toContain('Set TRANSPORT=resend and RESEND_API_KEY');
  expect(await place.messages()).toEqual([]);
  expect((await run(['send', '--slot', SLOT, '--dry-run'], OUTBOX)).result.reason).toContain(
    'TRANSPORT=resend',
  );
  await fake.tell({ dailyQuota: 1_000 });
  await run(['issue', 'resume', SLOT]);
  expect((await send()).result).toMatchObject({ status: 'sent', deliveries: { submitted: 150 } });
});

test('every command that looks ahead says when there is nobody to send to', async () => {
  await begin(0);
  const dry = await run(['send', '--slot', SLOT, '--dry-run']);
  expect(dry.result.reason).toContain('There is nobody to send to: nobody is confirmed.');
  const { result } = await run(['draft', '--slot', SLOT]);
  expect(result.problems).toContainEqual({
    level: 'error',
    code: 'no-audience',
    message: expect.stringContaining('nobody to send to'),
  });
  const { stderr } = await send();
  expect(stderr).toContain('nobody to send to');
  expect(stderr).toContain('verdicts subscribers add <email> --confirmed');
});

test.each<[string, FakeResendOptions]>([
  ['the key is refused', { keys: { re_another: 'full' } }],
  ['the domain is not verified', { domains: [] }],
  ['the month is used up', { monthlyQuota: 0 }],
  [
    'every message is rejected',
    { validationStatus: 422, invalidAddresses: ['reader1@verdicts.test', 'reader2@verdicts.test'] },
  ],
])('if %s and nothing was accepted, cancelling releases the comparisons', async (_why, options) => {
  await begin(2, options);
  expect((await send()).result).toMatchObject({ status: 'paused', deliveries: { submitted: 0 } });
  await run(['issue', 'cancel', SLOT]);
  const stores = openSqliteStores(place.database);
  expect(await stores.comparisonStore.openComparisons('2026-W48')).toHaveLength(1);
  expect(await stores.issueStore.readFrozenIssue(SLOT, { ifPublic: true })).toBeNull();
  await stores.close();
});

test('if part of an issue was accepted, cancelling keeps the comparisons and the web page', async () => {
  await begin(150, { dailyQuota: 100 });
  await send();
  await run(['issue', 'cancel', SLOT]);
  const stores = openSqliteStores(place.database);
  expect(await stores.comparisonStore.openComparisons('2026-W48')).toEqual([]);
  expect(await stores.issueStore.readFrozenIssue(SLOT, { ifPublic: true })).not.toBeNull();
  await stores.close();
});

test('if uncertain deliveries are to be resent, cancelling keeps the comparisons', async () => {
  await begin(2);
  const stores = openSqliteStores(place.database);
  await approveIssue(stores);
  await freezeWholeAudience(stores.deliveryStore);
  await handOverAll(stores.deliveryStore, { ending: 'uncertain' });
  await stores.deliveryStore.settleUncertain({ slot: SLOT, how: 'resend', at: TUESDAY });
  await stores.close();
  await run(['issue', 'cancel', SLOT]);
  const after = openSqliteStores(place.database);
  expect(await after.issueStore.readFrozenIssue(SLOT, { ifPublic: true })).not.toBeNull();
  await after.close();
});
