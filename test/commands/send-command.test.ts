import { spawnSync } from 'node:child_process';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatTime } from '../../src/shared/format.ts';
import { aComparison } from '../support/comparisons.ts';
import { isMissing } from '../support/needs.ts';
import { makePlace, type Place, PROGRAM } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';

const SLOT = '2026-W47';

let place: Place;
beforeEach(async () => {
  place = await makePlace();
});
afterEach(() => place.remove());

const run = (parameters: string[], input = '') =>
  runCommand(parameters, { env: place.env, cwd: place.folder, input });

const send = (...parameters: string[]) => run(['send', '--slot', SLOT, ...parameters]);

const addComparison = () =>
  run(
    ['import', '-', '--published-at', '2026-11-16T09:00:00Z'],
    JSON.stringify(aComparison({ tools: ['Kiln', 'Loom'] })),
  );

/** An issue that can be sent, to one subscriber. */
async function prepare() {
  await addComparison();
  await run(['subscribers', 'add', 'ada@verdicts.test', '--confirmed']);
}

/** Makes a sent issue look as if another process were sending it with a lease until an instant. */
function reopen(leaseExpiresAt: number) {
  const database = new Database(place.database);
  database.exec(`
    update issues set status = 'sending', finished_at = null;
    update batches set status = 'taken', submitted = 0, attempts = 0, idempotency_key = null, body_hash = null,
      recipients = null, first_attempt_at = null, lease_owner = 'another', lease_expires_at = ${leaseExpiresAt};
    update deliveries set status = 'pending', provider_id = null`);
  database.close();
}

test('a dry run and a test exclude each other', async () => {
  const { status, stderr } = await send('--dry-run', '--to', 'ada@verdicts.test');
  expect([status, stderr]).toEqual([
    2,
    '--to <addresses> and --dry-run cannot be used together.\nTo see what it takes, add --help.\n',
  ]);
});

test('a test through the outbox says where the email is', async () => {
  await addComparison();
  const { stdout } = await send('--to', 'ada@verdicts.test');
  expect(stdout).toBe(
    `A test of ${SLOT} for ada@verdicts.test is in the test mailbox (${place.outbox}). Nobody was emailed. Any mail client opens it.\n`,
  );
});

test('a test is in the record of the studio, whose checklist knows it from there', async () => {
  await addComparison();
  await send('--to', 'ada@verdicts.test');
  const database = new Database(place.database, { readonly: true });
  const events = database.prepare('select event, about from studio_events').all();
  database.close();
  expect(events).toEqual([{ event: 'test-sent', about: `${SLOT}, command line` }]);
});

test('without a terminal, a cancellation is not asked about', async () => {
  await prepare();
  const { status, stdout } = await run(['issue', 'cancel', SLOT]);
  expect([status, stdout]).toEqual([0, expect.stringContaining('cancelled')]);
});

test('without a terminal, a wait is reported once for each reason', async () => {
  await prepare();
  await send();
  const until = Date.now() + 4_000;
  reopen(until);
  const { status, stderr } = await send();
  expect(status).toBe(0);
  const told = stderr.split('\n').filter((line) => line.startsWith('Waiting until '));
  expect(told).toEqual([
    `Waiting until ${formatTime(until, 'UTC')}: Another sender has the last batches. If it was stopped, it keeps them for up to 30 seconds.`,
  ]);
});

describe.skipIf(
  isMissing({
    tool: 'script',
    present: spawnSync('script', ['--version']).status === 0,
    install: 'apt-get install bsdutils',
  }),
)('on a terminal', () => {
  /** Answers no to every question; standard output is not the terminal. */
  const declined = (...parameters: string[]) => declinedCommand('send', '--slot', SLOT, ...parameters);
  const declinedCommand = (...parameters: string[]) => {
    const words = [process.execPath, PROGRAM, ...parameters];
    const command = `stty cols 250; ${words.map((word) => `'${word}'`).join(' ')} > result`;
    const { status, stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
      env: { ...place.env, PATH: process.env.PATH, TERM: 'xterm' },
      cwd: place.folder,
      input: 'n',
      encoding: 'utf8',
      timeout: 30_000,
    });
    const result = spawnSync('cat', ['result'], { cwd: place.folder, encoding: 'utf8' }).stdout;
    return { status, terminal: stdout, result };
  };

  test('on a terminal, a send that is not confirmed changes nothing and says so', async () => {
    await prepare();
    const { status, terminal, result } = declined('--json');
    expect(terminal).toContain(`Send the issue of ${SLOT} through the test mailbox? 1 confirmed`);
    expect([status, JSON.parse(result)]).toEqual([
      1,
      expect.objectContaining({
        slot: SLOT,
        status: 'draft',
        reason: 'not confirmed',
        audience: expect.objectContaining({ prepared: 1 }),
      }),
    ]);
    expect(await place.messages()).toEqual([]);
  });

  test('on a terminal, a cancellation that is not confirmed changes nothing and says so', async () => {
    await prepare();
    await run(['issue', 'approve', SLOT]);
    const { status, terminal, result } = declinedCommand('issue', 'cancel', SLOT, '--json');
    expect(terminal).toContain(`Stop the issue of ${SLOT} for good? Those who have it keep it`);
    expect([status, JSON.parse(result)]).toEqual([
      1,
      { slot: SLOT, status: 'approved', reason: 'not confirmed' },
    ]);
    expect((await run(['issue', 'show', SLOT])).stdout).toContain('approved');
  });

  test('on a terminal, a cancellation with --yes and an impossible one are not asked about', async () => {
    await prepare();
    await run(['issue', 'approve', SLOT]);
    const cancelled = declinedCommand('issue', 'cancel', SLOT, '--yes');
    expect([cancelled.status, cancelled.terminal]).toEqual([0, expect.not.stringContaining('?')]);
    const again = declinedCommand('issue', 'cancel', SLOT);
    expect([again.status, again.terminal]).toEqual([1, expect.not.stringContaining('for good?')]);
  });

  test('on a terminal, nothing is asked if nothing would be sent, and a fixed audience is named', async () => {
    await prepare();
    await send();
    await run(['subscribers', 'add', 'late@verdicts.test', '--confirmed']);
    const done = declined();
    expect([done.status, done.terminal]).toEqual([0, expect.not.stringContaining('?')]);
    expect(done.result).toContain('Week 47 is done');
    reopen(Date.now() + 60_000);
    const half = declined();
    expect(half.terminal).toContain(`Continue sending the issue of ${SLOT}`);
    expect(half.terminal.replaceAll(/\s+/g, ' ')).toContain('fixed: 1 confirmed');
    expect(half.status).toBe(1);
  });
});
