import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import {
  FAKE_KEY,
  type FakeResend,
  type FakeResendOptions,
  startFakeResend,
} from '../fake-resend/fake-resend.ts';
import { addReaders, approveIssue, freezeWholeAudience, SLOT } from '../support/issues.ts';
import { makePlace, type Place, PROGRAM, startNode } from '../support/processes.ts';
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

/** An approved issue for some readers, and a provider. */
async function begin(readers: number, options: FakeResendOptions = {}) {
  fake = await startFakeResend({ rateLimit: 100, ...options });
  await inStores(async (stores) => {
    await addReaders(stores.subscriberStore, readers);
    await approveIssue(stores);
  });
}

async function inStores(work: (stores: ReturnType<typeof openSqliteStores>) => Promise<unknown>) {
  const stores = openSqliteStores(place.database);
  await work(stores);
  await stores.close();
}

const environment = () => ({ ...place.env, ...resendEnvironment(fake.url) });
const run = async (...parameters: string[]) => {
  const { status, stdout, stderr } = await runCommand([...parameters, '--json'], { env: environment() });
  return { status, result: JSON.parse(stdout), stderr };
};
const send = (...parameters: string[]) => run('send', '--slot', SLOT, '--yes', ...parameters);

/** Polls until the condition holds; the test's time limit ends it otherwise. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await setTimeout(20);
}

test('SIGTERM ends a send to a provider that does not answer, with 0 within ten seconds, and the next start continues', async () => {
  await begin(250, { faults: ['none', 'accepted-then-silent'] });
  const { child, finished } = startNode([PROGRAM, 'send', '--slot', SLOT, '--yes'], { env: environment() });
  await until(async () => (await fake.counts()).requests >= 2);
  const start = performance.now();
  child.kill('SIGTERM');
  expect((await finished).status).toBe(0);
  expect(performance.now() - start).toBeLessThan(10_000);
  const { status, result } = await send();
  expect([status, result.status]).toEqual([0, 'sent']);
  const history = await fake.history();
  expect([...history.timesAccepted().values()]).toEqual(Array.from({ length: 250 }, () => 1));
  expect(history.keysWithSeveralBodies()).toEqual([]);
});

test('a pause by somebody else stops a send, which shows its progress, and resuming continues it', async () => {
  let release = () => {};
  const paused = new Promise<void>((resolve) => {
    release = resolve;
  });
  // Eight more requests may be in flight: of ten batches, one is left when the pause comes.
  await begin(1_000, { faults: ({ number }) => (number === 1 ? 'none' : { heldUntil: paused }) });
  const { finished } = startNode([PROGRAM, 'send', '--slot', SLOT, '--yes', '--json'], {
    env: environment(),
  });
  await until(async () => (await fake.counts()).requests >= 2);
  expect((await run('issue', 'show', SLOT)).result).toMatchObject({
    status: 'sending',
    sending: { perSecond: expect.any(Number), nobodySends: expect.any(Boolean), waitsFor: null },
  });
  await run('issue', 'pause', SLOT, '--reason', 'A typo.');
  release();
  const { status, stdout } = await finished;
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ status: 'paused', reason: 'A typo.' });
  expect((await send()).status).toBe(1);
  expect((await run('issue', 'resume', SLOT)).result).toMatchObject({ status: 'sending' });
  expect((await send()).result).toMatchObject({ status: 'sent', deliveries: { submitted: 1_000 } });
  expect((await fake.history()).acceptedTwice()).toEqual([]);
});

test('a used-up daily quota ends the command with 0, and says when sending continues', async () => {
  await begin(150, { dailyQuota: 100 });
  const { status, result } = await send();
  expect(status).toBe(0);
  expect(result).toMatchObject({ status: 'paused', deliveries: { submitted: 100, pending: 50 } });
  expect(result.reason).toContain('daily_quota_exceeded');
  expect((await run('issue', 'show', SLOT)).result).toMatchObject({
    pausedUntil: expect.stringMatching(/T00:00:00\.000Z$/),
    sending: { waitsFor: { until: expect.stringMatching(/T00:00:00\.000Z$/) } },
  });
});

test.each<[string, FakeResendOptions]>([
  ['a refused key', { keys: { [FAKE_KEY]: 'inactive' } }],
  ['an unknown key', { keys: {} }],
  ['a domain that the account does not have', { domains: [] }],
  ["a month's quota that is used up", { monthlyQuota: 0 }],
])('%s stops a send, which names the command that continues it', async (_, options) => {
  await begin(3, options);
  const env = environment();
  const { status, stdout } = await runCommand(['send', '--slot', SLOT, '--yes'], { env });
  expect([status, stdout]).toEqual([1, expect.stringContaining(`${SLOT}  paused: `)]);
  expect(stdout).toContain(
    `to let it continue, run: verdicts issue resume ${SLOT} && verdicts send --slot ${SLOT}`,
  );
  await fake.tell({ keys: { [FAKE_KEY]: 'full' }, domains: null, monthlyQuota: null });
  expect((await run('issue', 'resume', SLOT)).status).toBe(0);
  expect((await send()).result).toMatchObject({ status: 'sent', deliveries: { submitted: 3 } });
});

describe('deliveries whose outcome is unknown', () => {
  beforeEach(async () => {
    await begin(3);
    await inStores(async ({ issueStore, deliveryStore }) => {
      await freezeWholeAudience(deliveryStore);
      await handOverAll(deliveryStore, { ending: 'uncertain' });
      const { scheduledAt = 0 } = (await issueStore.findIssue(SLOT)) ?? {};
      const change = {
        slot: SLOT,
        scheduledAt,
        to: 'paused',
        reason: 'Nobody knows.',
        at: scheduledAt,
      } as const;
      await issueStore.changeStatus(change);
    });
  });

  test('unknown outcomes need a decision, and both choices are explained', async () => {
    const { status, stderr } = await run('issue', 'resume', SLOT);
    expect(status).toBe(1);
    expect(stderr).toContain('--resend-uncertain');
    expect(stderr).toContain('gets it twice');
    expect(stderr).toContain('--accept-uncertain');
    expect(stderr).toContain('never gets it');
  });

  test('unknown outcomes are resent if a person says so', async () => {
    expect((await run('issue', 'resume', SLOT, '--resend-uncertain')).result).toMatchObject({
      status: 'sending',
      deliveries: { pending: 3, uncertain: 0 },
    });
    expect((await send()).result).toMatchObject({ status: 'sent', deliveries: { submitted: 3 } });
    expect((await fake.history()).accepted).toHaveLength(3);
  });

  test('unknown outcomes are left as they are if a person accepts that, and the issue is finished', async () => {
    expect((await run('issue', 'resume', SLOT, '--accept-uncertain')).result).toMatchObject({
      status: 'sent',
      deliveries: { uncertain: 3 },
    });
    expect((await send()).result).toMatchObject({ status: 'sent' });
    expect((await fake.history()).accepted).toEqual([]);
  });

  test('unknown outcomes cannot be both resent and accepted', async () => {
    const both = await run('issue', 'resume', SLOT, '--resend-uncertain', '--accept-uncertain');
    expect(both.status).toBe(2);
  });
});

test('a request written by another version of the program stops for a person instead of going out', async () => {
  await begin(2, { faults: ['accepted-then-dropped'] });
  const { child, finished } = startNode([PROGRAM, 'send', '--slot', SLOT, '--yes'], { env: environment() });
  await until(async () => (await fake.counts()).requests >= 1);
  child.kill('SIGKILL');
  await finished;
  const database = new Database(place.database);
  database.exec(`update batches set lease_expires_at = 0, body_hash = '${'0'.repeat(64)}'`);
  database.close();
  expect((await send()).result).toMatchObject({ status: 'paused', deliveries: { uncertain: 2 } });
  expect((await fake.history()).accepted).toHaveLength(2);
});
